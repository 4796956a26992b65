import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { BUNDLE_OWNER, OWNER_AT } from '../redact/tar-writer.js';

const HEAD_BYTES = 8192;
const TAIL_BYTES = 512;

/** What the text views end with in a file. */
export function footerOf(version: string): string {
  return `Written by redis-forensics ${version}.`;
}

const FOOTER = /\bWritten by redis-forensics \d+\.\d+\.\d+\S*\s*$/;

/** What each of our files begins with, behind a byte order mark. */
const HEADS = [
  // reports and their parts, comparisons, fixes, explanations, maps of redaction
  /^\{\s*"schema"\s*:\s*"redis-forensics\./,
  // the JSON Schema of the report
  /^\{\s*"title"\s*:\s*"redis-forensics\./,
  // figures of `score --json`
  /^\{\s*"summary"\s*:\s*\{\s*"cases"\s*:\s*\d+,\s*"score"\s*:/,
  /^\{\s*"\$schema"\s*:\s*"[^"]{0,200}sarif[^"]{0,100}"[^[]{0,200}"runs"\s*:\s*\[\s*\{\s*"tool"\s*:\s*\{\s*"driver"\s*:\s*\{\s*"name"\s*:\s*"redis-forensics"/,
  /^<\?xml [^>]{0,100}\?>\s*<testsuites name="redis-forensics"/,
  /^<!doctype html>[\s\S]{0,4000}<meta name="generator" content="redis-forensics/,
];

/** True for a text that this program wrote: by how it begins, or by its last line. */
export function isOwnText(head: string, tail: string): boolean {
  const text = head.replace(/^\ufeff/, '').trimStart();
  return HEADS.some((pattern) => pattern.test(text)) || FOOTER.test(tail);
}

/** True for a file that this program wrote, whatever it is called. */
export function isOwnFile(path: string): boolean {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const { size } = fstatSync(descriptor);
      const head = readAt(descriptor, 0, HEAD_BYTES);
      if (head[0] === 0x1f && head[1] === 0x8b) return isOwnBundle(head);
      const tail = readAt(descriptor, Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
      return isOwnText(head.toString('utf8'), tail.toString('utf8'));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
}

/** The first header of the archive names who made it. */
function isOwnBundle(packed: Buffer): boolean {
  // loaded for this alone: every start imports this file
  const { constants, gunzipSync } = process.getBuiltinModule('node:zlib');
  const header = gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 64 * 1024 * 1024 });
  return header.toString('latin1', OWNER_AT, OWNER_AT + BUNDLE_OWNER.length + 1) === `${BUNDLE_OWNER}\0`;
}
