import type { Explanation, LedgerItem } from '../../report/schema.js';
import { type Block, code, details, heading, type Inline, joined, list, paragraph, prose, section, strong, table } from '../document.js';
import { evidenceOf, lowerFirst, quoteFor, withoutStop } from '../evidence.js';
import { confidence, plural } from '../quantities.js';
import { places, refsOf, type View } from '../view.js';
import { statusWord } from './overview.js';

function weight(item: LedgerItem): Inline {
  return item.counted === false ? [`${item.strength}, not counted twice`] : [item.strength];
}

function evidenceRow(item: LedgerItem): Inline[] {
  const quote = quoteFor(item);
  const absent: Inline = item.state === 'absent' ? [strong('absent'), ': '] : [];
  const why: Inline = isSaid(item) ? [] : [' — ', ...prose(item.why ?? '')];
  const shown: Inline = quote === undefined ? [] : [': ', code(quote)];
  const claim = prose(quote === undefined ? item.claim : withoutStop(item.claim));
  return [
    refsOf(item.citations),
    [...absent, ...claim, ...shown, ...why],
    weight(item),
    [...(item.state === 'absent' && item.citations.length > 0 ? ['after '] : []), ...places(item.citations)],
  ];
}

function evidenceTable(items: readonly LedgerItem[]): Block {
  return table(['', 'seen', 'weight', 'where'], items.map(evidenceRow));
}

/** A reason that is a whole stack, or was given before, is not repeated. */
const REASON_CAP = 160;

/** What was looked for and would have spoken against the explanation: an empty list of contradictions is only worth what was checked. */
function checkedSentence(view: View, checked: readonly LedgerItem[]): Inline {
  const said = new Set<string>();
  const items = checked.slice(0, 8).map((item): Inline => {
    const why = item.why ?? '';
    const isNew = why.length <= REASON_CAP && !said.has(why);
    said.add(why);
    return [...prose(lowerFirst(withoutStop(item.claim))), ...(isNew ? reason(item) : [])];
  });
  const refuted = view.rest
    .filter((other) => other.status === 'refuted')
    .slice(0, 4)
    .map((other): Inline => [...prose(lowerFirst(withoutStop(other.title))), ' (refuted)']);
  const all = [...items, ...refuted];
  if (all.length === 0) return ['Nothing found, and nothing that could have contradicted it was in reach of the input.'];
  return ['Nothing found. Checked: ', ...joined(all, '; '), '.'];
}

/** A claim often contains its reason. */
function isSaid(item: LedgerItem): boolean {
  return item.why === undefined || item.why === '' || item.claim.includes(item.why);
}

function reason(item: LedgerItem): Inline {
  return isSaid(item) ? [] : [' (', ...prose(withoutStop(item.why ?? '')), ')'];
}

/** Items of the strongest evidence that are shown at once. */
const SHOWN = 5;

/** For, against and out of sight. The heading of the contradictions stands there even when there is none: that it was looked for is evidence. */
function evidenceBlocks(view: View, lead: Explanation): Block[] {
  const { supporting, against, unseen, checked } = evidenceOf(lead);
  const contradictions = against.length > 0 ? evidenceTable(against) : paragraph(...checkedSentence(view, checked));
  const blocks: Block[] = [];
  if (supporting.length > 0) blocks.push(heading(3, 'For'), evidenceTable(supporting.slice(0, SHOWN)));
  if (supporting.length > SHOWN)
    blocks.push(
      ...details(`${plural(supporting.length - SHOWN, 'more item')} that speaks for it`, [evidenceTable(supporting.slice(SHOWN))]),
    );
  blocks.push(heading(3, 'Against'), contradictions);
  if (against.length > 0 && checked.length > 0)
    blocks.push(
      paragraph(
        'Also checked and not found: ',
        ...joined(
          checked.map((item) => prose(lowerFirst(withoutStop(item.claim)))),
          '; ',
        ),
        '.',
      ),
    );
  const hidden = list(unseen.map((item) => unseenLine(item)));
  if (unseen.length > 0)
    blocks.push(heading(3, 'Could not be seen'), ...(unseen.length > 2 ? details(plural(unseen.length, 'item'), [hidden]) : [hidden]));
  return blocks;
}

