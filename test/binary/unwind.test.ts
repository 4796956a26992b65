import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Binaries, bytesAsFile, onlyStackAndPc, type ProcessImage, unwind } from '../../src/binary/index.js';
import { binariesOf, CORES, imageOf, load, loadCore } from './load.js';

/** gdb's real frames by thread: program counter and name, without inlined and tail-call frames. */
type Expected = Record<string, [number, string, string][]>;

function expectedOf(folder: string): Expected {
  return JSON.parse(readFileSync(`${CORES}${folder}/expected-gdb.json`, 'utf8'));
}

/** One name for the aliases of a function, as debuggers choose among them differently. */
function plain(name: string | undefined): string {
  return (name ?? '')
    .replace(/@.*$/, '')
    .replace(/^_*(?:GI_)?_*/, '')
    .replace(/\..*$|_impl$/, '');
}

function compare(image: ProcessImage, stacks: Map<number, ReturnType<typeof unwind>>, expected: Expected) {
  const figures = { frames: 0, places: 0, names: 0, named: 0 };
  for (const [tid, frames] of Object.entries(expected)) {
    const found = stacks.get(Number(tid))?.frames ?? [];
    figures.frames += Math.max(frames.length, found.length);
    frames.forEach(([pc, name], i) => {
      if (found[i]?.pc === pc) figures.places++;
      if (name === '') return;
      figures.named++;
      if (plain(found[i]?.fn) === plain(name)) figures.names++;
    });
  }
  expect(image.objects.length).toBeGreaterThan(0);
  return figures;
}

describe('stacks of a static program', () => {
  const core = loadCore('tiny-x86-64/core.gz');
  const image = imageOf(core, binariesOf(['tiny-x86-64/tiny.gz']));

  it('finds every frame that gdb finds, by frame information', () => {
    const stacks = new Map(core.threads.map((thread) => [thread.tid, unwind(image, thread.registers)]));
    expect(compare(image, stacks, expectedOf('tiny-x86-64'))).toEqual({ frames: 32, places: 32, names: 32, named: 32 });
    for (const { frames, cut } of stacks.values()) {
      expect(cut).toBeUndefined();
      expect(frames.map(({ found }) => found)).toEqual(['context', ...frames.slice(1).map(() => 'cfi')]);
    }
  });

  it('needs no more than the stack pointer and the program counter, as the kernel shows them', () => {
    const stacks = new Map(
      core.threads.map(({ tid, registers }) => [tid, unwind(image, onlyStackAndPc(image.machine, registers[7]!, registers[16]!))]),
    );
    const { frames, places } = compare(image, stacks, expectedOf('tiny-x86-64'));
    expect(places / frames).toBeGreaterThanOrEqual(0.98);
  });
});

describe('files of a process', () => {
  it('refuses a file whose build id contradicts, and says so', () => {
    const other = new Uint8Array(load('tiny-x86-64/tiny.gz'));
    const at = Buffer.from(other).indexOf(Buffer.from('5fb60bb1b98663ad', 'hex'));
    other[at] ^= 1;
    const binaries = new Binaries();
    binaries.add('old/tiny-x86-64', bytesAsFile(other));
    const core = loadCore('tiny-x86-64/core.gz');
    const image = imageOf(core, binaries);
    expect(image.nameOf(0x4017a6)).toEqual({ object: '/opt/lab/tiny/tiny-x86-64', relative: 0x4017a6 });
    expect(binaries.refused.map(({ name }) => name)).toEqual(['old/tiny-x86-64']);
    expect(binaries.refused[0].why).toContain('5fb60bb1b98663ad6dfb05b163619000f677ad18');
  });

  it('takes what is no program for none', () => {
    const binaries = new Binaries();
    expect(
      binaries.add('text', bytesAsFile(new TextEncoder().encode('no program at all, but long enough for a header of one, really'))),
    ).toBe(false);
    expect(binaries.add('core', bytesAsFile(load('tiny-x86-64/core.gz')))).toBe(false);
  });
});
