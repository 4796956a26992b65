import { isHang } from '../../model/kinds.js';
import type { Incident, Report } from '../../report/schema.js';
import { type Aspect, type Finding, notSeen, seen } from '../cell.js';
import { durationText, listText } from '../quantities.js';
import type { Side } from '../side.js';
import { crashOf } from './crashes.js';

type Silence = Report['silences'][number];

const NO_INCIDENT = 'no incident on this side';

function verdict(side: Side): Finding {
  const { status, kind, confidence, word } = side.report.verdict;
  if (status === 'healthy') return seen('nothing went wrong', 'healthy');
  if (side.lead === undefined || kind === null) return notSeen('inconclusive: the cause is not shown');
  const sure = confidence === null ? '' : ` ${confidence.toFixed(2)}`;
  return seen(`${side.lead.title} (${word ?? side.lead.status}${sure})`, kind);
}

/** The silence of the process that shares most time with the incident. */
export function silenceOf(side: Side): Silence | undefined {
  const { incident, process } = side;
  if (incident === undefined || process === undefined) return undefined;
  const own = side.report.silences.filter((one) => one.process === process.id && one.benign === undefined && overlaps(one, incident));
  return own.sort((a, b) => b.durationMs - a.durationMs)[0];
}

function overlaps(silence: Silence, incident: Incident): boolean {
  return silence.from <= incident.to && incident.from <= silence.to;
}

const MIN_SILENCE_MS = 3000;

function silence(side: Side): Finding {
  if (side.incident === undefined) return notSeen(NO_INCIDENT);
  const found = silenceOf(side);
  const frozen = crashOf(side);
  if (found !== undefined && found.durationMs >= MIN_SILENCE_MS)
    return seen(
      `yes: ${found.mainOnly ? 'main logs' : 'logs'} nothing for ${durationText(found.durationMs)}`,
      'yes',
      found.before,
      found.after,
    );
  if (frozen?.frozenForMs !== undefined)
    return seen(`yes: main's clock was frozen for ${durationText(frozen.frozenForMs)}`, 'yes', frozen.citation);
  const coverage = side.report.coverage?.find((one) => one.process === side.process?.id);
  if ((side.process?.lines ?? 0) === 0) return notSeen('no log of the process');
  return coverage?.extent === 'excerpt' ? notSeen('only an excerpt of its log') : seen('no', 'no');
}

function duration(side: Side): Finding {
  const { incident, lead } = side;
  if (incident === undefined) return notSeen(NO_INCIDENT);
  if (Number.isNaN(Date.parse(incident.from))) return notSeen('the evidence carries no time');
  if (incident.durationMs < 1000) return seen('a moment', '0');
  if (lead !== undefined && !isHang(lead.kind))
    return seen(`${durationText(incident.durationMs)} from the first to the last sign`, String(incident.durationMs));
  return seen(`${durationText(incident.durationMs)}${incident.ongoing ? ', still going on' : ''}`, String(incident.durationMs));
}

/** Within a tenth: two runs of one test never last equally long. */
function alikeDuration(a: string, b: string): boolean {
  return Math.abs(Number(a) - Number(b)) <= 0.1 * Math.max(Number(a), Number(b));
}

function end(side: Side): Finding {
  const { incident, process } = side;
  if (incident === undefined)
    return process === undefined
      ? notSeen('no process in the input')
      : seen(process.endWhy ?? process.end, process.end, process.endCitation);
  if (incident.ongoing) return seen('not ended: nothing in the input ends it', 'ongoing');
  const crash = crashOf(side);
  if (incident.end === undefined)
    return process === undefined || process.end === 'unknown'
      ? notSeen(process?.endWhy ?? 'the input does not show it')
      : seen(process.endWhy ?? process.end, process.end, process.endCitation);
  const value = crash === undefined ? incident.end.what : `report, signal ${crash.signal ?? 'none'}, ${crash.origin ?? 'unknown'}`;
  return seen(incident.end.what, value, incident.end.citation);
}

function recovery(side: Side): Finding {
  const { incident, process } = side;
  if (incident === undefined) return notSeen(NO_INCIDENT);
  const next = side.report.processes.find((one) => one.id === process?.next);
  if (next !== undefined) return seen(`restarted as pid ${next.pid}`, 'restarted');
  if (incident.ongoing) return seen('none in the input', 'none');
  const resumed = silenceOf(side)?.endedBy === 'resumed' && process?.end !== 'crash';
  if (resumed) return seen('went on by itself', 'resumed', incident.end?.citation);
  return notSeen('the input ends with the incident');
}

function noticed(side: Side): Finding {
  const { incident } = side;
  if (incident === undefined) return notSeen(NO_INCIDENT);
  const by = incident.impact?.noticedBy ?? [];
  if (by.length > 0) {
    const first = by[0];
    const who = listText([...new Set(by.map((one) => labelOf(side, one.process) ?? one.citation?.entry ?? 'another process'))].slice(0, 4));
    return seen(`yes, by ${who}: ${first.what}`, 'yes', ...by.map((one) => one.citation));
  }
  if (incident.impact === undefined || incident.impact.failover === 'unknown') return notSeen('no log of a peer, manager or Sentinel');
  return seen('no: the others say nothing', 'no');
}

function labelOf(side: Side, id: string | undefined): string | undefined {
  const process = side.report.processes.find((one) => one.id === id);
  return process === undefined ? undefined : (process.label ?? `pid ${process.pid}`);
}

function failover(side: Side): Finding {
  const { incident } = side;
  if (incident === undefined) return notSeen(NO_INCIDENT);
  const known = incident.impact?.failover ?? 'unknown';
  return known === 'unknown' ? notSeen('no log of a peer or Sentinel') : seen(known, known, incident.impact?.failoverCitation);
}

export const OUTCOME: readonly Aspect[] = [
  { id: 'verdict', title: 'Verdict', about: 'outcome', of: verdict },
  { id: 'silence', title: 'Silence', about: 'outcome', of: silence },
  { id: 'duration', title: 'Duration', about: 'outcome', of: duration, alike: alikeDuration },
  { id: 'end', title: 'End', about: 'outcome', of: end },
  { id: 'recovery', title: 'Recovery', about: 'outcome', of: recovery },
  { id: 'noticed', title: 'Noticed by others', about: 'outcome', of: noticed },
  { id: 'failover', title: 'Failover', about: 'outcome', of: failover },
];
