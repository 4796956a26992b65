import { type Aspect, type Finding, notSeen, seen } from '../cell.js';
import type { Side } from '../side.js';
import { changedOption, changedValue, changeReturned } from './changes.js';
import { crashOf, deathOf, placeOf } from './crashes.js';
import { circleOf, dumpsOf, mainOf, workersOf } from './stacks.js';

/** `_FT.CONFIG SET WORKERS 0` and `FT.CONFIG SET WORKERS 0` are the same command, sent by a coordinator or by a client. */
function command(side: Side): Finding {
  const found = crashOf(side)?.command;
  if (found === undefined) return notSeen('nothing tells which command was in progress');
  const words = found.toUpperCase().replace(/^_/, '').split(' ');
  return seen(found, words.slice(0, 4).join(' '), crashOf(side)?.citation);
}

function mainThread(side: Side): Finding {
  const found = mainOf(side);
  return found === undefined ? notSeen('no stack of the main thread') : seen(found.main.detail, found.main.activity, found.main.citation);
}

function circle(side: Side): Finding {
  const found = circleOf(side);
  if (found !== undefined) return seen(`yes, through ${found.kinds}: ${found.text}`, found.kinds, ...found.citations);
  const dumps = dumpsOf(side);
  if (dumps.length === 0) return notSeen('no stacks of the process');
  const whole = dumps.find((one) => one.limits.length === 0);
  return whole === undefined ? notSeen(`the stacks are incomplete: ${dumps[0].limits[0]}`) : seen('none', 'none', whole.main?.citation);
}

function workers(side: Side): Finding {
  const found = workersOf(side);
  if (found === undefined) return notSeen('no stacks of worker threads');
  const text = `${found.waiting} of ${found.total} wait, ${found.arrived} have arrived at the barrier`;
  return seen(text, found.waiting > 0 ? 'some wait' : 'none waits', ...found.citations);
}

function signal(side: Side): Finding {
  const crash = crashOf(side);
  if (crash === undefined) {
    const end = side.process?.end;
    return end === 'clean-shutdown' || end === 'killed' || end === 'still-running'
      ? seen('no report', 'none', side.process?.endCitation)
      : notSeen('no crash report, and its end is not shown');
  }
  const death = deathOf(crash);
  return seen(crash.originWhy === undefined ? death : `${death}: ${crash.originWhy}`, death, crash.citation);
}

function place(side: Side): Finding {
  const crash = crashOf(side);
  if (crash === undefined) return notSeen('no crash report');
  if (crash.origin === 'sent') return notSeen('the signal came from outside: where it struck says nothing');
  const found = placeOf(crash);
  return found === undefined ? notSeen('no named function in the report') : seen(found, found, crash.citation);
}

export const CAUSE: readonly Aspect[] = [
  { id: 'changed-option', title: 'Option changed before', about: 'cause', of: changedOption },
  { id: 'changed-value', title: 'Changed to', about: 'cause', of: changedValue },
  { id: 'change-returned', title: 'Change returned', about: 'cause', of: changeReturned },
  { id: 'command', title: 'Command in progress', about: 'cause', of: command },
  { id: 'main', title: 'Main thread', about: 'cause', of: mainThread },
  { id: 'circle', title: 'Wait cycle', about: 'cause', of: circle },
  { id: 'workers', title: 'Search workers', about: 'cause', of: workers },
  { id: 'signal', title: 'Crash report', about: 'cause', of: signal },
  { id: 'place', title: 'Where it failed', about: 'cause', of: place },
];
