import type { ThreadDump } from '../../model/records.js';
import type { EdgeBasis } from '../../model/threads.js';
import { MODULE_LOCK } from './locks.js';
import { canonicalName } from './names.js';
import { has, restHas, type Stack, type Step } from './stack.js';
import type { Reading, Wait } from './wait.js';

export interface Hold {
  resource: string;
  holder: Reading;
  relation: 'holds' | 'must-arrive';
  basis: EdgeBasis;
  why: string;
  /** Found by elimination among the threads of the dump. */
  eliminated?: true;
}

/** Locks whose holder is looked for: main's first, then those with most waiters. Each costs a look at all threads. */
const MAX_RESOURCES = 64;
/** More candidates than this say nothing. */
const MAX_CANDIDATES = 32;

/** Row 1 and 2: main has the module lock whenever it executes; it gives it up only around its event loop's poll. */
export function moduleLockHolders(readings: readonly Reading[], dump: ThreadDump): Hold[] {
  const printed = dump.lockWords?.find((word) => canonicalName(word.name) === 'moduleGIL');
  if (printed) {
    const holder = readings.find((reading) => reading.stack.thread.tid === printed.ownerTid);
    if (!holder) return [];
    return [{ resource: MODULE_LOCK, holder, relation: 'holds', basis: 'observed', why: 'the owner word of moduleGIL names this thread' }];
  }
  const main = readings.find((reading) => reading.main);
  if (main && mainExecutes(main))
    return [
      { resource: MODULE_LOCK, holder: main, relation: 'holds', basis: 'inferred', why: 'main holds the module lock whenever it executes' },
    ];
  const users = readings.filter((reading) => !reading.main && reading.wait?.id !== MODULE_LOCK && usesKeyspace(reading.stack));
  const basis = users.length === 1 ? 'inferred' : 'unknown';
  const why = 'it calls the keyspace from a module thread, which is allowed only under the module lock';
  return users.slice(0, MAX_CANDIDATES).map((holder) => ({ resource: MODULE_LOCK, holder, relation: 'holds', basis, why }));
}

export function mainExecutes(main: Reading): boolean {
  return (
    main.stack.steps.length > 0 &&
    main.state !== 'idle' &&
    main.state !== 'unknown' &&
    main.wait?.id !== MODULE_LOCK &&
    !stoppedInPoll(main)
  );
}

function stoppedInPoll(main: Reading): boolean {
  return main.state === 'stopped' || main.stack.steps.some((step) => step.layer === 'kernel');
}

/** Row 5 and 22: calls that a module thread may make only under the module lock. */
const KEYSPACE =
  /^(?:RM_(?:Call|CallArgv|OpenKey|CloseKey|Hash\w+|Zset\w+|String(?:Set|Truncate|DMA)|List\w+|Stream\w+|Scan\w*|Replicate\w*|DeleteKey|UnlinkKey|SetExpire|RandomKey|KeyExists|PublishMessage\w*)|RLookup_(?:LoadDocument|HGETALL|JSON_GetAll|LoadRuleFields)\w*)$/;

function usesKeyspace(stack: Stack): boolean {
  return has(stack, KEYSPACE) !== undefined;
}

/** Row 12 and 13: code that runs under the lock of an index. */
const SPEC_WRITER =
  /^(?:Document_AddToIndexes|AddDocumentCtx_Submit|writeCurEntries\w*|FGC_apply\w*|IndexSpec_DeleteDoc\w*|Document_Delete\w*)$/;
const SPEC_READER =
  /^(?:rpidxNext|rpQueryItNext|QOptimizer\w*|(?:NI|UI|II|OPT|WI|NR|NumericRange)_(?:Read|SkipTo)\w*|(?:InvIndIterator|IndexIterator|IndexReader)_\w*|HR_\w+)$/;
/** The safe loader unlocks the index before it asks for the module lock. */
const SPEC_RELEASED = /^(?:rpSafeLoader\w*|RPSafeLoader\w*|rpSafeDepleter\w*)$/;

