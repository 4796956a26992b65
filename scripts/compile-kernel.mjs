// Compiles src/kernel/assembly to WebAssembly and writes src/kernel/wasm.ts (built, not committed): the bytes as text, so that the program needs no
// file beside it.
//   node scripts/compile-kernel.mjs
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { writeWhenChanged } from './generated.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'src', 'kernel', 'wasm.ts');
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--enable', 'simd'];

let wasm;
const { error, stderr } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...options], {
  readFile: (name, base) => {
    const path = join(root, 'src', 'kernel', 'assembly', base === '.' ? '' : base, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  },
  writeFile: (_name, data) => {
    wasm = data;
  },
  listFiles: () => [],
});
if (error || wasm === undefined) {
  console.error(stderr.toString());
  console.error(error?.message ?? 'nothing was compiled');
  process.exit(1);
}
const text = `/** Compiled from assembly/kernel.ts by scripts/compile-kernel.mjs. */\nexport const WASM = '${Buffer.from(wasm).toString('base64')}';\n`;
writeWhenChanged(target, text);
console.log(`kernel: ${wasm.length} bytes`);
