import type { Format } from '../model/format.js';
import { COLLECT_FORMATS } from './collect/index.js';
import { DUMP_FORMATS } from './dumps/index.js';
import { SIDE_FORMATS } from './side/index.js';

/** All formats that are read as blocks of text, in the order in which they are asked. Log lines and crash reports are no
 * blocks: the router itself reads them. */
export const FORMATS: Format[] = [...DUMP_FORMATS, ...COLLECT_FORMATS, ...SIDE_FORMATS];
