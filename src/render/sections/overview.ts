import type { Incident, Report } from '../../report/schema.js';
import { type Block, code, em, heading, type Inline, joined, paragraph, prose, strong, table } from '../document.js';
import { upperFirst } from '../evidence.js';
import { confidence, dateTime, duration, seconds, timeRange } from '../quantities.js';
import { cited, citedProse, type ReportProcess, type View } from '../view.js';

const WORDS: Record<NonNullable<Report['verdict']['word']>, string> = {
  confirmed: 'confirmed',
  likely: 'likely',
  possible: 'possible',
  unlikely: 'unlikely',
  refuted: 'refuted',
  'not-testable': 'not testable',
};

export function statusWord(status: string): string {
  return WORDS[status as keyof typeof WORDS] ?? status;
}

export function title(view: View): Block {
  const { verdict } = view.report;
  const prefix = verdict.status === 'incident' ? 'Incident: ' : verdict.status === 'inconclusive' ? 'Inconclusive: ' : '';
  return heading(1, prefix, ...prose(verdict.headline));
}

/** `confirmed, 0.99`: how sure, in a word and a number. */
export function certainty(view: View): string {
  const { verdict } = view.report;
  const word = view.lead?.status ?? verdict.word;
  const number = verdict.confidence ?? view.lead?.confidence;
  const healthy = verdict.status === 'healthy' ? 'healthy' : undefined;
  const parts = [
    healthy ?? '',
    word === undefined ? '' : statusWord(word),
    number === undefined || number === null ? '' : confidence(number),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

export function verdictLine(view: View): Block {
  const { verdict } = view.report;
  const line: Inline[] = [];
  if (view.lead) line.push([strong(...prose(view.lead.title))]);
  const sure = certainty(view);
  if (sure !== '') line.push([em(sure)]);
  const tail: Inline[] = [];
  if (view.lead) tail.push([view.lead.severity]);
  if (verdict.kind !== null) tail.push([code(verdict.kind)]);
  if (verdict.signature !== null) tail.push(['signature ', code(verdict.signature)]);
  const fixed = fixedSentence(view);
  return paragraph(...joined(line, ' — '), ...tail.flatMap((part) => [' · ', ...part]), ...(fixed === undefined ? [] : [' · ', ...fixed]));
}

/** `fixed in 2.10.25, 8.2.7`, with whether this server has the fault. */
function fixedSentence(view: View): Inline | undefined {
  const lead = view.lead;
  if (lead === undefined || lead.fixed.length === 0) return undefined;
  const versions = lead.fixed.map((fix) => `${fix.version}${fix.verified === false ? ' (not verified)' : ''}`).join(', ');
  const affected =
    lead.affected === true ? '; this server is affected' : lead.affected === false ? '; this version is not listed as affected' : '';
  return [`fixed in ${versions}${affected}`];
}

/** What happened, in the report's own sentences. */
export function summary(incident: Incident): Block | undefined {
  const sentences = incident.summary?.filter((sentence) => sentence.trim() !== '') ?? [];
  return sentences.length === 0 ? undefined : paragraph(...prose(sentences.join(' ')));
}

export function versionsOf(process: ReportProcess): string {
  const product = upperFirst(process.product ?? 'Redis');
  const own = process.version === undefined ? [] : [`${product} ${process.version}`];
  const modules = process.modules.map((module) =>
    module.version === undefined ? `${module.name} (version not shown)` : `${module.name} ${module.version}`,
  );
  return [...own, ...modules].join(', ');
}

function identity(view: View, process: ReportProcess): Inline {
  const facts = [
    process.pid > 0 ? `pid ${process.pid}` : undefined,
    process.id === view.culprit?.id ? (view.incident?.role ?? process.role) : process.role,
    process.mode,
    process.port === undefined || view.name(process.id).includes(String(process.port)) ? undefined : `port ${process.port}`,
  ];
  const known = facts.filter((fact): fact is string => fact !== undefined);
  const entries = process.entries.slice(0, 3).map((entry): Inline => [code(entry)]);
  const where: Inline = entries.length === 0 ? [] : [' · ', ...joined(entries)];
  return [strong(view.name(process.id)), known.length === 0 ? '' : ` · ${known.join(', ')}`, ...where];
}

function processRows(view: View, incident: Incident): Inline[][] {
  const rows: Inline[][] = [];
  if (view.culprit) {
    rows.push([['Process'], identity(view, view.culprit)]);
    const versions = versionsOf(view.culprit);
    if (versions !== '') rows.push([['Versions'], [versions]]);
  }
  const others = incident.processes.slice(1).map((id) => view.name(id));
  const shown = others.length > 8 ? `${others.slice(0, 8).join(', ')} and ${others.length - 8} more` : others.join(', ');
  if (others.length > 0) rows.push([['Also involved'], [shown]]);
  return rows;
}

/** How things stand at the end of the input. */
export function stateSentence(view: View, incident: Incident): Inline {
  const last = incident.to === 'unknown' ? '' : `; last evidence ${dateTime(incident.to)}`;
  const end: Inline = incident.end === undefined ? [] : [': ', ...citedProse(incident.end.what, incident.end.citation)];
  const next = view.process(incident.processes[0])?.next;
  const after = next === undefined ? [] : [`; ${view.name(next)} started afterwards`];
  switch (stateOf(incident)) {
    case 'going-on':
      return [strong('still going on'), `: nothing in the input ends it${last}`];
    case 'down':
      return [
        strong('down'),
        ...(incident.end === undefined ? [': the input shows no later start'] : [...end, '; the input shows no later start']),
      ];
    case 'unknown':
      return ['not known: the input does not show how it went on'];
    default:
      return ['over', ...end, ...after];
  }
}

/** Reports of earlier versions have no state. */
export function stateOf(incident: Incident): NonNullable<Incident['state']> {
  return incident.state ?? (incident.ongoing ? (incident.to === 'unknown' ? 'unknown' : 'going-on') : 'over');
}

/** The facts of an incident on one screen. */
export function incidentTable(view: View, incident: Incident): Block {
  const basis = view.report.timeBasis;
  const length = incident.durationMs > 0 ? [`, ${duration(incident.durationMs)}`] : [];
  const exact = incident.durationMs >= 60_000 ? [` (${seconds(incident.durationMs)})`] : [];
  const rows: Inline[][] = [
    ...processRows(view, incident),
    [
      [incident.from === incident.to ? 'At' : 'From – to'],
      incident.from === 'unknown'
        ? ['not known: what the input holds of it carries no time']
        : [strong(timeRange(incident.from, incident.to)), ...length, ...exact, ...(basis === undefined ? [] : [` (${basis})`])],
    ],
    [['State'], stateSentence(view, incident)],
  ];
  if (incident.onset) rows.push([['Onset known from'], citedProse(incident.onset.basis, incident.onset.citation)]);
  for (const fact of incident.keyFacts ?? []) rows.push([[fact.what], citedProse(fact.value, fact.citation)]);
  if (incident.trigger && !isTold(incident, incident.trigger.what)) {
    const at = incident.trigger.time === undefined ? [] : [`, ${dateTime(incident.trigger.time)}`];
    rows.push([['Trigger'], [...prose(incident.trigger.what), ...at, ...cited(incident.trigger.citation)]]);
  }
  if (incident.end && incident.ongoing) rows.push([['End'], citedProse(incident.end.what, incident.end.citation)]);
  return table(['', ''], rows);
}

/** The command in progress is a key fact already, or the claim that it stands in. */
function isTold(incident: Incident, what: string): boolean {
  const plain = what.replaceAll('`', '');
  return (incident.keyFacts ?? []).some((fact) => {
    if (fact.what === 'Shown by') return fact.value.includes(what);
    const command = fact.what === 'Executing' ? fact.value.split('`')[1] : undefined;
    return command !== undefined && plain.includes(command.slice(0, 60));
  });
}
