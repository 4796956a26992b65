import type { Incident } from '../../report/schema.js';
import { type Block, code, heading, type Inline, list, paragraph, prose, section, strong, table } from '../document.js';
import { visible } from '../escape.js';
import { confidence, count, dateTime, duration, plural, timeRange } from '../quantities.js';
import { cited, citedProse, places, type View } from '../view.js';
import { stateOf, statusWord } from './overview.js';

const INCIDENTS = 12;
/** On the first screen, and with a part of their own. */
const NAMED = 4;
const TOLD = 4;
const ROWS = 15;

const STATE_ORDER = ['going-on', 'down', 'unknown', 'over'];
const SEVERITY_ORDER = ['critical', 'warning', 'info'];
export const STATE_WORDS = { 'going-on': 'still going on', down: 'down', over: 'over', unknown: 'state not known' };

/** Incidents beside the leading one: what is grave and still lasts first. */
export function otherIncidents(view: View): Incident[] {
  const rank = (one: Incident) =>
    STATE_ORDER.indexOf(stateOf(one)) + 10 * SEVERITY_ORDER.indexOf(one.explanations[0]?.severity ?? one.severity ?? 'info');
  return view.report.incidents.filter((one) => one !== view.incident).sort((a, b) => rank(a) - rank(b));
}

/** One line an incident: the first screen names all of them, or counts the rest. */
export function otherIncidentsLine(view: View): Block | undefined {
  const others = otherIncidents(view);
  if (others.length === 0) return undefined;
  const items = others
    .slice(0, NAMED)
    .map(
      (one): Inline => [
        strong(STATE_WORDS[stateOf(one)]),
        ': ',
        ...prose(one.headline),
        one.from === 'unknown' ? '' : `, ${dateTime(one.from)}`,
      ],
    );
  const left = others.length - items.length;
  if (left > 0) items.push([`${plural(left, 'further incident')}, see Other incidents`]);
  return list(items);
}

function otherIncident(view: View, one: Incident, relation: string | undefined): Block[] {
  const lead = one.explanations[0];
  const when =
    one.from === 'unknown' ? 'not dated' : `${timeRange(one.from, one.to)}${one.durationMs > 0 ? `, ${duration(one.durationMs)}` : ''}`;
  const items: Inline[] = [[strong(STATE_WORDS[stateOf(one)]), `, ${when}, ${view.name(one.processes[0]) || 'process not known'}`]];
  if (relation !== undefined) items.push(prose(relation));
  if (lead !== undefined)
    items.push([...prose(lead.title), ` — ${statusWord(lead.status)}, ${confidence(lead.confidence)} (`, code(lead.kind), ')']);
  const facts = (one.keyFacts ?? []).filter((fact) => fact.what !== 'Shown by' && fact.what !== '').slice(0, 3);
  for (const fact of facts) items.push([`${fact.what}: `, ...citedProse(fact.value, fact.citation)]);
  const remedy = lead?.remedy[0];
  if (remedy !== undefined) items.push([strong('What to do: '), ...prose(remedy)]);
  return [heading(3, ...prose(one.headline)), list(items)];
}

/** Each of the first with its evidence and what to do; the rest in a table, and then counted. */
export function otherIncidentsSection(view: View): Block[] {
  const others = otherIncidents(view);
  const links = new Map((view.incident?.links ?? []).map((link) => [link.incident, link.relation]));
  const rest = others.slice(TOLD);
  const rows = rest.slice(0, INCIDENTS).map((one): Inline[] => [[dateTime(one.from)], [STATE_WORDS[stateOf(one)]], prose(one.headline)]);
  const left = rest.length - rows.length;
  return section(
    'Other incidents',
    others.slice(0, TOLD).flatMap((one) => otherIncident(view, one, links.get(one.id))),
    rows.length > 0 && table(['from', 'state', 'what'], rows),
    left > 0 && paragraph(`${plural(left, 'more incident')} in the JSON report.`),
  );
}

/** Silences that have a harmless reading count as looked at, too. */
export function benignItems(view: View): Inline[] {
  const items = (view.report.benign ?? []).map((one): Inline => {
    const owner = one.process === undefined ? [] : [strong(view.name(one.process)), ': '];
    return [...owner, ...prose(one.what), ' — ', ...prose(one.why), ...cited(one.citation)];
  });
  return items;
}

export function benignSection(view: View, title = 'Looked unusual and found harmless'): Block[] {
  const items = benignItems(view);
  const left = items.length - ROWS;
  return section(title, items.length > 0 && list(items.slice(0, ROWS)), left > 0 && paragraph(`${left} more.`));
}

export function noveltySection(view: View): Block[] {
  const items = view.report.novelty ?? [];
  const rows = items
    .slice(0, ROWS)
    .map((one): Inline[] => [
      [count(one.count)],
      [view.name(one.process)],
      [code(one.template)],
      prose(one.why),
      [
        ...(one.first.time === undefined ? [] : [`${dateTime(one.first.time)} `]),
        ...places(one.last === undefined ? [one.first] : [one.first, one.last]),
      ],
    ]);
  const left = items.length - ROWS;
  return section(
    'Lines nobody has described yet',
    rows.length > 0 && table(['', 'process', 'line', 'why it stands out', 'where'], rows),
    left > 0 && paragraph(`${left} more.`),
    rows.length > 0 && paragraph('To have one of them explained from now on: ', code("redis-forensics signatures new ID --line '…'")),
  );
}

/** Settings and versions worth a line; never the verdict. */
export function advisorySection(view: View): Block[] {
  const items = (view.report.advisories ?? []).slice(0, ROWS).map((one): Inline => {
    const owner = one.process === undefined ? [] : [` (${view.name(one.process)})`];
    // one sentence of advice: the rest stands in the catalogue
    const [advice] = one.remedy ?? [];
    const remedy = advice === undefined ? [] : ['. ', ...prose(advice)];
    return [...prose(one.title), ...owner, ': ', ...citedProse(one.why, one.citation), ...remedy];
  });
  return section('Worth knowing, not the cause', items.length > 0 && list(items));
}

/** Only web addresses become links; a ticket number or a path stays text. */
export function referencesSection(view: View): Block[] {
  const explanations = [view.lead, ...view.rest.filter((one) => one.status === 'confirmed' || one.status === 'likely')];
  const all = [...new Set(explanations.flatMap((one) => one?.references ?? []))];
  const items = all
    .slice(0, 20)
    .map((reference): Inline => [/^https?:\/\//.test(reference) ? { url: visible(reference, 400) } : reference]);
  return section('References', items.length > 0 && list(items));
}