/** Without a leading explanation, the evidence of the two best candidates: the reader has to weigh them. */
const CANDIDATES = 2;

export function evidenceSection(view: View): Block[] {
  if (view.lead !== undefined) return view.lead.ledger.length === 0 ? [] : section('Evidence', evidenceBlocks(view, view.lead));
  return view.rest
    .filter((one) => one.ledger.length > 0 && (one.status === 'possible' || one.status === 'likely' || one.status === 'confirmed'))
    .slice(0, CANDIDATES)
    .flatMap((one) => section(`Evidence: ${lowerFirst(one.title)}`, evidenceBlocks(view, one)));
}

function unseenLine(item: LedgerItem): Inline {
  const why: Inline = item.why === undefined || item.why === '' ? [] : [': ', ...prose(item.why)];
  return [...prose(withoutStop(item.claim)), ...why];
}

/** The observation that weighs most against a competitor, or for it when nothing does. */
export function decidingObservation(explanation: Explanation): Inline {
  const { supporting, against, unseen, checked } = evidenceOf(explanation);
  const item = against[0] ?? supporting[0] ?? unseen[0] ?? checked[0];
  if (item === undefined) return prose(explanation.summary ?? '');
  const absent = item.state === 'absent' ? ['absent: '] : item.state === 'not-observable' ? ['could not be seen: '] : [];
  const direction = against[0] !== undefined ? 'against: ' : supporting[0] !== undefined ? 'for: ' : '';
  const refs = refsOf(item.citations);
  return [direction, ...absent, ...prose(withoutStop(item.claim)), ...(refs.length > 0 ? [' ', ...refs] : [])];
}

const COMPETITORS = 8;

export function competingSection(view: View): Block[] {
  const candidates = view.rest.filter((one) => one.status !== 'not-testable');
  const rest = view.rest.length - candidates.length;
  const rows = candidates
    .slice(0, COMPETITORS)
    .map((one): Inline[] => [
      [...prose(one.title), ' (', code(one.signature), ')'],
      [statusWord(one.status)],
      [confidence(one.confidence)],
      decidingObservation(one),
    ]);
  const more: string[] = [];
  if (candidates.length > COMPETITORS) more.push(`${plural(candidates.length - COMPETITORS, 'less likely explanation')} not shown.`);
  if (rest > 0) more.push(`${plural(rest, 'explanation')} could not be tested on this input.`);
  const deciding = view.incident?.deciding;
  return section(
    view.lead === undefined ? 'Candidate explanations' : 'Competing explanations',
    rows.length > 0 && table(['explanation', 'status', 'confidence', 'what weighs most'], rows),
    deciding !== undefined && deciding !== '' && paragraph(strong('What would decide: '), ...prose(deciding)),
    more.length > 0 && rows.length > 0 && paragraph(more.join(' ')),
  );
}

const TICKET_ROWS = 4;

/** The strongest items on both sides in a few lines. */
export function ticketEvidence(view: View): Block[] {
  const lead = view.lead ?? view.rest[0];
  if (lead === undefined) return [];
  const { supporting, against } = evidenceOf(lead);
  const item = (sign: string, one: LedgerItem): Inline => [
    strong(sign),
    ' ',
    ...prose(withoutStop(one.claim)),
    ' (',
    ...places(one.citations, 2),
    ')',
  ];
  const shown = [
    ...supporting
      .filter((one) => one.counted !== false)
      .slice(0, TICKET_ROWS)
      .map((one) => item('for:', one)),
    ...against.slice(0, TICKET_ROWS).map((one) => item('against:', one)),
  ];
  return section('Evidence', shown.length > 0 && list(shown));
}
