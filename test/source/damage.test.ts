import { readdirSync, readFileSync } from 'node:fs';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { ARCHIVES, collectBytes, TAR_END, tarMember } from './collect.js';

const FILES = readdirSync(ARCHIVES).filter((name) => !name.endsWith('.md') && name !== 'redis-3.log');

const LOG = readFileSync(`${ARCHIVES}redis-3.log`).toString('latin1');

/** Numbers that look random and are the same on every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    yield state;
  }
}

test.each(FILES)('%s cut anywhere: what came before the cut is handed on, and the cut is told', async (file) => {
  const whole = readFileSync(ARCHIVES + file);
  const full = await collectBytes(whole);
  const step = Math.max(1, Math.floor(whole.length / (file.startsWith('sparse') ? 30 : 120)));
  for (let cut = 16; cut < whole.length; cut += step) {
    const part = await collectBytes(whole.subarray(0, cut));
    for (const [name, text] of part.texts) {
      const fullText = full.texts.get(name);
      // Too little of an archive is no archive yet. A cut inside the descriptor behind stored data cannot be told from data.
      if (fullText === undefined) expect(name === 'stdin' || part.errors.has(name), `${name} at ${cut}`).toBe(true);
      else if (file !== 'descriptors-stored.zip') expect(fullText.startsWith(text), `${name} at ${cut}`).toBe(true);
    }
    const allThere = JSON.stringify([...part.texts]) === JSON.stringify([...full.texts]);
    // Between two streams nothing shows that there was a second one.
    const isBetween = file.startsWith('two') && part.texts.get('stdin') === LOG;
    const told = part.errors.size + part.skipped.filter((entry) => entry.outcome === 'failed').length > 0;
    if (cut >= 512 || !file.endsWith('.tar')) expect(allThere || told || isBetween, `told at ${cut}`).toBe(true);
  }
});

test.each(FILES)('%s with damaged bytes ends, and says nothing but one line', async (file) => {
  const whole = readFileSync(ARCHIVES + file);
  const random = numbers(whole.length);
  for (let round = 0; round < (file.startsWith('sparse') ? 15 : 60); round++) {
    const bytes = Buffer.from(whole);
    for (let i = 0; i <= round % 4; i++) bytes[random.next().value % bytes.length] ^= 1 << (random.next().value % 8);
    const found = await collectBytes(bytes);
    for (const why of [...found.errors.values(), ...found.skipped.map((entry) => entry.why)]) expect(why).toMatch(/^[^\n\r]{1,300}$/);
  }
});

function logText(lines: number): string {
  let text = '';
  for (let i = 0; i < lines; i++) text += `15231:M 23 Nov 2026 06:27:28.${i % 1000} * line ${Math.imul(i, 2654435761) >>> 0}\n`;
  return text;
}

test('text before the damage in a gzip is not lost with the block that holds it', async () => {
  const text = logText(4000);
  // An open end, then the mark of a block type that does not exist: all within one step of zlib, which drops what that step gave.
  const packed = gzipSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
  const { texts, errors } = await collectBytes(Buffer.concat([packed, Buffer.alloc(3000, 7)]));
  const got = texts.get('stdin') ?? '';
  expect(text.startsWith(got)).toBe(true);
  expect(got.length).toBeGreaterThan(text.length - 2000);
  expect(errors.get('stdin')).toMatch(/^the gzip data is damaged \(/);
});

test('garbage and padding behind compressed data are a note or nothing, never an error', async () => {
  const packed = gzipSync('one\n');
  const garbage = await collectBytes(Buffer.concat([packed, Buffer.from('not gzip at all')]));
  expect(garbage.texts.get('stdin')).toBe('one\n');
  expect(garbage.errors.size).toBe(0);
  expect(garbage.notes.get('stdin')).toEqual(['bytes that are not gzip follow the end of the gzip data and were left out']);
  const padded = await collectBytes(Buffer.concat([packed, Buffer.alloc(5000)]));
  expect([...padded.texts.values(), ...padded.notes]).toEqual(['one\n']);
  const archive = await collectBytes(
    Buffer.concat([gzipSync(Buffer.concat([tarMember('a.log', 'a\n'), TAR_END])), Buffer.from('trailer')]),
  );
  expect(archive.texts.get('stdin!/a.log')).toBe('a\n');
  expect(archive.skipped.map((entry) => entry.outcome)).toEqual(['ignored']);
  for (const file of ['two-streams.bz2', 'two-streams.xz', 'two-frames.zst']) {
    const found = await collectBytes(Buffer.concat([readFileSync(ARCHIVES + file), Buffer.from('something else')]));
    expect(found.errors.size + found.skipped.length, file).toBe(0);
    expect(found.notes.get('stdin'), file).toHaveLength(1);
  }
});

test('a checksum that does not match is told after the text', async () => {
  for (const file of ['redis-3.log.2.gz', 'deflated.zip']) {
    const bytes = Buffer.from(readFileSync(ARCHIVES + file));
    const at = file.endsWith('gz') ? bytes.length - 8 : 14;
    bytes[at] ^= 1;
    const { texts, errors } = await collectBytes(bytes);
    expect([...texts.values()][0].length).toBeGreaterThan(1000);
    expect([...errors.values()][0]).toContain('its checksum does not match');
  }
});

test('a damaged tar header costs one member, and the archive says so', async () => {
  const bad = tarMember('b.log', 'b\n');
  bad.fill('Z', 100, 140);
  const { texts, skipped } = await collectBytes(Buffer.concat([tarMember('a.log', 'a\n'), bad, tarMember('c.log', 'c\n'), TAR_END]));
  expect([...texts.keys()]).toEqual(['stdin!/a.log', 'stdin!/c.log']);
  expect(skipped).toMatchObject([{ name: 'stdin', outcome: 'failed', why: 'damaged tar header: 1024 bytes skipped to the next member' }]);
});

test('a damaged zip header costs one member', async () => {
  const member = (name: string, text: string) => {
    const data = deflateRawSync(text);
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(data.length, 18);
    header.writeUInt32LE(text.length, 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name), data]);
  };
  const bad = member('b.log', 'b\n');
  bad.write('XX', 0);
  const { texts, skipped } = await collectBytes(Buffer.concat([member('a.log', 'a\n'), bad, member('c.log', 'c\n')]));
  expect([...texts]).toEqual([
    ['stdin!/a.log', 'a\n'],
    ['stdin!/c.log', 'c\n'],
  ]);
  expect(skipped.map((entry) => entry.why)).toEqual([
    expect.stringMatching(/^damaged zip archive: \d+ bytes skipped/),
    'the zip archive is cut off after 2 members',
  ]);
});
