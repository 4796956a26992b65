import type { Explanation, LedgerItem } from '../report/schema.js';
import { plain } from './cell.js';
import type { Contradiction, Mechanism, Relation, Unseen } from './schema.js';
import { explanationOn, type Side } from './side.js';
import { atLeast, byStrength, strongestFor } from './strength.js';

const NO_LEDGER = 'the report keeps no ledger of it; compare the inputs instead of the saved report';

/** For what leads on one side, the ledger of the same signature on every side. */
export function mechanismsOf(sides: readonly Side[]): Mechanism[] {
  const signatures = new Map<string, Explanation>();
  for (const side of sides)
    if (side.lead !== undefined && !signatures.has(side.lead.signature)) signatures.set(side.lead.signature, side.lead);
  return [...signatures.values()].map((lead) => mechanismOf(lead, sides));
}

function mechanismOf(lead: Explanation, sides: readonly Side[]): Mechanism {
  const ledgers = sides.map((side) => ({ side, explanation: explanationOn(side, lead.signature) }));
  const ids = [...new Set(ledgers.flatMap(({ explanation }) => explanation?.ledger.map((item) => item.id) ?? []))];
  return {
    signature: lead.signature,
    kind: lead.kind,
    title: lead.title,
    leads: sides.filter((side) => side.lead?.signature === lead.signature).map((side) => side.id),
    sides: ledgers.map(({ side, explanation }) => standing(side, explanation)),
    items: ids.map((id) => itemOf(id, ledgers)),
  };
}

function standing(side: Side, explanation: Explanation | undefined): Mechanism['sides'][number] {
  if (explanation === undefined) return { side: side.id, confidence: null, why: NO_LEDGER };
  const why = explanation.notConsidered === undefined ? {} : { why: explanation.notConsidered };
  const weighed = explanation.notConsidered === undefined && explanation.status !== 'not-testable';
  return { side: side.id, status: explanation.status, confidence: weighed ? explanation.confidence : null, ...why };
}

function itemOf(id: string, ledgers: readonly { side: Side; explanation?: Explanation }[]): Mechanism['items'][number] {
  const cells = ledgers.map(({ side, explanation }) =>
    itemCell(
      side,
      explanation?.ledger.find((item) => item.id === id),
    ),
  );
  return { id, relation: itemRelation(cells), cells };
}

type ItemCell = Mechanism['items'][number]['cells'][number];

function itemCell(side: Side, item: LedgerItem | undefined): ItemCell {
  if (item === undefined) return { side: side.id, state: 'not-asked', bearing: 'neutral', strength: 'weak', claim: '', citations: [] };
  const { state, bearing, strength, expected, claim, why, citations } = item;
  return {
    side: side.id,
    state,
    bearing,
    strength,
    ...(expected === undefined ? {} : { expected }),
    claim,
    ...(why === undefined ? {} : { why }),
    citations: plain(citations),
  };
}

function itemRelation(cells: readonly ItemCell[]): Relation {
  const known = cells.filter((cell) => cell.state === 'observed' || cell.state === 'absent');
  if (known.length < 2) return 'not-comparable';
  return known.every((cell) => cell.state === known[0].state && cell.bearing === known[0].bearing) ? 'same' : 'different';
}

/** Evidence on `other` against what leads on `shower`. */
export function contradictionsOn(other: Side, shower: Side): Contradiction[] {
  const lead = shower.lead;
  const strongest = lead === undefined ? undefined : strongestFor(lead.ledger);
  const there = lead === undefined ? undefined : explanationOn(other, lead.signature);
  if (lead === undefined || strongest === undefined || there === undefined) return [];
  const shownBy = { side: shower.id, item: strongest.id, claim: strongest.claim, citations: plain(strongest.citations) };
  const against = there.ledger.filter(
    (item) => item.bearing === 'contradicts' && item.state !== 'not-observable' && atLeast(item.strength, 'moderate'),
  );
  return byStrength(against).map(({ id, claim, expected, state, strength, why, citations }) => ({
    side: other.id,
    signature: lead.signature,
    item: id,
    claim: expected === 'absent' || state === 'absent' ? contrary(claim, state) : claim,
    strength,
    ...(why === undefined ? {} : { why }),
    citations: plain(citations),
    shownBy,
  }));
}

/** What contradicts by being there although it should be missing, or by being missing. */
function contrary(claim: string, state: LedgerItem['state']): string {
  return state === 'observed' ? `it is there, although the explanation says: ${claim}` : `it is not there: ${claim}`;
}

/** Items that hang on another item are decided by that one. */
const KEPT_UNSEEN = 3;
const DEPENDENT = /^(means something only when|depends on) /;

/** What `other` could not see of the mechanism that leads on `shower`; the strongest items would decide. */
export function unseenOn(other: Side, shower: Side): Unseen[] {
  const lead = shower.lead;
  const there = lead === undefined ? undefined : explanationOn(other, lead.signature);
  if (lead === undefined) return [];
  if (there === undefined)
    return [{ side: other.id, signature: lead.signature, item: '', claim: lead.title, strength: 'decisive', why: NO_LEDGER }];
  const open = there.ledger.filter(
    (item) => item.state === 'not-observable' && atLeast(item.strength, 'strong') && !DEPENDENT.test(item.why ?? ''),
  );
  return byStrength(open)
    .filter((item, index, all) => all.findIndex((one) => one.why === item.why) === index)
    .slice(0, KEPT_UNSEEN)
    .map(({ id, claim, strength, why }) => ({
      side: other.id,
      signature: lead.signature,
      item: id,
      claim,
      strength,
      why: why ?? 'not observable',
    }));
}
