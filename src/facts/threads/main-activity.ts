import type { DumpReading, MainActivity } from '../../model/threads.js';
import { operationOf } from './operations.js';
import { citeStep, has, restHas, type Stack, stackNames } from './stack.js';
import type { Reading } from './wait.js';

const SCRIPT =
  /^(?:luaV_execute|luaD_call|luaD_pcall|luaD_precall|lua_pcall|luaCallFunction|scriptCall|scriptingEngineCallFunction|luaEngineFunctionCall|evalGenericCommand\w*|evalCommand|evalShaCommand|fcallCommandGeneric|functionCall\w*)$/;
const LOADING =
  /^(?:loadDataFromDisk|rdbLoad\w*|loadAppendOnlyFiles?|loadSingleAppendOnlyFile|replicationEmptyDbCallback|readSyncBulkPayload\w*)$/;
const CHILD =
  /^(?:killRDBChild|killAppendOnlyChild|RM_KillForkChild|TerminateModuleForkChild|resetChildState|waitForChild\w*|receiveChildInfo)$/;
const RESIZE =
  /^(?:workersThreadPool_SetNumWorkers|setWorkThreads|set_workers|redisearch_thpool_(?:terminate_when_empty|remove_threads|add_threads|schedule_\w+))$/;
const INIT = /^(?:redisearch_thpool_verify_init|redisearch_thpool_add_\w*work\w*|workersThreadPool_AddWork|redisearch_thpool_init)$/;
const DISPATCHER = /^RedisModuleCommandDispatcher$/;
const CORE_COMMAND = /^([a-z]\w*?)(?:Generic)?Command\w*$/;
/** Functions named like commands that are no commands. */
const NOT_COMMANDS =
  /^(?:processCommand\w*|lookupCommand\w*|propagate\w*|rejectCommand\w*|queueMultiCommand|resetCommand\w*|addCommand\w*|execCommandAbort|luaServerGenericCommand|luaRedisGenericCommand|RM_\w+|moduleCallCommand\w*)$/;

type Main = NonNullable<DumpReading['main']>;

/** The words of a client's command, with the option a change names at its place. */
export type CommandEffect = 'pool-resize' | 'pool-init' | undefined;

export function readMain(main: Reading, hints: { command?: string[]; stopped?: boolean }): Main {
  const { stack } = main;
  const activity = activityOf(main, hints);
  const found = functionName(stack);
  const step = main.step;
  const reading: Main = {
    tid: stack.thread.tid,
    activity,
    detail: detailOf(main, activity),
    trust: activity === 'unknown' ? 'low' : main.trust,
    cite: citeStep(stack, step),
    frames: stackNames(stack),
  };
  const command = commandText(hints.command) ?? found;
  if (command !== undefined && activity !== 'idle') reading.command = command;
  return reading;
}

function activityOf(main: Reading, hints: { command?: string[]; stopped?: boolean }): MainActivity {
  const { stack, wait } = main;
  if (main.state === 'stopped') return 'stopped';
  if (hints.stopped && (wait === undefined || wait.nature === 'other')) return 'stopped';
  if (main.state === 'idle') return 'idle';
  if (isForkChild(stack)) return wait?.nature === 'lock' || wait?.nature === 'arrival' ? 'child-lock' : 'child-work';
  if (wait?.pool) return poolActivity(stack, hints.command);
  if (wait?.kind === 'barrier') return 'barrier-wait';
  if (has(stack, SCRIPT)) return 'script';
  if (has(stack, LOADING)) return 'loading';
  if (wait?.kind === 'child' || restHas(stack, CHILD)) return 'fork-wait';
  if (wait?.kind === 'disk') return 'disk';
  if (wait && wait.nature !== 'other') return 'lock-wait';
  if (wait?.kind === 'bio' || wait?.kind === 'io-threads') return 'lock-wait';
  // One library frame or kernel functions do not tell who called.
  // The system call tells that it sleeps, which main never does for want of work.
  if (main.state === 'sleeping' && stack.collected && stack.rest.length === 0) return 'sleep';
  if (main.state === 'sleeping' && !stack.rest.some((step) => step.layer !== 'kernel')) return 'unknown';
  if (main.state === 'sleeping') return has(stack, DISPATCHER) ? 'module-command' : 'sleep';
  if (has(stack, DISPATCHER)) return 'module-command';
  if (commandStep(stack)) return 'command';
  if (main.state === 'unknown') return 'unknown';
  return 'running';
}

/** Behind fork() a child goes on in the function that forked; what the parent does there (log, bookkeeping) is not in the list. */
const CHILD_WORK: readonly [RegExp, RegExp][] = [
  [/^rdbSaveBackground(?:Fork)?$/, /^(?:rdbSave|rdbSaveRio\w*|rdbSaveInternal|rdbSaveFile|rdbSaveSnapshot\w*|rdbSaveToFile)$/],
  [/^rewriteAppendOnlyFileBackground$/, /^rewriteAppendOnlyFile\w*$/],
  [/^rdbSaveTo(?:Slaves|Replicas)Sockets$/, /^rdbSave(?:Rio\w*|ToSlotMigration\w*)$/],
  [/^slotMigrationJobStart\w*|^rdbSaveSnapshotForReplication$/, /^rdbSaveRio\w*$/],
  [/^(?:FGC_\w+|periodicCb|GCContext_\w+|threadHandleCallback|taskCallback)$/, /^FGC_child\w*$/],
];

