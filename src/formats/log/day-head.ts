import type { Role, StampBasis } from '../../model/records.js';

/** `2147483647:M 23 Nov 2026 ` */
const MAX_BYTES = 28;
const MIN_BYTES = 8;

/** What stands before the clock of a line, as written: `4227:M 23 Nov 2026 `. All lines of a process share it for a day. */
export class DayHead {
  /** Bytes; 0 when the last line had none of this form. */
  length = 0;
  /** Changes with every new head. */
  serial = 0;
  pid = 0;
  role: Role | '' = '';
  basis: StampBasis = 'none';
  dialect = '';
  /** Midnight on the line's own axis. */
  startMs = 0;
  readonly bytes = new Uint8Array(MAX_BYTES);
  private readonly words = new DataView(this.bytes.buffer);

  set(
    header: { pid: number; role: Role | ''; basis: StampBasis; dialect: string },
    bytes: Uint8Array,
    start: number,
    clockAt: number,
    startMs: number,
  ): void {
    const length = clockAt - start;
    if (length < MIN_BYTES || length > MAX_BYTES) return;
    for (let i = 0; i < length; i++) this.words.setUint8(i, bytes[start + i]);
    this.length = length;
    this.serial++;
    this.pid = header.pid;
    this.role = header.role;
    this.basis = header.basis;
    this.dialect = header.dialect;
    this.startMs = startMs;
  }

  /** Does the line at `start` begin with it? Compared from the end, where the lines of different processes differ. */
  begins(view: DataView, start: number): boolean {
    const { length, words } = this;
    for (let i = length - 4; i > 0; i -= 4) if (view.getInt32(start + i, true) !== words.getInt32(i, true)) return false;
    return view.getInt32(start, true) === words.getInt32(0, true);
  }
}
