// Verbose shard logs of any size, made from captured ones (fixtures/bench): the start and the end of a log stay as they are, the seconds of steady load
// between them are repeated with stamps that go on and with client ids, ports and pids that differ, so that the result packs and reads like the real thing.
// usage: node scripts/bench/make-logs.mjs FOLDER MEGABYTES [FILES]
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const FIXTURE = fileURLToPath(new URL('../../fixtures/bench/shards.tar.gz', import.meta.url));
/** Steady load in all three captures, as clock times of the lines. */
const STEADY_FROM = '06:35:00.000';
const STEADY_TO = '06:35:18.000';
const STEADY_MS = 18_000;
const SHARDS_PER_NODE = 4;
const BLOCK_BYTES = 1 << 20;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HEADED = /^(\d+):([A-Z]) (\d\d) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d)\.(\d{3}) (.*)$/;
/** What differs from one connection to the next. */
const CLIENT_ID = /id=\d+/g;
const CLIENT_PORT = /127\.0\.0\.1:(?:3[2-9]|4\d|5\d)\d{3}/g;

function readTemplates() {
  const tar = gunzipSync(readFileSync(FIXTURE));
  const logs = [];
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    logs.push(parseTemplate(tar.toString('latin1', at + 512, at + 512 + size)));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return logs;
}

function parseTemplate(text) {
  const lines = text.split('\n').map((line) => {
    const match = HEADED.exec(line);
    if (!match) return { text: line };
    const [, pid, role, day, month, year, hour, minute, second, ms, rest] = match;
    const timeMs = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second), Number(ms));
    return { pid: Number(pid), role, timeMs, clock: `${hour}:${minute}:${second}.${ms}`, text: rest };
  });
  const from = lines.findIndex((line) => line.clock >= STEADY_FROM);
  const to = lines.findIndex((line) => line.clock >= STEADY_TO);
  return { head: lines.slice(0, from), body: lines.slice(from, to), tail: lines.slice(to), port: /port=(\d+)/.exec(text)[1] };
}

function pad(value, width) {
  return String(value).padStart(width, '0');
}

function renderStamp(timeMs) {
  const time = new Date(timeMs);
  const date = `${pad(time.getUTCDate(), 2)} ${MONTHS[time.getUTCMonth()]} ${time.getUTCFullYear()}`;
  return `${date} ${pad(time.getUTCHours(), 2)}:${pad(time.getUTCMinutes(), 2)}:${pad(time.getUTCSeconds(), 2)}.${pad(time.getUTCMilliseconds(), 3)}`;
}

/** Writes one log of about `bytes`; the answer is its true size. `number` makes pid and port its own. */
export function writeLog(path, template, number, bytes) {
  const own = (line, timeMs, text) =>
    line.timeMs === undefined ? text : `${line.pid + 100 * number}:${line.role} ${renderStamp(timeMs)} ${text}`;
  const withPort = (text) =>
    text.replaceAll(`:${template.port}`, `:${7100 + number}`).replaceAll(`port=${template.port}`, `port=${7100 + number}`);
  const part = (lines, shiftMs) => lines.map((line) => own(line, line.timeMs + shiftMs, withPort(line.text))).join('\n');
  const body = template.body.map((line) => ({ ...line, text: withPort(line.text) }));
  const tail = part(template.tail, 0);
  const bodyBytes = part(template.body, 0).length + 1;
  const repeats = Math.max(1, Math.round((bytes - tail.length - part(template.head, 0).length) / bodyBytes));
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  let total = 0;
  let waiting = `${part(template.head, -(repeats - 1) * STEADY_MS)}\n`;
  let client = 1000;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const shiftMs = -(repeats - 1 - repeat) * STEADY_MS;
    for (const line of body) {
      if (line.text.includes('127.0.0.1')) client += line.text.includes('Accepted') ? 1 : 0;
      const text = line.text.replace(CLIENT_ID, `id=${client}`).replace(CLIENT_PORT, `127.0.0.1:${32768 + ((client * 14) % 28000)}`);
      waiting += `${own(line, line.timeMs + shiftMs, text)}\n`;
    }
    if (waiting.length < BLOCK_BYTES) continue;
    total += writeSync(file, waiting, null, 'latin1');
    waiting = '';
  }
  total += writeSync(file, waiting + tail, null, 'latin1');
  closeSync(file);
  return total;
}

/** A cluster's logs in `node_N/logs/redis-M.log`, of about `bytes` in all. The first shard is the one that hung. */
export function writeLogs(folder, bytes, files) {
  const [victim, ...others] = readTemplates();
  const paths = [];
  let total = 0;
  for (let number = 1; number <= files; number++) {
    const template = number === 1 ? victim : others[number % others.length];
    const path = join(`node_${Math.ceil(number / SHARDS_PER_NODE)}`, 'logs', `redis-${number}.log`);
    total += writeLog(join(folder, path), template, number, Math.floor(bytes / files));
    paths.push(path);
  }
  return { paths, bytes: total };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, megabytes, files = '12'] = process.argv.slice(2);
  const made = writeLogs(folder, Number(megabytes) * 1e6, Number(files));
  console.log(`${made.paths.length} files, ${made.bytes} bytes`);
}
