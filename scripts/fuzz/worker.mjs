// One fuzzing worker: see run.mjs.
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { built, seed, deadline } = workerData;
const load = (path) => import(pathToFileURL(join(built, path)).href);
const { judge } = await load('test/fuzz/oracle.js');
const { mutate } = await load('test/fuzz/mutations.js');
const { loadSeeds } = await load('test/fuzz/seeds.js');
const { Randomness } = await load('test/invariants/randomness.js');

const MAX_BYTES = 120_000;
const MAX_POOL = 3000;
const SHRINKING_TRIES = 150;
const REPORT_EVERY = 50;

const session = new Session();
session.connect();
const post = (method, params) =>
  new Promise((resolve, reject) => session.post(method, params, (error, result) => (error ? reject(error) : resolve(result))));
await post('Profiler.enable');
await post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });

const seen = new Set();
/** True when code ran that no input had reached. */
async function reachesNewCode() {
  const { result } = await post('Profiler.takePreciseCoverage');
  const before = seen.size;
  for (const { url, scriptId, functions } of result) {
    if (!url.includes('/src/') || !url.includes('/fuzz/')) continue;
    for (const { ranges } of functions)
      for (const { startOffset, endOffset, count } of ranges) if (count > 0) seen.add(`${scriptId}:${startOffset}:${endOffset}`);
  }
  return seen.size > before;
}

const random = new Randomness(seed);
const pool = loadSeeds(MAX_BYTES);
const given = pool.length;
let tried = 0;
let kept = 0;
for (let turn = 0; Date.now() < deadline; turn++) {
  // What reached new code is tried more often than the fixtures.
  const base = pool.length > given && random.below(2) === 0 ? pool[given + random.below(pool.length - given)] : random.pick(pool);
  const bytes = mutate(base.bytes, random, random.pick(pool).bytes);
  const options = { pieceBytes: 1 + random.below(5000), formats: turn % 10 === 0 ? undefined : ['json', 'terminal'] };
  parentPort.postMessage({ type: 'try', name: base.name, bytes });
  const { faults } = await judge(bytes, options);
  if (faults.length > 0)
    parentPort.postMessage({ type: 'finding', fault: faults[0], name: base.name, bytes: await shrink(bytes, options, faults[0]) });
  tried++;
  if ((await reachesNewCode()) && pool.length < given + MAX_POOL) {
    pool.push({ name: `${base.name}+`, bytes });
    kept++;
  }
  if (turn % REPORT_EVERY === 0) report();
}
report();

function report() {
  parentPort.postMessage({ type: 'count', tried, kept });
  tried = 0;
  kept = 0;
}

/** Takes away halves, quarters, eighths… as long as the same fault stays. */
async function shrink(bytes, options, fault) {
  const sort = (text) => text.replace(/\d+/g, '#');
  let smallest = Buffer.from(bytes);
  let tries = 0;
  for (let size = smallest.length >> 1; size >= 8 && tries < SHRINKING_TRIES; size >>= 1) {
    for (let at = 0; at < smallest.length && tries < SHRINKING_TRIES; tries++) {
      const candidate = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)]);
      const { faults } = await judge(candidate, options);
      if (faults.some((other) => sort(other) === sort(fault))) smallest = candidate;
      else at += size;
    }
  }
  return smallest;
}
