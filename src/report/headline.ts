import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import { type Explained, fill } from '../diagnosis/explain.js';
import { serverLabel } from '../facts/client-errors.js';
import { signalName } from '../facts/crashes.js';
import { isHang } from '../model/kinds.js';
import { messageOf } from '../model/message.js';
import { isoTime, span, spokenDate } from './cite.js';
import { bestDump, crashesOfIncident, deathOf, fatalStartsOfIncident, quoted, refusalOf, sanitizersOfIncident } from './key-facts.js';
import { namedByOthers } from './named-by-others.js';
import { endOf, intervalOf, leading, noticedBy, type StoryContext } from './story.js';

/** A headline stands in the title of a ticket. */
const DETAIL_CAP = 110;

/** Who, what, and the one fact that tells this incident from others of its kind. */
export function headlineOf(incident: DiagnosedIncident, context: StoryContext): string {
  const top = leading(incident);
  const { fromMs, toMs } = intervalOf(incident);
  const title = top === undefined ? incident.anomalies[0]!.label : top.signature.title;
  const lasted =
    toMs - fromMs >= 1000 && top !== undefined && isHang(top.signature.kind)
      ? ` (${span(toMs - fromMs)}${incident.ongoing ? ', still going on' : ''})`
      : '';
  const detail = top === undefined ? undefined : detailOf(incident, context);
  const known = detail === undefined || title.includes(detail) ? '' : `: ${clip(detail.replaceAll('`', ''))}`;
  return `${victimName(incident, context)}: ${title}${known}${lasted}`;
}

function clip(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > DETAIL_CAP ? `${flat.slice(0, DETAIL_CAP - 1)}…` : flat;
}

function detailOf(incident: DiagnosedIncident, context: StoryContext): string | undefined {
  const kind = leading(incident)?.signature.kind ?? '';
  const [refused] = fatalStartsOfIncident(incident, context.facts);
  if (refused !== undefined) return refusalOf(refused, context.facts);
  if (isHang(kind)) return mainDetail(incident);
  const [crash] = crashesOfIncident(incident);
  if (crash !== undefined) return crashDetail(crash);
  const [sanitizer] = sanitizersOfIncident(incident, context.facts);
  if (sanitizer !== undefined)
    return [sanitizer.error, sanitizer.frames.find((frame) => frame.fn !== undefined)?.fn].filter(Boolean).join(' in ');
  return kind.startsWith('startup/') ? decisiveLine(incident) : undefined;
}

function mainDetail(incident: DiagnosedIncident): string | undefined {
  const command =
    incident.scope.crashes.find((crash) => crash.command !== undefined)?.command?.argv.join(' ') ??
    bestDump(incident)?.reading.main?.command;
  return command === undefined ? undefined : `executing ${command}`;
}

function crashDetail(crash: ReturnType<typeof crashesOfIncident>[number]): string {
  const { report } = crash;
  if (report.assertion !== undefined) return `${report.assertion.expr} (${report.assertion.file}:${report.assertion.line})`;
  if (report.panic !== undefined) return report.panic.message;
  if (report.outOfMemory?.bytes !== undefined) return `${report.outOfMemory.bytes} bytes`;
  const signal = report.signal === undefined ? undefined : signalName(report.signal);
  const place = crash.place ?? crash.topFrames[0];
  if (place === undefined) return signal ?? '';
  return signal === undefined ? `in ${place}` : `${signal} in ${place}`;
}

/** The line of the log that the strongest observation rests on. */
function decisiveLine(incident: DiagnosedIncident): string | undefined {
  const ledger = leading(incident)?.ledger ?? [];
  const decisive = ledger.find((line) => line.bearing === 'supports' && line.strength === 'decisive' && line.cites.length > 0);
  const text = decisive?.cites[0]?.text;
  return text === undefined ? undefined : messageOf(text);
}

/** A server that only its clients speak of has the name that they call it. */
function serverOfClients(incident: DiagnosedIncident, { facts }: StoryContext): string | undefined {
  const own = facts.clientErrors.filter((fact) => incident.anomalies.some((item) => item.what === 'clients' && item.cite === fact.cite));
  if (own.length === 0) return undefined;
  const named = own.find((fact) => fact.host !== undefined);
  return named === undefined ? 'the server of these clients' : serverLabel(named);
}

/** What is known only from others is called as they call it, what only standard output or a foreign line tells of by its file. */
export function victimName(incident: DiagnosedIncident, context: StoryContext): string {
  if (incident.victim !== undefined) return context.labels.get(incident.victim) ?? incident.victim;
  const called = namedByOthers(incident, context.facts) ?? serverOfClients(incident, context);
  if (called !== undefined) return called;
  const entry = incident.anomalies.find((item) => item.cite !== undefined)?.cite?.entry ?? '';
  const stem = entry.slice(entry.lastIndexOf('/') + 1).replace(/\.(log|txt|stdout|stderr|out|err|jsonl?)$/, '');
  return stem === '' || stem === '-' ? 'a server' : stem;
}

