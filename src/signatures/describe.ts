import type { Ask, EventAsk, Evidence } from '../model/signatures.js';
import {
  ACTIVITIES,
  CLIENT_ERRORS,
  CONTAINER_EVENTS,
  FATAL_STARTS,
  MANAGER_EVENTS,
  PROCESS_STATES,
  RESOURCES,
  TOPOLOGIES,
  WITNESSES,
} from './vocabulary.js';

/** Texts of an event of the catalogue of log lines. */
export type TextsOf = (eventId: string) => readonly string[];

const MAX_TEXTS = 4;

/** What a question looks for, in words: `log line "Ready to accept connections"`. Quoted parts stand between backticks. */
export function describeAsk(ask: Ask, textsOf: TextsOf): string {
  if ('event' in ask) return describeEvent(ask.event, textsOf);
  if ('all' in ask) return joinParts(ask.all, textsOf, ', and ');
  if ('any' in ask) return joinParts(ask.any, textsOf, '; or ');
  return describeStacks(ask) ?? describeReports(ask) ?? describeOutside(ask) ?? Object.keys(ask)[0];
}

const MAX_PARTS = 6;

function joinParts(parts: Ask[], textsOf: TextsOf, word: string): string {
  const found = [...new Set(parts.map((part) => describeAsk(part, textsOf)))];
  const shown = found.slice(0, MAX_PARTS);
  return `${shown.join(word)}${found.length > shown.length ? `${word}${found.length - shown.length} more` : ''}`;
}

function describeEvent(event: EventAsk, textsOf: TextsOf): string {
  const texts = [...(event.texts ?? []), ...(event.ids ?? []).flatMap((id) => textsOf(id))];
  const distinct = [...new Set(texts.map(shownText))].filter((text) => text !== '…');
  const shown = distinct.slice(0, MAX_TEXTS).map((text) => `\`${text}\``);
  const more = distinct.length > shown.length ? ` or ${distinct.length - shown.length} like it` : '';
  const where = Object.entries(event.where ?? {}).map(
    ([field, wanted]) => `${field} ${[wanted].flat().join(' or ').replace('@public', 'an address outside of private networks')}`,
  );
  const limits = [
    event.on === undefined || event.on === 'victim' ? '' : ON[event.on],
    where.length === 0 ? '' : `with ${where.join(' and ')}`,
    event.min === undefined || event.min === 1 ? '' : `at least ${event.min} times`,
    event.spanSec === undefined ? '' : `over at least ${event.spanSec} s`,
    event.same === undefined ? '' : `for the same ${event.same}`,
    event.after === undefined ? '' : `after "${event.after}"`,
    event.afterLast === undefined ? '' : `after the last of "${event.afterLast}"`,
    event.before === undefined ? '' : `before "${event.before}"`,
  ].filter((part) => part !== '');
  return [`log line ${shown.join(' or ')}${more}`, ...limits].join(', ');
}

const ON = {
  victim: '',
  peer: 'in the log of another process',
  manager: 'in the log of a manager',
  child: 'of a fork child',
  any: 'of any process',
  server: 'of this process or its earlier and later runs',
};

/** `Client {} flags=N {reason}` as people read it. */
function shownText(text: string): string {
  return text.replaceAll('{$}', '').replace(/\{[^}]*\}/g, '…');
}

function describeStacks(ask: Ask): string | undefined {
  if ('waitCycle' in ask) {
    const without = ask.waitCycle.without === undefined ? '' : `, not through ${ask.waitCycle.without.join(' or ')}`;
    return `stacks: threads that wait for each other in a cycle through ${ask.waitCycle.through.map(shownResource).join(' and ')}${without}`;
  }
  if ('main' in ask) {
    const { activity, samples, moved } = ask.main;
    const how = samples === 2 ? ', in two samples' : moved === true ? ', and a later sample finds it elsewhere' : '';
    return `stacks: main ${activity.map((word) => wordOf(ACTIVITIES, word)).join(', or ')}${how}`;
  }
  if ('frames' in ask) {
    const depth = ask.frames.depth === undefined ? '' : ` (innermost ${ask.frames.depth} frames)`;
    return `stacks: \`${ask.frames.names.join(' ← ')}\` on ${THREADS[ask.frames.thread]}${depth}${ask.frames.dumps === undefined ? '' : `, in ${ask.frames.dumps} dumps`}`;
  }
  if ('workers' in ask) {
    const { wantModuleLock, arrived } = ask.workers;
    const parts = [
      wantModuleLock === undefined ? '' : `${wantModuleLock} or more search workers that want the module lock`,
      arrived === undefined ? '' : `${arrived} or more that stand at the barrier`,
    ];
    return `stacks: ${parts.filter((part) => part !== '').join(' and ')}`;
  }
  if ('procState' in ask) return `/proc: the process is ${ask.procState.state.map((word) => wordOf(PROCESS_STATES, word)).join(' or ')}`;
  return undefined;
}

