import { type Cursor, Malformed } from './bytes.js';

/** DW_EH_PE_* of the Linux Standard Base (Core, 10.5): how a pointer in .eh_frame is written. */
const OMIT = 0xff;
const PC_RELATIVE = 0x10;
const DATA_RELATIVE = 0x30;

export function readEncoded(cursor: Cursor, encoding: number, dataBase = 0): number | undefined {
  if (encoding === OMIT) return undefined;
  const at = cursor.address + cursor.at;
  const value = readFormat(cursor, encoding & 0x0f);
  const base = encoding & 0x70;
  return value + (base === PC_RELATIVE ? at : base === DATA_RELATIVE ? dataBase : 0);
}

function readFormat(cursor: Cursor, format: number): number {
  switch (format) {
    case 0x00:
    case 0x04:
      return cursor.u64();
    case 0x01:
      return cursor.uleb();
    case 0x02:
      return cursor.u16();
    case 0x03:
      return cursor.u32();
    case 0x09:
      return cursor.sleb();
    case 0x0a:
      return cursor.s16();
    case 0x0b:
      return cursor.s32();
    case 0x0c:
      return cursor.s64();
    default:
      throw new Malformed(`pointer encoding ${format} is not known`);
  }
}
