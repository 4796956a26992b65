import type { ComparedSide, PlainCitation } from '../compare/schema.js';
import { code, type Inline, prose, strong } from './document.js';
import { upperFirst, withoutStop } from './evidence.js';
import { confidence, dateTime, duration, timeRange } from './quantities.js';
import { places } from './view.js';

/** `likely, 0.90`. */
export function sureness(word: string | null | undefined, value: number | null): string {
  return [word ?? '', value === null ? '' : value < 0.01 ? '< 0.01' : confidence(value)].filter((part) => part !== '').join(', ');
}

export function sideRow(side: ComparedSide): Inline[] {
  const { incident } = side;
  const sure = sureness(side.word, side.confidence);
  const verdict: Inline = [side.kind === null ? side.status : code(side.kind), sure === '' ? '' : ` (${sure})`];
  const when: Inline = incident === null ? [] : [momentOf(incident)];
  const others = side.otherIncidents === 0 ? '' : `; ${side.otherIncidents} more not compared`;
  return [
    [strong(side.id)],
    [code(side.name), side.source === 'saved-report' ? ' (saved report)' : ''],
    verdict,
    [...prose(side.headline), others],
    when,
  ];
}

function momentOf(incident: NonNullable<ComparedSide['incident']>): string {
  if (incident.durationMs < 1000) return dateTime(incident.from);
  return `${timeRange(incident.from, incident.to)}, ${duration(incident.durationMs)}${incident.ongoing ? ', still going on' : ''}`;
}

/** ` (a.log:7, 9)`; empty without citations. */
export function placed(citations: readonly PlainCitation[]): Inline {
  return citations.length === 0 ? [] : [' (', ...places(citations, 2), ')'];
}

/** The claim, then the first line that shows it, with its place. */
export function quoted(claim: string, citations: readonly PlainCitation[]): Inline {
  const text = citations[0]?.text.trim();
  const quote: Inline = text === undefined || text === '' || citations.length > 1 || claim.includes(text) ? [] : [': ', code(text)];
  return [...prose(withoutStop(claim)), ...quote, ...placed(citations)];
}

export function sentence(text: string): Inline {
  const whole = upperFirst(text);
  return prose(/[.!?]$/.test(whole) ? whole : `${whole}.`);
}
