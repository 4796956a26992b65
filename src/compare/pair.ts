import type { Explanation } from '../report/schema.js';
import { crashOf, deathOf } from './aspects/crashes.js';
import { leavesCauseOpen, markOf, needsPlace } from './kinds.js';
import { contradictionsOn, unseenOn } from './mechanism.js';
import type { Contradiction, Pair } from './schema.js';
import type { Side } from './side.js';
import { CAP_WITHOUT_DECISIVE, HOLDS, rounded, strongestFor } from './strength.js';

type Judgement = Pick<Pair, 'relation' | 'sameMechanism' | 'word' | 'confidence' | 'headline' | 'reasons'>;

/** Are the two led by the same mechanism? Equal symptoms never suffice: either both show the mechanism by their own evidence, or it stays open. */
export function pairOf(a: Side, b: Side): Pair {
  const contradictions = [...contradictionsOn(a, b), ...contradictionsOn(b, a)].filter((one) => !leavesCauseOpen(leadOf(one, a, b)));
  const judgement = judge(a, b, contradictions);
  const open = judgement.relation === 'only-one' || judgement.relation === 'none' || judgement.relation === 'same';
  const unseen = open ? [] : [...unseenOf(a, b), ...unseenOf(b, a)];
  return { sides: [a.id, b.id], ...judgement, contradictions: judgement.relation === 'only-one' ? [] : contradictions, unseen };
}

/** The explanation that a contradiction speaks against. */
function leadOf(contradiction: Contradiction, a: Side, b: Side) {
  return contradiction.shownBy.side === a.id ? a.lead : b.lead;
}

/** What is open on a side whose own lead is no mechanism is worth asking for; a symptom on the other side is not. */
function unseenOf(other: Side, shower: Side) {
  return leavesCauseOpen(shower.lead) ? [] : unseenOn(other, shower);
}

function judge(a: Side, b: Side, contradictions: readonly Contradiction[]): Judgement {
  const healthy = [a, b].filter((side) => side.report.verdict.status === 'healthy');
  if (healthy.length > 0) return withoutIncident(a, b, healthy);
  if (a.lead === undefined && b.lead === undefined) return notShown(a, b, ['Neither side shows its cause.']);
  if (a.lead !== undefined && b.lead !== undefined && a.lead.kind === b.lead.kind) return sameKind(a, b);
  const [strongest] = contradictions;
  if (strongest !== undefined) return contradicted(a, b, strongest);
  if (reportsDiffer(a, b)) return different(a, b, 'Both left a crash report, and the reports tell of different deaths.');
  const bothShown = a.lead !== undefined && b.lead !== undefined && !leavesCauseOpen(a.lead) && !leavesCauseOpen(b.lead);
  return bothShown
    ? different(a, b, 'Neither side contradicts the explanation of the other; each shows its own.')
    : notShown(a, b, openReasons(a, b));
}

function withoutIncident(a: Side, b: Side, healthy: readonly Side[]): Judgement {
  if (healthy.length === 2)
    return {
      relation: 'none',
      sameMechanism: 'unknown',
      word: null,
      confidence: null,
      headline: 'Nothing went wrong on either side',
      reasons: [],
    };
  const [well] = healthy;
  const ill = well === a ? b : a;
  return {
    relation: 'only-one',
    sameMechanism: 'no',
    ...sureness(confidenceOf(well) * confidenceOf(ill), false),
    headline: `Only ${ill.id} had an incident; nothing went wrong in what ${well.id} covers`,
    reasons: [`What differs between the two is where to look for the cause: ${well.id} is a control.`],
  };
}

function sameKind(a: Side, b: Side): Judgement {
  const lead = a.lead!;
  const confidence = confidenceOf(a) * confidenceOf(b);
  const confirmed = a.lead!.status === 'confirmed' && b.lead!.status === 'confirmed';
  const shown = [shownBy(a), shownBy(b)];
  if (!needsPlace(lead)) {
    if (a.lead!.signature === b.lead!.signature)
      return {
        relation: 'same',
        sameMechanism: 'yes',
        ...sureness(confidence, confirmed),
        headline: `${a.id} and ${b.id} show the same mechanism: ${lead.title}`,
        reasons: shown,
      };
    return alikeOnly(a, b, [`They are known as two faults: \`${a.lead!.signature}\` and \`${b.lead!.signature}\`.`, ...shown]);
  }
  const marks = [markOf(a), markOf(b)];
  if (marks[0] !== undefined && marks[0] === marks[1]) {
    const reasons = [`Both fail in the same place: \`${marks[0]}\`.`, ...shown];
    return {
      relation: 'same',
      sameMechanism: 'yes',
      ...sureness(confidence * HOLDS.strong, confirmed),
      headline: `${a.id} and ${b.id} fail in the same place: ${lead.title}`,
      reasons,
    };
  }
  return alikeOnly(
    a,
    b,
    [...placesText([a, b], marks, lead), ...shown],
    marks[0] !== undefined && marks[1] !== undefined && !lead.kind.startsWith('hang/slow-'),
  );
}

function placesText(sides: readonly Side[], marks: readonly (string | undefined)[], lead: Explanation): string[] {
  if (marks.every((mark) => mark === undefined)) {
    return [
      leavesCauseOpen(lead)
        ? 'This kind says how it looked or ended, not why: several causes look like this.'
        : 'Neither side shows the place or the command.',
    ];
  }
  return sides.map((side, index) => (marks[index] === undefined ? `${side.id} does not show where.` : `${side.id}: \`${marks[index]}\`.`));
}

