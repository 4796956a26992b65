/**
 * Which server a syslog line belongs to.
 *
 * Before Redis has read its configuration it has not called openlog(): libc then uses the program's name and no pid
 * (`redis-server: Redis version=7.4.1, …, pid=6052, just started`), later lines have the configured ident and the pid
 * (`redis[6052]: …`). The first lines are held until the line of the pid that they name. journald knows the pid of all lines;
 * there the ident changes under one pid.
 */
import type { LineContext } from '../../model/text.js';
import type { LineTaker } from '../splitter.js';
import { find, Names, parseDecimal, skipDigits } from './bytes.js';
import { SavedContext } from './layer.js';
import { emitEscaped } from './multi-line.js';

const PROGRAM = /^(?:.*\/)?(?:redis|valkey|keydb)-(?:server|sentinel)$/;
const MAX_HELD = 64;
const MAX_HELD_BYTES = 65_536;
/** Lines that a server writes before openlog(); one that wrote more under its program's name keeps that name. */
const MAX_EARLY_LINES = 16;
const MAX_KNOWN = 256;

interface Held {
  bytes: Buffer;
  context: SavedContext;
}

export class SyslogNames {
  private readonly idents = new Names();
  private readonly hosts = new Names();
  private firstHost: string | undefined;
  private held: Held[] = [];
  private heldBytes = 0;
  private heldName = '';
  private heldPid = 0;
  private readonly programs = new Map<number, { name: string; lines: number }>();
  private readonly aliases = new Map<string, string>();
  private readonly resumed = new SavedContext();

  constructor(
    private readonly next: LineTaker,
    private readonly context: LineContext,
  ) {}

  /** The server's name, or undefined when the line must be held. */
  nameOf(bytes: Buffer, hostStart: number, hostEnd: number, identStart: number, identEnd: number, pid: number): string | undefined {
    const ident = this.idents.name(bytes, identStart, identEnd);
    const name = this.qualify(hostEnd > hostStart ? this.hosts.name(bytes, hostStart, hostEnd) : '', ident);
    const isProgram = ident.length > 8 && PROGRAM.test(ident);
    if (pid === 0 && isProgram) {
      if (this.heldName !== name) this.flush();
      this.heldName = name;
      return undefined;
    }
    if (this.held.length > 0 && pid > 0 && pid === this.heldPid) this.release(name);
    return this.joined(name, pid, isProgram);
  }

  hold(bytes: Buffer, start: number, end: number): void {
    const pid = pidIn(bytes, start, end);
    if (pid > 0 && this.heldPid > 0) this.flush();
    if (pid > 0) this.heldPid = pid;
    this.held.push({ bytes: Buffer.from(bytes.subarray(start, end)), context: new SavedContext().copyFrom(this.context) });
    this.heldBytes += end - start;
    if (this.held.length >= MAX_HELD || this.heldBytes >= MAX_HELD_BYTES) this.flush();
  }

  flush(): void {
    this.release(this.heldName);
  }

  private release(name: string): void {
    const { held, heldPid } = this;
    if (held.length === 0) return;
    this.held = [];
    this.heldBytes = 0;
    this.heldPid = 0;
    this.resumed.copyFrom(this.context);
    for (const { bytes, context } of held) {
      context.restoreTo(this.context);
      this.context.sub = name;
      this.context.wrapPid = heldPid;
      emitEscaped(this.next, bytes, 0, bytes.length);
    }
    this.resumed.restoreTo(this.context);
  }

  /** Hosts beyond the first one qualify the ident. */
  private qualify(host: string, ident: string): string {
    if (host === '') return ident;
    this.firstHost ??= host;
    return host === this.firstHost ? ident : `${host}/${ident}`;
  }

  private joined(name: string, pid: number, isProgram: boolean): string {
    if (isProgram && pid > 1) {
      const known = this.programs.get(pid);
      if (known) known.lines++;
      else {
        if (this.programs.size >= MAX_KNOWN) this.programs.clear();
        this.programs.set(pid, { name, lines: 1 });
      }
      return name;
    }
    if (this.programs.size === 0) return name;
    const early = this.programs.get(pid);
    if (early && early.lines <= MAX_EARLY_LINES && this.aliases.size < MAX_KNOWN) this.aliases.set(name, early.name);
    return this.aliases.get(name) ?? name;
  }
}

function pidIn(bytes: Buffer, start: number, end: number): number {
  const at = find(bytes, start, end, 'pid=');
  if (at < 0) return 0;
  const stop = skipDigits(bytes, at + 4, end);
  return stop > at + 4 ? parseDecimal(bytes, at + 4, stop) : 0;
}
