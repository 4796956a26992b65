// Sources that scripts write.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../node_modules/.cache/redis-forensics', import.meta.url));

/** Others may compile at this moment: they see the old file or the new one, never half of it. */
export function writeWhenChanged(target, text) {
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return;
  mkdirSync(cache, { recursive: true });
  const next = join(cache, `${process.pid}-${basename(target)}`);
  writeFileSync(next, text);
  renameSync(next, target);
}

/** A program or JSON in nothing but ASCII: whatever else stands in it stands in a literal, where it can be escaped. */
export function escapeOthers(text) {
  return text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
