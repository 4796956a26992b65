import type { Citation, Report } from '../../report/schema.js';
import { type Finding, notSeen, seen } from '../cell.js';
import type { Side } from '../side.js';
import { mainOf } from './stacks.js';

type Change = Report['configChanges'][number];

/** A change is looked for in this time before the onset; later ones are consequences or repairs. */
const BEFORE_MS = 600_000;
const AFTER_MS = 5000;
/** Several lines that tell of one change. */
const ONE_CHANGE_MS = 5000;

interface LastChange {
  option: string;
  from?: string;
  to?: string;
  told: Change[];
  /** A stack shows main inside it. */
  stack?: { text: string; citation?: Citation };
}

/** The last change of configuration before the onset. Main inside a resize is in a change of its own when every attested one has returned. */
export function lastChange(side: Side): LastChange | undefined {
  const told = lastTold(side);
  const main = mainOf(side)?.main;
  if (main?.activity !== 'pool-resize') return told;
  const stack = { text: main.detail, citation: main.citation };
  const returned = told === undefined || told.option !== 'WORKERS' || told.told.every((one) => one.outcome !== 'unknown');
  return returned ? { option: 'WORKERS', told: [], stack } : { ...told, stack };
}

/** The last attested change, with every line that tells of it. */
function lastTold(side: Side): LastChange | undefined {
  const { incident, process } = side;
  const servers = new Set(
    side.report.processes.filter((one) => one.server !== undefined && one.server === process?.server).map((one) => one.id),
  );
  const mine = (id: string | undefined) => id === undefined || id === process?.id || servers.has(id);
  const onset = Date.parse(incident?.onset?.time ?? incident?.from ?? '');
  const before = side.report.configChanges.filter((one) => {
    const at = Date.parse(one.time ?? '');
    const inTime = Number.isNaN(onset) || Number.isNaN(at) || (at >= onset - BEFORE_MS && at <= onset + AFTER_MS);
    return one.attestedBy !== 'conf' && mine(one.process) && inTime;
  });
  const last = before.at(-1);
  if (last === undefined) return undefined;
  const lastAt = Date.parse(last.time ?? '');
  const told = before.filter(
    (one) => one.option === last.option && !(Math.abs(Date.parse(one.time ?? '') - lastAt) > ONE_CHANGE_MS) && !contradicts(one, last),
  );
  return {
    option: last.option,
    from: told.findLast((one) => one.from !== undefined)?.from,
    to: told.findLast((one) => one.to !== undefined)?.to,
    told,
  };
}

/** A change to another value is another change, however close. */
function contradicts(one: Change, last: Change): boolean {
  return one.to !== undefined && last.to !== undefined && one.to !== last.to;
}

const NO_CHANGE = 'no line, argument or manager tells of a change before it';

export function changedOption(side: Side): Finding {
  const change = lastChange(side);
  if (change === undefined) return notSeen(NO_CHANGE);
  return seen(change.option, change.option, ...change.told.map((one) => one.citation), change.stack?.citation);
}

export function changedValue(side: Side): Finding {
  const change = lastChange(side);
  if (change === undefined) return notSeen(NO_CHANGE);
  if (change.to === undefined)
    return notSeen(change.told.length === 0 ? 'only a stack shows the change' : 'the lines that tell of the change do not give the value');
  const text = change.from === undefined ? `${change.option} to ${change.to}` : `${change.option} from ${change.from} to ${change.to}`;
  return seen(text, `${change.option} ${change.to}`, ...change.told.filter((one) => one.to !== undefined).map((one) => one.citation));
}

/** Whether the change had returned: what was still being executed cannot have been finished, and what was finished cannot hold main. */
export function changeReturned(side: Side): Finding {
  const change = lastChange(side);
  if (change === undefined) return notSeen(NO_CHANGE);
  const running = change.told.findLast((one) => one.detail === 'in-progress');
  if (running !== undefined) return seen('no: it was being executed and never returned', 'no', running.citation);
  if (change.stack !== undefined) return seen(`no: main is still in it (${change.stack.text})`, 'no', change.stack.citation);
  const last = change.told[change.told.length - 1];
  if (last?.outcome === 'applied') return seen('yes: its last line is there', 'yes', last.citation);
  if (last?.outcome === 'rejected') return seen('it was refused', 'rejected', last.citation);
  return notSeen('neither its last line nor a stack shows it');
}