const THREADS = { main: 'main', faulting: 'the thread that faulted', worker: 'a search worker', any: 'any thread' };

function shownResource(name: string): string {
  return name.includes(':') ? name : wordOf(RESOURCES, name);
}

function describeReports(ask: Ask): string | undefined {
  if ('crash' in ask) return `crash report: ${describeCrash(ask.crash)}`;
  if ('frozenClock' in ask) return `crash report: main's clock had been frozen for ${ask.frozenClock.minSec} s or more`;
  if ('runningClock' in ask) return `crash report: the clock of main was at most ${ask.runningClock.maxSec} s old`;
  if ('executing' in ask) return `command in progress: ${quoted(ask.executing.commands)}`;
  if ('sanitizer' in ask) return `sanitizer output${ask.sanitizer.error === undefined ? '' : `: ${quoted(ask.sanitizer.error)}`}`;
  if ('info' in ask) {
    const { field, per, op, value } = ask.info;
    return `INFO: \`${field}${per === undefined ? '' : ` / ${per}`} ${op}${value === undefined ? '' : ` ${value}`}\``;
  }
  if ('slowlog' in ask) return `SLOWLOG: a command of ${ask.slowlog.minMs} ms or more`;
  if ('latency' in ask) return `LATENCY: ${(ask.latency.events ?? ['an event']).join(' or ')} of ${ask.latency.minMs} ms or more`;
  return undefined;
}

type CrashAsk = Extract<Ask, { crash: unknown }>['crash'];
const ORIGINS = {
  sent: 'the signal was sent by a process',
  fault: 'a fault of the process itself',
  self: 'the process ended itself',
  unknown: 'sent or fault cannot be told',
};

