import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { TAR_END, tarMember } from '../source/collect.js';
import type { Files } from './cases.js';

export function packTar(files: Files): Buffer {
  return Buffer.concat([...[...files].map(([name, bytes]) => tarMember(name, bytes)), TAR_END]);
}

export function packTarGz(files: Files): Buffer {
  return gzipSync(packTar(files), { level: 1 });
}

/** Each file compressed; what is already compressed stays. */
export function packGzip(files: Files): Files {
  const packed = ([name, bytes]: readonly [string, Uint8Array]) => [`${name}.gz`, new Uint8Array(gzipSync(bytes, { level: 1 }))] as const;
  return new Map([...files].map((file) => (file[0].endsWith('.gz') ? file : packed(file))));
}

/** A zip as common tools write it: deflated members, sizes in the local headers. */
export function packZip(files: Files): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of files) {
    const packed = deflateRawSync(bytes, { level: 1 });
    const common = zipFields(name, bytes, packed);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, Buffer.alloc(14), Buffer.from(name)]);
    central.writeUInt32LE(offset, 42);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}

/** Version needed to lengths of name and extra field: the same in both headers. */
function zipFields(name: string, bytes: Uint8Array, packed: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}
