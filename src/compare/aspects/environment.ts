import { type Aspect, type Finding, notSeen, seen } from '../cell.js';
import type { Side } from '../side.js';
import { dumpsOf } from './stacks.js';

function product(side: Side): Finding {
  const process = side.process;
  if (process?.version === undefined) return notSeen('nothing in the input gives the version');
  const text = `${process.product ?? 'redis'} ${process.version}`;
  return seen(text, text.toLowerCase());
}

function modules(side: Side): Finding {
  const process = side.process;
  const known = (process?.modules ?? []).map((one) => `${one.name} ${one.version ?? '(version not shown)'}`).sort();
  if (known.length > 0) return seen(known.join(', '), known.join(', '));
  const coverage = side.report.coverage?.find((one) => one.process === process?.id);
  const started = coverage?.extent === 'whole' && coverage.startsLate !== true;
  return started ? seen('none is loaded', 'none') : notSeen('the start of the process is not in the input');
}

function mode(side: Side): Finding {
  const found = side.process?.mode;
  return found === undefined ? notSeen('no line of its start tells it') : seen(found, found);
}

function role(side: Side): Finding {
  const found = side.process?.role;
  return found === undefined ? notSeen('no line of the process tells it') : seen(found, found);
}

/** Servers of which the input holds something, whatever the deployment has. */
function servers(side: Side): Finding {
  const own = side.report.processes.filter((one) => one.role !== 'child' && one.role !== 'manager' && one.role !== 'sentinel');
  const count = new Set(own.map((one) => one.server ?? one.id)).size;
  return count === 0 ? notSeen('no server in the input') : seen(`${count} in the input`, String(count));
}

function level(side: Side): Finding {
  const found = side.process?.logLevel;
  return found === undefined || found.value === 'unknown'
    ? notSeen('no line of the process')
    : seen(`${found.value} (${found.basis})`, found.value);
}

function extent(side: Side): Finding {
  const found = side.report.coverage?.find((one) => one.process === side.process?.id);
  if (found === undefined) return notSeen('no log of the process');
  const holes = found.holes.length === 0 ? '' : `, ${found.holes.length} ${found.holes.length === 1 ? 'hole' : 'holes'}`;
  return seen(`${found.extent}: ${found.why}${holes}`, found.extent);
}

function stacks(side: Side): Finding {
  const dumps = dumpsOf(side);
  if (dumps.length === 0) return seen('none', 'none');
  const { source, threads, limits } = dumps[0];
  const text = `${threads} ${threads === 1 ? 'thread' : 'threads'} (${source})${limits.length === 0 ? '' : `, incomplete: ${limits[0]}`}`;
  return seen(
    dumps.length === 1 ? text : `${text}; ${dumps.length} dumps`,
    limits.length === 0 ? 'whole' : 'incomplete',
    dumps[0].main?.citation,
  );
}

export const ENVIRONMENT: readonly Aspect[] = [
  { id: 'version', title: 'Server version', about: 'environment', of: product },
  { id: 'modules', title: 'Modules', about: 'environment', of: modules },
  { id: 'mode', title: 'Topology', about: 'environment', of: mode },
  { id: 'role', title: 'Role', about: 'environment', of: role },
  { id: 'servers', title: 'Servers', about: 'coverage', of: servers },
  { id: 'log-level', title: 'Log level', about: 'coverage', of: level },
  { id: 'extent', title: 'Extent of the log', about: 'coverage', of: extent },
  { id: 'stacks', title: 'Stacks', about: 'coverage', of: stacks },
];
