import type { Signature } from '../../model/signatures.js';
import { markdownCode, markdownText, visible } from '../../render/escape.js';
import { confidence } from '../../render/quantities.js';
import type { Explanation, LedgerItem, Report } from '../../report/schema.js';

/** What became of one signature in one report. */
export interface SignatureOutcome {
  signature: Signature;
  incidents: { incident: string; headline: string; explanation?: Explanation }[];
}

export function outcomeOf(report: Report, signature: Signature): SignatureOutcome {
  const incidents = report.incidents.map(({ id, headline, explanations }) => ({
    incident: id,
    headline,
    explanation: explanations.find((explanation) => explanation.signature === signature.id),
  }));
  return { signature, incidents };
}

/** How the two text formats differ. Everything else of the view is the same. */
interface Markup {
  heading(level: number, text: string): string;
  text(text: string): string;
  quote(text: string): string;
}

const MARKDOWN: Markup = {
  heading: (level, text) => `${'#'.repeat(level)} ${markdownText(text)}`,
  text: (text) => markdownText(text),
  quote: (text) => markdownCode(text),
};

const PLAIN: Markup = {
  heading: (_level, text) => visible(text, 500),
  text: (text) => visible(text, 500),
  quote: (text) => visible(text),
};

export function renderOutcome(outcome: SignatureOutcome, format: 'markdown' | 'terminal'): string {
  const markup = format === 'markdown' ? MARKDOWN : PLAIN;
  const { signature } = outcome;
  const lines = [
    markup.heading(1, `${signature.id}: ${signature.title}`),
    '',
    markup.text(`${signature.kind}, ${signature.severity}. ${signature.summary}`),
    '',
  ];
  if (outcome.incidents.length === 0)
    lines.push(markup.text('The input shows no incident, so there was nothing to explain.'), '', ...anchorLines(signature, markup));
  for (const { incident, headline, explanation } of outcome.incidents) {
    lines.push(markup.heading(2, `Incident ${incident}: ${headline}`), '');
    lines.push(...(explanation ? explanationLines(explanation, markup) : notConsideredLines(signature, markup)));
  }
  return lines.join('\n');
}

function notConsideredLines(signature: Signature, markup: Markup): string[] {
  return [markup.text('Not considered: nothing that would make it a candidate was observed here.'), '', ...anchorLines(signature, markup)];
}

/** A signature is only weighed when one of its anchors was seen. */
function anchorLines(signature: Signature, markup: Markup): string[] {
  const anchors = signature.evidence.filter((item) => signature.anchors.includes(item.id));
  return [markup.text('It needs at least one of:'), '', ...anchors.map((item) => `- ${markup.text(item.claim)}`), ''];
}

function explanationLines(explanation: Explanation, markup: Markup): string[] {
  const lines = [markup.text(`${explanation.status}, confidence ${confidence(explanation.confidence)}`), ''];
  if (explanation.affectedWhy) lines.push(markup.text(explanation.affectedWhy), '');
  const groups: [string, LedgerItem[]][] = [
    ['For', explanation.ledger.filter((item) => item.state !== 'not-observable' && item.bearing === 'supports')],
    ['Against', explanation.ledger.filter((item) => item.state !== 'not-observable' && item.bearing === 'contradicts')],
    ['Looked for, no weight', explanation.ledger.filter((item) => item.state !== 'not-observable' && item.bearing === 'neutral')],
    ['Could not be seen', explanation.ledger.filter((item) => item.state === 'not-observable')],
  ];
  for (const [title, items] of groups) {
    if (items.length === 0 && title !== 'Against') continue;
    lines.push(markup.heading(3, title), '');
    lines.push(...(items.length === 0 ? [markup.text('Nothing found.')] : items.flatMap((item) => itemLines(item, markup))), '');
  }
  if (explanation.whenWrong) lines.push(markup.text(`When this is wrong: ${explanation.whenWrong}`), '');
  return lines;
}

const MAX_CITATIONS = 5;

function itemLines(item: LedgerItem, markup: Markup): string[] {
  const weight =
    item.state === 'not-observable' || item.bearing === 'neutral'
      ? ''
      : `, ${item.strength}${item.counted === false ? ', not counted twice' : ''}`;
  const why = item.why ? ` – ${item.why}` : '';
  const places = [...new Map(item.citations.map((citation) => [`${citation.entry}:${citation.line}`, citation])).values()];
  const shown = places.slice(0, MAX_CITATIONS);
  const more = places.length - shown.length;
  return [
    `- ${markup.text(`${item.id} (${item.state}${weight}): ${item.claim}${why}`)}`,
    ...shown.map((citation) => `  - ${markup.text(`${citation.entry}:${citation.line}`)} ${markup.quote(citation.text)}`),
    ...(more > 0 ? [`  - ${more} more`] : []),
  ];
}
