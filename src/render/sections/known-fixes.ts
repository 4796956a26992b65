import type { Incident, KnownFixes } from '../../report/schema.js';
import { type Block, code, em, type Inline, joined, list, paragraph, prose, type Span, section, strong } from '../document.js';
import { plural } from '../quantities.js';

type Match = KnownFixes['matches'][number];
type Reference = NonNullable<KnownFixes['related']>['fixes'][number];

/** `Known: fixed in 7.4.3 (#12345)`, or `possibly #12345, which changed f; verify`: the words of all views. */
export function matchHeadline(match: Match): string {
  if (match.word === 'known') {
    if (match.fixedIn === undefined) return `Known: in no release yet (${match.label})`;
    return `Known: fixed in ${match.product} ${match.fixedIn} (${match.label})`;
  }
  const fixed = match.fixedIn === undefined ? '' : ` (${match.product} ${match.fixedIn})`;
  if (match.matchedBy === 'function') return `possibly ${match.label}${fixed}, which changed ${match.matched[0] ?? 'it'}; verify`;
  return `possibly ${match.label}${fixed}; verify`;
}

const MATCHED: Record<Match['matchedBy'], string> = {
  explanation: 'the explanation names it as its fix',
  assertion: 'the same assertion',
  frames: 'frames of a public report of this bug',
  vulnerability: 'the command and a function that the fix changed',
  function: 'the innermost function of its own',
};

function matchItem(match: Match): Inline {
  const head: Span = match.word === 'known' ? strong(matchHeadline(match)) : em(matchHeadline(match));
  const cve = match.cve === undefined ? [] : [` ${match.cve.join(', ')}`];
  const conditions = match.conditions === undefined ? [] : [` (${match.conditions})`];
  const matched = joined(match.matched.map((one): Inline => [code(one)]));
  const workaround = match.workaround === undefined ? [] : ['. Workaround: ', ...prose(match.workaround)];
  return [
    head,
    ...cve,
    ': ',
    ...prose(match.summary),
    ...conditions,
    `. Matches: ${MATCHED[match.matchedBy]}, `,
    ...matched,
    '. Why this version: ',
    ...prose(match.why),
    ...workaround,
    '. ',
    { url: match.url },
  ];
}

function referenceItem(fix: Reference): Inline {
  const fixed = fix.fixedIn === undefined ? '' : ` (${fix.fixedIn})`;
  const cve = fix.cve === undefined ? '' : ` ${fix.cve.join(', ')}`;
  return [`${fix.label}${fixed}${cve}: `, ...prose(fix.summary), ' ', { url: fix.url }];
}

/** `Between 7.4.1 and 7.4.6, 3 fixes of Redis touch XREADGROUP, which was executing`. */
export function relatedText(related: NonNullable<KnownFixes['related']>): string {
  const span = related.to === undefined ? `After ${related.from}` : `Between ${related.from} and ${related.to}`;
  const touch = related.total === 1 ? 'touches' : 'touch';
  return `${span}, ${plural(related.total, 'fix', 'fixes')} of ${related.product} ${touch} ${related.command}, which was executing`;
}

export function noneSentence(known: KnownFixes): string {
  const text = known.none ?? '';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What the index of fixed bugs says: what is known, what may be, further reading, and what the index does not hold. */
export function knownFixesSection(incident: Incident | undefined): Block[] {
  const known = incident?.knownFixes;
  if (known === undefined) return [];
  const asked = known.asked.map((one) => `${one.product} ${one.version}${one.basis === undefined ? '' : ` (${one.basis})`}`).join(', ');
  const { related } = known;
  return section(
    'Known bugs',
    known.matches.length > 0 && list(known.matches.map(matchItem)),
    known.matches.length === 0 && paragraph(`${noneSentence(known)}, asked for ${asked}.`),
    related !== undefined && paragraph(`${relatedText(related)}${related.fixes.length > 0 ? ':' : '.'}`),
    related !== undefined && related.fixes.length > 0 && list(related.fixes.map(referenceItem)),
    known.holes.length > 0 &&
      !known.matches.some((one) => one.word === 'known') &&
      paragraph(em('Not in the index: '), ...prose(known.holes.join('; ')), '.'),
  );
}