export function isForkChild(stack: Stack): boolean {
  return CHILD_WORK.some(([forks, work]) => {
    const at = stack.rest.findIndex((step) => forks.test(step.name) && !/^FGC_child/.test(step.name));
    return at > 0 && stack.rest.slice(0, at).some((step) => work.test(step.name));
  });
}

/** The function on main's stack decides; without function names the command that main executes does. */
function poolActivity(stack: Stack, command: string[] | undefined): MainActivity {
  if (restHas(stack, /^(?:workersThreadPool_SetNumWorkers|setWorkThreads|set_workers)$/)) return 'pool-resize';
  if (restHas(stack, INIT)) return 'pool-init';
  if (restHas(stack, RESIZE)) return 'pool-resize';
  return commandEffect(command) ?? 'barrier-wait';
}

/** What a command does to the worker pool, from its arguments. */
export function commandEffect(command: string[] | undefined): CommandEffect {
  const words = (command ?? []).map((word) => word.toUpperCase());
  const name = (words[0] ?? '').replace(/^_/, '');
  const option = words[2] ?? '';
  if (name === 'FT.CONFIG' && words[1] === 'SET' && /^(?:WORKERS|MIN_OPERATION_WORKERS|WORKER_THREADS)$/.test(option)) return 'pool-resize';
  if (name === 'CONFIG' && words[1] === 'SET' && words.slice(2).some((word) => /^SEARCH-(?:MIN-OPERATION-)?WORKERS$/.test(word)))
    return 'pool-resize';
  return /^FT\.(?:SEARCH|AGGREGATE|HYBRID|PROFILE|MGET|CURSOR|TAGVALS)$/.test(name) ? 'pool-init' : undefined;
}

function detailOf(main: Reading, activity: MainActivity): string {
  const { stack } = main;
  const script =
    activity === 'script' ? has(stack, /^(?:evalGenericCommand|fcallCommandGeneric|luaV_execute|lua_pcall|scriptCall)$/) : undefined;
  if (script) {
    const inner = innerCommand(stack);
    const what = `runs a script (${script.name})${inner === undefined ? '' : `, in its call of ${commandName(inner)} (${callsDown(stack, inner)})`}`;
    return `${what}${main.doing.startsWith('waits') ? ` and ${main.doing}` : ''}`;
  }
  if (activity === 'loading') return `loads data (${has(stack, LOADING)?.name})`;
  if (activity === 'child-work' || activity === 'child-lock') return `a fork child: ${main.doing} (${childChain(stack)})`;
  if (activity === 'stopped') return 'the process is stopped';
  const handler = functionName(stack);
  const command = has(stack, DISPATCHER) ? 'a command of a module' : undefined;
  const operation = handler === undefined && activity !== 'idle' ? (command ?? operationOf(stack)) : undefined;
  if (operation !== undefined) return `${main.doing}, in ${operation}`;
  return handler && !main.doing.includes(handler) ? `${main.doing} (${handler})` : main.doing;
}

function childChain(stack: Stack): string {
  const names = [...stack.inner, ...stack.rest].flatMap((step) => (step.name === '' ? [] : [step.name]));
  const end = names.findIndex((name) => CHILD_WORK.some(([forks]) => forks.test(name) && !/^FGC_child/.test(name)));
  return names.slice(0, Math.min(end + 1, 10)).join(' ← ');
}

function commandText(command: string[] | undefined): string | undefined {
  return command && command.length > 0 ? command.slice(0, 12).join(' ').slice(0, 300) : undefined;
}

/** The command's function: a core command below call(), or the module's handler below the dispatcher. */
function functionName(stack: Stack): string | undefined {
  const at = stack.rest.findIndex((step) => DISPATCHER.test(step.name));
  if (at > 0) return stack.rest[at - 1].name || undefined;
  return commandStep(stack);
}

/** Entry points of scripts themselves are commands, and what they call stands further in. */
const SCRIPT_COMMAND = /^(?:eval|fcall|function|script)\w*Command\w*$/i;

/** The command that a script called: it is the one that takes the time. */
function innerCommand(stack: Stack): string | undefined {
  const engine = stack.rest.findIndex((step) => SCRIPT.test(step.name) || /^lua(?:Redis|Server)GenericCommand$/.test(step.name));
  const below = stack.rest.slice(0, Math.max(engine, 0));
  const handler = below.findIndex((step) => DISPATCHER.test(step.name));
  if (handler > 0 && below[handler - 1].name) return below[handler - 1].name;
  return below.map((step) => step.name).find((name) => CORE_COMMAND.test(name) && !NOT_COMMANDS.test(name) && !SCRIPT_COMMAND.test(name));
}

/** `srandmemberWithCountCommand` is shown as SRANDMEMBER; functions of modules as they are. */
function commandName(name: string): string {
  const core = CORE_COMMAND.exec(name)?.[1];
  return core === undefined ? name : core.replace(/(?:With[A-Z]\w*|Generic|Impl)$/, '').toUpperCase();
}

function callsDown(stack: Stack, to: string): string {
  const end = stack.rest.findIndex((step) => step.name === to);
  const names = stack.rest.slice(0, end + 1).flatMap((step) => (step.name === '' ? [] : [step.name]));
  return (names.length <= 5 ? names : [...names.slice(0, 3), '…', names[names.length - 1]]).join(' ← ');
}

/** The outermost one: below a script or MULTI the inner command is only a part. */
function commandStep(stack: Stack): string | undefined {
  for (let i = stack.rest.length - 1; i >= 0; i--) {
    const { name } = stack.rest[i];
    if (CORE_COMMAND.test(name) && !NOT_COMMANDS.test(name)) return name;
  }
  return undefined;
}
