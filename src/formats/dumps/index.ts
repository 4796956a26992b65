import type { Format } from '../../model/format.js';
import { EU_STACK } from './eu-stack.js';
import { GDB } from './gdb.js';
import { LLDB } from './lldb.js';
import { PROC } from './proc.js';
import { PS } from './ps.js';
import { SYSTEM_CRASH } from './system-crash.js';

/** Stacks and states of a live or dead process as tools outside Redis print them. */
export const DUMP_FORMATS: Format[] = [SYSTEM_CRASH, GDB, EU_STACK, LLDB, PROC, PS];