/** Who holds a lock, or who must come, when no owner word tells: by what the threads do, and by elimination. */
export function otherHolders(readings: readonly Reading[], dump: ThreadDump): Hold[] {
  const byResource = new Map<string, { wait: Wait; waiters: Reading[] }>();
  for (const reading of readings) {
    const wait = reading.wait;
    if (!wait || wait.pool || wait.nature === 'other' || wait.id === MODULE_LOCK) continue;
    const known = byResource.get(wait.id);
    if (known) known.waiters.push(reading);
    else byResource.set(wait.id, { wait, waiters: [reading] });
  }
  const holds: Hold[] = [];
  const active = readings.filter(isActive);
  const weight = (item: { waiters: Reading[] }) => (item.waiters.some((waiter) => waiter.main) ? readings.length : 0) + item.waiters.length;
  const awaited = [...byResource.values()].sort((a, b) => weight(b) - weight(a)).slice(0, MAX_RESOURCES);
  for (const { wait, waiters } of awaited) holds.push(...holdersOf(wait, waiters, readings, active));
  return isWhole(readings, dump) ? holds : holds.map((hold) => (hold.eliminated ? { ...hold, basis: 'unknown' } : hold));
}

function holdersOf(wait: Wait, waiters: Reading[], readings: readonly Reading[], active: readonly Reading[]): Hold[] {
  if (wait.id === 'rwlock:spec') {
    const known = specHolders(wait, waiters, readings);
    if (known.length > 0) return known;
    return byElimination(
      wait,
      waiters,
      active.filter((reading) => !restHas(reading.stack, SPEC_RELEASED)),
    );
  }
  const interrupted = waiters.filter((waiter) => waiter.stack.handler.some((step) => step === waiter.step));
  if (interrupted.length > 0) return interrupted.slice(0, MAX_CANDIDATES).map((waiter) => own(wait, waiter));
  if (wait.kind === 'allocator') return [];
  return byElimination(wait, waiters, active);
}

function own(wait: Wait, holder: Reading): Hold {
  return { resource: wait.id, holder, relation: 'holds', basis: 'unknown', why: 'the code that the signal interrupted may hold it' };
}

function specHolders(wait: Wait, waiters: readonly Reading[], readings: readonly Reading[]): Hold[] {
  // Readers stand in each other's way only when a writer waits between them.
  const writing = waiters.some((waiter) => waiter.wait?.writing);
  const holds: Hold[] = [];
  for (const reading of readings) {
    if (reading.state === 'idle' || restHas(reading.stack, SPEC_RELEASED)) continue;
    // Who asks for the lock does so in functions that will run under it; only a read that its own caller began is held already.
    const asks = reading.wait?.id === wait.id;
    const writer = asks ? undefined : restHas(reading.stack, SPEC_WRITER);
    const reader = writer || !writing ? undefined : asks ? readBelow(reading.stack) : restHas(reading.stack, SPEC_READER);
    const step = writer ?? reader;
    if (!step || holds.length >= MAX_CANDIDATES) continue;
    const why = `${step.name} runs under the index lock (${writer ? 'write' : 'read'})`;
    holds.push({ resource: wait.id, holder: reading, relation: 'holds', basis: 'inferred', why });
  }
  return holds;
}

/** The delete of a key that expires while a query reads it asks for the lock that the query has (RediSearch #4445). */
function readBelow(stack: Stack): Step | undefined {
  const expired = stack.rest.findIndex(
    (step) =>
      /^(?:deleteExpiredKeyAndPropagate\w*|expireIfNeeded)$/.test(step.name) ||
      (/^(?:moduleN|n)otifyKeyspaceEvent$/.test(step.name) &&
        /\bevent=(?:\w+@entry=)?(?:0x[0-9a-f]+ )?"expired"/.test(step.frame.args ?? '')),
  );
  return expired < 0 ? undefined : stack.rest.slice(expired + 1).find((step) => SPEC_READER.test(step.name) || QUERY_READS.test(step.name));
}

/** Loads documents of a query on main, under the read lock of its index. */
const QUERY_READS = /^(?:RLookup_\w+|rploader\w*|rpLoader\w*|loadKeyTemp\w*|getKeyCommon\w*|RLookupRow_\w+|sendChunk\w*|AREQ_Execute\w*)$/;

/** Who must have a lock because nobody else is left can be told only where everybody is shown, main too. */
function isWhole(readings: readonly Reading[], dump: ThreadDump): boolean {
  const short = dump.expected !== undefined && dump.expected.got < dump.expected.of;
  const cut = dump.incomplete.some((note) => /threads printed|not in the text|rest was not kept|lines are missing/.test(note));
  return dump.allThreads && !short && !cut && readings.some((reading) => reading.main);
}

