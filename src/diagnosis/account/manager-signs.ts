import type { Facts } from '../../model/facts.js';
import type { Cite } from '../../model/origin.js';
import { sign } from './side-signs.js';
import type { Sign } from './sign.js';

type Manager = Facts['managers'][number];

/** Of all a manager says, what tells of a node, process or change that failed. */
const MANAGER_TROUBLE = new Set<Manager['event']>([
  'process-fatal',
  'process-killed',
  'process-died',
  'state-machine-failed',
  'not-running',
  'alert',
  'alert-over',
  'node-down',
  'shard-down',
  'check-failed',
  'setup-failed',
  'start-limit',
  'timed-out',
  'socket-timeout',
  'connection-refused',
]);

/** What one manager says of one thing is one sign; what came to a good end by itself has its harmless reading. */
export function managerSigns(facts: Facts): Sign[] {
  const groups = new Map<string, Sign>();
  const reading = readingOf(facts);
  for (const record of facts.managers) {
    if (!MANAGER_TROUBLE.has(record.event)) continue;
    if (record.event === 'alert-over' && record.fields.state !== 'true') continue;
    const harmless = reading(record);
    const about = record.process ?? record.fields.shard ?? record.fields.socket ?? record.fields.type ?? record.fields.program ?? '';
    const key = [record.component, record.event, about, harmless === undefined ? '' : 'harmless'].join('\u0000');
    const known = groups.get(key);
    if (known !== undefined) repeat(known, record.cite, record.timeMs);
    else {
      const { cite, process, timeMs } = record;
      groups.set(key, sign({ source: 'manager', what: cite.text, cite, process, timeMs, harmless }));
    }
  }
  return [...groups.values()];
}

/** A lone complaint counts as one as long as it does not come back within this. */
const ALONE_MS = 60_000;

function readingOf(facts: Facts): (record: Manager) => string | undefined {
  const byId = new Map(facts.processes.map((process) => [process.id, process]));
  const servers = new Map<string, number>();
  for (const process of facts.processes) servers.set(process.server, Math.max(servers.get(process.server) ?? 0, process.toMs || 0));
  /** When the shard was last seen to log: itself, or the start that followed. */
  const lastOf = (record: Manager) => servers.get(byId.get(record.process ?? '')?.server ?? '\u0000') ?? Number.NaN;
  const timeouts = facts.managers.filter((record) => record.event === 'socket-timeout');
  return (record) => {
    const { fields, timeMs, event } = record;
    if (event === 'alert-over') return `the alert was cleared ${Math.round((Number(fields.clearedMs) - timeMs) / 1000)} s later`;
    if (event === 'process-fatal' || event === 'process-died') {
      const up = facts.managers.find(
        (other) => other.event === 'process-spawned' && other.fields.program === fields.program && other.timeMs >= timeMs,
      );
      return up !== undefined && event === 'process-fatal' ? 'it was started again afterwards' : undefined;
    }
    if ((event === 'connection-refused' || event === 'not-running') && lastOf(record) > timeMs)
      return 'the shard was there afterwards: it logged on';
    const alone = !timeouts.some(
      (other) => other !== record && other.process === record.process && Math.abs(other.timeMs - timeMs) <= ALONE_MS,
    );
    if (event === 'socket-timeout' && alone && lastOf(record) > timeMs) return 'one time-out alone; the shard logged on';
    return undefined;
  };
}

const CONTAINER_TROUBLE = new Set<Facts['containers'][number]['event']>([
  'oom-killed',
  'probe-failed',
  'killing',
  'evicted',
  'backoff',
  'cannot-start',
  'node-trouble',
]);
/** SIGTERM and SIGINT: somebody asked for it. */
const ASKED = new Set([143, 130]);

export function containerSigns(facts: Facts): Sign[] {
  const died = facts.containers.some(
    (record) => record.event === 'killing' || record.event === 'backoff' || record.event === 'oom-killed' || (record.exitCode ?? 0) > 0,
  );
  return facts.containers
    .filter((record) => CONTAINER_TROUBLE.has(record.event) || (record.exitCode ?? 0) !== 0)
    .map((record) => {
      const asked = ASKED.has(record.exitCode ?? 0) || (record.event === 'killing' && !/probe/.test(record.message));
      const early = record.event === 'probe-failed' && !died && facts.containers.some((other) => other.event === 'running');
      return sign({
        source: 'container',
        what: `${record.name}: ${record.message}`,
        cite: record.cite,
        severity: record.event === 'oom-killed' ? 'critical' : 'warning',
        process: record.process,
        timeMs: record.timeMs,
        harmless: asked ? 'it was asked to end' : early ? 'the container runs and was not restarted' : undefined,
      });
    });
}

function repeat(known: Sign, cite: Cite, timeMs: number): void {
  known.count++;
  known.cites = [known.cites[0]!, cite];
  if (Number.isNaN(known.fromMs) || timeMs < known.fromMs) known.fromMs = timeMs;
  if (Number.isNaN(known.toMs) || timeMs > known.toMs) known.toMs = timeMs;
}