function describeCrash(crash: CrashAsk): string {
  const parts = [
    crash.what === undefined ? '' : crash.what.join(' or '),
    crash.signal === undefined ? '' : `signal ${crash.signal.join(' or ')}`,
    crash.origin === undefined ? '' : crash.origin.map((word) => ORIGINS[word]).join(' or '),
    crash.frames === undefined
      ? ''
      : `\`${crash.frames.join(' ← ')}\` on the stack${crash.depth === undefined ? '' : ` (innermost ${crash.depth} frames)`}`,
    crash.faultingThread === undefined ? '' : `thread \`${crash.faultingThread}\``,
    crash.file === undefined ? '' : `in \`${crash.file}\``,
    crash.text === undefined ? '' : `says \`${crash.text}\``,
    crash.memoryTest === undefined ? '' : `its memory test ${crash.memoryTest}`,
    crash.section === undefined ? '' : `ends in the section ${crash.section}`,
    crash.repeated === undefined ? '' : `${crash.repeated} times or more`,
    crash.inChild === undefined ? '' : crash.inChild ? 'of a fork child' : '',
    crash.survived === undefined ? '' : crash.survived ? 'the process lives on' : 'the process ended',
    crash.complete === undefined ? '' : crash.complete ? 'complete' : 'cut off',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'any' : parts.join(', ');
}

function describeOutside(ask: Ask): string | undefined {
  if ('openChild' in ask) return `log: a fork child that began ${ask.openChild.minSec} s or more before the last line and never ended`;
  if ('silence' in ask) return describeSilence(ask.silence);
  if ('configChange' in ask) {
    const { option, direction, to } = ask.configChange;
    const how = to !== undefined ? ` to ${to}` : direction === undefined || direction === 'any' ? '' : `, ${direction}`;
    return `change of configuration: \`${option}\`${how}`;
  }
  if ('end' in ask) return `end of its log: ${ask.end.how.join(' or ')}${ask.end.restarted === true ? ', followed by a new start' : ''}`;
  if ('witness' in ask) return `others: ${ask.witness.what.map((word) => wordOf(WITNESSES, word)).join(', ')}`;
  if ('topology' in ask) return `all inputs together: ${ask.topology.what.map((word) => wordOf(TOPOLOGIES, word)).join(', or ')}`;
  if ('client' in ask) {
    const { error, contains, min } = ask.client;
    return `logs of clients: ${error.map((word) => wordOf(CLIENT_ERRORS, word)).join('; or ')}${contains === undefined ? '' : ` (\`${contains}\`)`}${min === undefined ? '' : `, at least ${min} times`}`;
  }
  if ('kernel' in ask) return `kernel log: ${ask.kernel.event.join(' or ')}`;
  if ('container' in ask) {
    const codes = ask.container.exitCode === undefined ? '' : ` with exit code ${ask.container.exitCode.join(' or ')}`;
    return `container: ${ask.container.event.map((word) => wordOf(CONTAINER_EVENTS, word)).join(' or ')}${codes}${ask.container.contains === undefined ? '' : ` (\`${ask.container.contains}\`)`}${ask.container.min === undefined ? '' : `, at least ${ask.container.min} times`}`;
  }
  if ('manager' in ask) {
    const contains = ask.manager.contains === undefined ? '' : ` (\`${ask.manager.contains}\`)`;
    return `${ask.manager.component === undefined ? "manager's log" : ask.manager.component.join(' or ')}: ${ask.manager.event.map((word) => wordOf(MANAGER_EVENTS, word)).join(' or ')}${contains}${ask.manager.min === undefined ? '' : `, at least ${ask.manager.min} times`}`;
  }
  if ('change' in ask)
    return `state machine${ask.change.machine === undefined ? '' : ` \`${ask.change.machine}\``}: ${ask.change.state.join(' or ')}`;
  return describeRest(ask);
}

function describeRest(ask: Ask): string | undefined {
  if ('fatalStart' in ask) {
    const what = (ask.fatalStart.what ?? []).map((word) => wordOf(FATAL_STARTS, word)).join(' or ');
    const contains = ask.fatalStart.contains === undefined ? '' : quoted(ask.fatalStart.contains);
    return `standard error of a start: ${[what, contains].filter((part) => part !== '').join(', ')}`;
  }
  if ('check' in ask) return `redis-${ask.check.tool.join(' or redis-')}: ${ask.check.ok ? 'finds the file sound' : 'finds damage'}`;
  if ('clockStep' in ask)
    return `stamps that jump by ${ask.clockStep.minSec} s or more${ask.clockStep.direction === 'backward' ? ', backwards' : ''}`;
  if ('neverReady' in ask) return 'the server never got ready';
  if ('version' in ask) return `version: ${ask.version.module ?? ask.version.product ?? 'server'} ${ask.version.range}`;
  if ('conf' in ask) return `configuration file: \`${[ask.conf.directive, ...(ask.conf.args ?? [])].join(' ')}\``;
  if ('restarts' in ask)
    return `${ask.restarts.min} restarts or more${ask.restarts.within === undefined ? '' : ` within ${ask.restarts.within} s`}`;
  return undefined;
}

function describeSilence(silence: Extract<Ask, { silence: unknown }>['silence']): string {
  const parts = [
    `silence of ${silence.minSec ?? 0} s or more`,
    silence.mainOnly === true ? 'of main only' : '',
    silence.heartbeatLost === true ? 'of lines that come at fixed intervals' : '',
    silence.endedBy === undefined ? '' : `ended by ${silence.endedBy.join(' or ')}`,
    silence.minSurprise === undefined ? '' : 'unusual for this process',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function quoted(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_PARTS).map((text) => `\`${text}\``);
  return `${shown.join(' or ')}${texts.length > shown.length ? ` or ${texts.length - shown.length} more` : ''}`;
}

function wordOf(words: Record<string, string>, word: string): string {
  return words[word] ?? word;
}

/** Where an item that is expected to be missing would have been seen. */
export function describePrinted(item: Evidence): string | undefined {
  const parts = [
    item.printedAt === undefined ? '' : `at level ${item.printedAt}`,
    item.printedBy === undefined ? '' : `by ${item.printedBy.module ?? item.printedBy.product ?? 'server'} ${item.printedBy.range}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : `printed ${parts.join(' ')}`;
}

/** A claim with its holes as people read it. */
export function shownClaim(claim: string): string {
  return claim.replace(/\{\w+\}/g, '…');
}