/** Roles whose threads never take a module's locks. */
const OUTSIDERS = new Set(['bio', 'io', 'jemalloc', 'kernel-helper']);

/** Nobody but a thread that is at work can hold a lock. One candidate, or candidates that all wait for the module lock,
 * make the holder an inference; anything else stays open. */
function byElimination(wait: Wait, waiters: Reading[], active: readonly Reading[]): Hold[] {
  const waiting = new Set(waiters);
  const sure: Reading[] = [];
  const possible: Reading[] = [];
  for (const reading of active) {
    if (waiting.has(reading)) continue;
    const same = sameModule(waiters[0].stack, reading.stack);
    if (same === true) sure.push(reading);
    else if (same === undefined) possible.push(reading);
    if (sure.length > MAX_CANDIDATES) return [];
  }
  const candidates = sure.length > 0 ? sure : possible;
  if (candidates.length === 0 || candidates.length > MAX_CANDIDATES) return [];
  const blocked = candidates.every((candidate) => candidate.wait?.id === MODULE_LOCK);
  // A condition may be signalled by any thread that is free to run; a lock is held by one of those at work.
  const inferred =
    wait.nature === 'lock'
      ? blocked || (candidates.length === 1 && !maybeSame(wait, candidates[0].wait))
      : blocked && waiters.some((waiter) => waiter.main);
  const relation = wait.nature === 'lock' ? 'holds' : 'must-arrive';
  const who =
    candidates.length === 1 ? 'it is the only thread at work that could' : `one of ${candidates.length} threads at work that could`;
  const deed = wait.nature === 'lock' ? 'hold it' : 'end this wait';
  const why = `${who} ${deed}${blocked && candidates.length > 1 ? '; all of them wait for the module lock' : ''}`;
  return candidates.map((holder) => ({
    resource: wait.id,
    holder,
    relation,
    basis: inferred ? 'inferred' : 'unknown',
    why,
    eliminated: true,
  }));
}

/** Two mutexes known only by the functions that take them may be one and the same. */
function maybeSame(a: Wait, b: Wait | undefined): boolean {
  return b !== undefined && a.kind === b.kind && a.id.includes(':taken in ') && b.id.includes(':taken in ');
}

function isActive(reading: Reading): boolean {
  if (OUTSIDERS.has(reading.role) || reading.state === 'idle' || reading.state === 'unknown' || reading.state === 'arrived') return false;
  return (
    reading.stack.steps.every((step) => step.layer !== 'kernel') &&
    (!reading.main ||
      has(reading.stack, /^RedisModuleCommandDispatcher$/) !== undefined ||
      reading.stack.steps.some((step) => step.layer === 'module'))
  );
}

/** Whether two stacks run code of one module: true, false, or undefined when the dump does not tell. */
export function sameModule(a: Stack, b: Stack): boolean | undefined {
  const left = moduleMarks(a);
  const right = moduleMarks(b);
  if (left.objects.size > 0 && right.objects.size > 0) return meet(left.objects, right.objects);
  return meet(left.folders, right.folders) ? true : undefined;
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const item of a) if (b.has(item)) return true;
  return false;
}

interface Marks {
  objects: Set<string>;
  folders: Set<string>;
}
const marksOf = new WeakMap<Stack, Marks>();

/** Shared objects of the module's frames, and folders of its sources. Server sources are known by the functions around them. */
function moduleMarks(stack: Stack): Marks {
  const known = marksOf.get(stack);
  if (known) return known;
  const objects = new Set<string>();
  const folders = new Set<string>();
  for (const step of stack.rest) {
    if (/^(?:RedisModuleCommandDispatcher|call|start_thread|clone3?)$/.test(step.name)) break;
    if (step.layer === 'module' && step.frame.object) objects.add(step.frame.object);
    if (step.frame.file && !/^(?:RM_|moduleAcquireGIL)/.test(step.name))
      folders.add(step.frame.file.slice(0, step.frame.file.lastIndexOf('/') + 1) || './');
  }
  const marks = { objects, folders };
  marksOf.set(stack, marks);
  return marks;
}
