/* POSIX ustar with a pax header where a name does not fit (POSIX.1-2001, pax): regular files only, owned by 0 (named after this program), at time 0, so that the same
 * entries give the same bytes. Sizes up to 8 GiB as octal digits, beyond that in base 256 as GNU tar and libarchive write them. */

/** Who made the archive: how a later run knows it for an earlier output. */
export const BUNDLE_OWNER = 'redis-forensics';
export const OWNER_AT = 265;

const BLOCK = 512;
const OCTAL_MAX = 8 ** 11;

/** What precedes an entry's bytes. */
export function tarHeader(name: string, sizeBytes: number): Buffer {
  const fields = splitName(name);
  if (fields) return block(fields.name, fields.prefix, sizeBytes, '0');
  const record = paxRecord('path', name);
  return Buffer.concat([
    block('pax', '', record.length, 'x'),
    record,
    tarPadding(record.length),
    block(
      Buffer.from(name)
        .subarray(0, 99)
        .toString('latin1')
        .replace(/[^\x20-\x7e]/g, '_'),
      '',
      sizeBytes,
      '0',
    ),
  ]);
}

/** What follows them. */
export function tarPadding(sizeBytes: number): Buffer {
  return Buffer.alloc((BLOCK - (sizeBytes % BLOCK)) % BLOCK);
}

/** Two empty blocks end an archive. */
export function tarEnd(): Buffer {
  return Buffer.alloc(2 * BLOCK);
}

/** Up to 100 bytes, or up to 155 more in front of a slash. */
function splitName(name: string): { name: string; prefix: string } | undefined {
  if (!/^[\x20-\x7e]+$/.test(name)) return undefined;
  if (name.length <= 100) return { name, prefix: '' };
  for (let slash = name.indexOf('/'); slash > 0 && slash <= 155; slash = name.indexOf('/', slash + 1)) {
    if (name.length - slash - 1 <= 100) return { name: name.slice(slash + 1), prefix: name.slice(0, slash) };
  }
  return undefined;
}

function block(name: string, prefix: string, sizeBytes: number, type: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, 'latin1');
  header.write('0000644\x000000000\x000000000\0', 100, 'latin1');
  writeSize(header, sizeBytes);
  header.write('00000000000\0', 136, 'latin1');
  header.write('        ', 148, 'latin1');
  header.write(type, 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(BUNDLE_OWNER, OWNER_AT, 32, 'latin1');
  header.write(BUNDLE_OWNER, OWNER_AT + 32, 32, 'latin1');
  header.write(prefix, 345, 155, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

function writeSize(header: Buffer, sizeBytes: number): void {
  if (sizeBytes < OCTAL_MAX) {
    header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(sizeBytes), 128);
}

/** `LENGTH key=value\n`, the length counting itself. */
function paxRecord(key: string, value: string): Buffer {
  const body = Buffer.byteLength(` ${key}=${value}\n`);
  let length = body + String(body).length;
  while (length !== body + String(length).length) length = body + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
