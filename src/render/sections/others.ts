import { type Block, code, type Inline, list, paragraph, prose, section, strong, table } from '../document.js';
import { visible } from '../escape.js';
import { confidence, count, dateTime, duration, plural } from '../quantities.js';
import { cited, citedProse, places, type View } from '../view.js';
import { statusWord } from './overview.js';

const INCIDENTS = 12;
const ROWS = 15;

/** Incidents beside the leading one, with how they hang together. */
export function otherIncidentsSection(view: View): Block[] {
  const others = view.report.incidents.filter((one) => one !== view.incident);
  const links = new Map((view.incident?.links ?? []).map((link) => [link.incident, link.relation]));
  const rows = others.slice(0, INCIDENTS).map((one): Inline[] => {
    const lead = one.explanations[0];
    const span = one.durationMs > 0 ? `, ${duration(one.durationMs)}${one.ongoing ? ', still going on' : ''}` : '';
    const relation = links.get(one.id);
    return [
      [`${dateTime(one.from)}${span}`],
      [view.name(one.processes[0])],
      [...prose(one.headline), ...(relation === undefined ? [] : [' (', ...prose(relation), ')'])],
      lead === undefined ? [] : [...prose(lead.title), ` — ${statusWord(lead.status)}, ${confidence(lead.confidence)}`],
    ];
  });
  const left = others.length - rows.length;
  return section(
    'Other incidents',
    rows.length > 0 && table(['from', 'process', 'what', 'leading explanation'], rows),
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