/** A kind is a class of failures; two of one class may have nothing else in common. */
function alikeOnly(a: Side, b: Side, reasons: string[], elsewhere = false): Judgement {
  const tail = elsewhere ? 'in different places' : 'nothing shows that it has the same cause';
  const judged = elsewhere
    ? { sameMechanism: 'no' as const, ...sureness(confidenceOf(a) * confidenceOf(b) * HOLDS.moderate, false) }
    : { sameMechanism: 'unknown' as const, word: null, confidence: null };
  return {
    relation: 'same-kind',
    ...judged,
    headline: `${a.id} and ${b.id} show the same kind of failure (${a.lead!.kind}); ${tail}`.replace('; in', ', in'),
    reasons,
  };
}

function contradicted(a: Side, b: Side, strongest: Contradiction): Judgement {
  const [shower, other] = strongest.shownBy.side === a.id ? [a, b] : [b, a];
  const decisive = strongest.strength === 'decisive';
  const confidence = HOLDS[strongest.strength] * confidenceOf(shower);
  const against = `${other.id} contradicts it (${strongest.strength}): ${strongest.claim}.`;
  const reasons = [shownBy(shower), against];
  if (!leavesCauseOpen(other.lead)) {
    return {
      relation: 'different',
      sameMechanism: 'no',
      ...sureness(confidence, decisive && shower.lead?.status === 'confirmed'),
      headline: differentHeadline(a, b),
      reasons: [...reasons, shownBy(other)],
    };
  }
  const openEnd =
    other.lead === undefined
      ? `What happened in ${other.id} is not shown.`
      : `What leads in ${other.id} (${other.lead.title}) says how it looked, not why.`;
  return {
    relation: 'contradicted',
    sameMechanism: 'no',
    ...sureness(confidence, decisive && shower.lead?.status === 'confirmed'),
    headline: `Not the same mechanism as far as the evidence goes: ${other.id} contradicts what ${shower.id} shows`,
    reasons: [...reasons, openEnd, ...doubtOf(other)],
  };
}

/** What could still undo the contradiction. */
function doubtOf(side: Side): string[] {
  const coverage = side.report.coverage?.find((one) => one.process === side.process?.id);
  if (coverage?.extent !== 'excerpt') return [];
  return [
    `The log of ${side.id} is an excerpt: whether its lines belong to this process and this moment cannot be checked, so the contradiction is as good as the quotation.`,
  ];
}

/** A death that its own report tells, and a report of another death on the other side. */
const TOLD_BY_REPORT = /^crash\/(fault|assertion|panic|out-of-memory)$/;

function reportsDiffer(a: Side, b: Side): boolean {
  const [left, right] = [crashOf(a), crashOf(b)];
  if (left === undefined || right === undefined || left.origin === 'unknown' || right.origin === 'unknown') return false;
  const told = [a.lead, b.lead].some((lead) => lead !== undefined && TOLD_BY_REPORT.test(lead.kind));
  return told && deathOf(left) !== deathOf(right);
}

function different(a: Side, b: Side, how: string): Judgement {
  const confidence = confidenceOf(a) * confidenceOf(b);
  return {
    relation: 'different',
    sameMechanism: 'no',
    ...sureness(confidence, false),
    headline: differentHeadline(a, b),
    reasons: [shownBy(a), shownBy(b), how],
  };
}

function differentHeadline(a: Side, b: Side): string {
  return `Different mechanisms: ${a.id} ${a.lead?.title}; ${b.id} ${b.lead?.title}`;
}

function notShown(a: Side, b: Side, reasons: string[]): Judgement {
  return {
    relation: 'not-shown',
    sameMechanism: 'unknown',
    word: null,
    confidence: null,
    headline: `Whether ${a.id} and ${b.id} have the same mechanism is not shown`,
    reasons,
  };
}

function openReasons(a: Side, b: Side): string[] {
  return [a, b].map((side) => {
    if (side.lead === undefined) return `${side.id} is inconclusive: its cause is not shown.`;
    return leavesCauseOpen(side.lead) ? `What leads in ${side.id} (${side.lead.title}) says how it looked, not why.` : shownBy(side);
  });
}

function shownBy(side: Side): string {
  const { lead } = side;
  if (lead === undefined) return `${side.id} is inconclusive.`;
  const item = strongestFor(lead.ledger);
  const evidence = item === undefined ? '' : `: ${item.claim}`;
  return `${side.id} shows ${lead.title} (${lead.status}, ${confidenceOf(side).toFixed(2)})${evidence}.`;
}

function confidenceOf(side: Side): number {
  return side.report.verdict.confidence ?? side.lead?.confidence ?? 0;
}

/** Status words mean what they mean in a report: confirmed needs decisive evidence. */
function sureness(probability: number, decisive: boolean): Pick<Judgement, 'word' | 'confidence'> {
  const confidence = rounded(decisive ? probability : Math.min(probability, CAP_WITHOUT_DECISIVE));
  const word = decisive && confidence >= 0.9 ? 'confirmed' : confidence >= 0.6 ? 'likely' : 'possible';
  return { word, confidence };
}