/** What happened, in at most three sentences: what froze or died and when; why; how it ended and who noticed. */
export function summaryOf(incident: DiagnosedIncident, context: StoryContext): string[] {
  const top = leading(incident);
  return [
    openingOf(incident, context),
    top === undefined ? undefined : fill(top.signature.summary, top.values),
    endSentence(incident, context),
    contradictedSentence(incident),
  ].filter((sentence) => sentence !== undefined && sentence !== '') as string[];
}

function openingOf(incident: DiagnosedIncident, context: StoryContext): string {
  const victim = victimName(incident, context);
  const { fromMs, toMs } = intervalOf(incident);
  const kind = leading(incident)?.signature.kind ?? '';
  const from = isoTime(fromMs);
  const at = from === undefined ? '' : ` at ${clock(from)} UTC`;
  const undated = from === undefined ? ' Nothing in the input dates it.' : '';
  const [refused] = fatalStartsOfIncident(incident, context.facts);
  if (refused !== undefined) return `${victim} refused to start${at}: ${quoted(refusalOf(refused, context.facts), 300)}.${undated}`;
  const [crash] = isHang(kind) ? [] : crashesOfIncident(incident);
  if (crash !== undefined) return `${crashSentence(crash, victim, at)}${undated}`;
  if (from === undefined)
    return incident.scope.dumps.length > 0
      ? `The stacks of ${victim} show one moment; nothing in them says when it was.`
      : `Nothing in the input says when it happened to ${victim}.`;
  if (toMs - fromMs >= 2000)
    return `${victim} ${isHang(kind) ? 'was unresponsive' : 'was affected'} from ${clock(from)} to ${clock(isoTime(toMs) ?? from)} UTC (${span(toMs - fromMs)}).`;
  return `${victim},${at}: ${incident.anomalies[0]!.label.replace(/[.\s]+$/, '')}.`;
}

function crashSentence(crash: ReturnType<typeof crashesOfIncident>[number], victim: string, at: string): string {
  const who = crash.inChild ? `A child process of ${victim} (pid ${crash.pid})` : victim;
  const verb = crash.survived && !crash.inChild ? 'wrote a crash report' : 'died';
  const where = crash.origin === 'sent' ? undefined : (crash.place ?? crash.topFrames[0]);
  const place = where === undefined ? '' : ` in ${quoted(where, 120)}`;
  const command = crash.command === undefined ? '' : ` while executing ${quoted(crash.command.argv.join(' '), 160)}`;
  return `${who} ${verb}${at}: ${deathOf(crash)}${place}${command}.`;
}

/** What looks like the cause at first sight and is contradicted by a line of the input must be said beside the conclusion. */
function contradictedSentence(incident: DiagnosedIncident): string | undefined {
  if (leading(incident)?.status === 'confirmed') return undefined;
  for (const item of incident.explanations) {
    if (item === leading(incident) || !item.anchored) continue;
    if (!item.ledger.some((line) => line.group === 'trigger' && line.bearing === 'supports')) continue;
    const against = strongContradiction(item);
    if (against === undefined) continue;
    const cite = against.cites[0]!;
    return `"${item.signature.title}" fits the trigger but is contradicted: ${against.claim} (${cite.entry}:${cite.line}).`;
  }
  return undefined;
}

function strongContradiction(item: Explained): Explained['ledger'][number] | undefined {
  return item.ledger.find(
    (line) =>
      line.bearing === 'contradicts' &&
      line.state === 'observed' &&
      (line.strength === 'strong' || line.strength === 'decisive') &&
      line.group !== 'version' &&
      line.cites.length > 0,
  );
}

function clock(iso: string): string {
  return `${spokenDate(iso.slice(0, 10))} ${iso.slice(11).replace('Z', '')}`.trim();
}

function endSentence(incident: DiagnosedIncident, context: StoryContext): string | undefined {
  const end = endOf(incident, context.facts);
  const noticed = noticedBy(incident, context);
  const others = new Set(noticed.map((item) => item.process ?? item.citation?.entry)).size;
  const first = noticed[0]?.time;
  const who =
    others > 0
      ? `${others === 1 ? 'one other process' : `${others} other processes`} noticed it${first === undefined ? '' : `, first at ${clock(first)} UTC`}`
      : undefined;
  if (incident.ongoing) return `Nothing in the input shows that it ended${who === undefined ? '' : `; ${who}`}.`;
  // How it died was the first sentence.
  const told = !isHang(leading(incident)?.signature.kind ?? '') && crashesOfIncident(incident).length > 0;
  if (end === undefined || told) return who === undefined ? undefined : `${who.charAt(0).toUpperCase()}${who.slice(1)}.`;
  return `It ended with ${end.what}${who === undefined ? '' : `; ${who}`}.`;
}
