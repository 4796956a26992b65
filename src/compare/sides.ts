import { mechanismsOf } from './mechanism.js';
import { pairOf } from './pair.js';
import { listText } from './quantities.js';
import { rowsOf } from './rows.js';
import { COMPARE_SCHEMA, type Pair, type Row, type SidesComparison } from './schema.js';
import { type NamedReport, type Side, sideId, sideOf, summaryOf } from './side.js';

/** Incidents side by side. A pure function of the reports. */
export function compareReports(reports: readonly NamedReport[]): SidesComparison {
  const sides = reports.map((report, position) => sideOf(report, sideId(position)));
  const pairs = sides.flatMap((a, position) => sides.slice(position + 1).map((b) => pairOf(a, b)));
  const { rows, unseenRows } = rowsOf(sides);
  return {
    schema: COMPARE_SCHEMA,
    tool: sides[0].report.tool,
    mode: 'sides',
    sides: sides.map(summaryOf),
    conclusion: { ...conclude(sides, pairs), ...likeness(rows) },
    rows,
    unseenRows,
    mechanisms: mechanismsOf(sides),
    pairs,
    nextSteps: stepsOf(sides, pairs),
    notes: notesOf(sides),
  };
}

type Conclusion = Omit<SidesComparison['conclusion'], 'alike' | 'unlike'>;

/** From the worst to the best: what is said of all sides is said of the pair that has least in common. */
const WORST_FIRST: readonly Pair['relation'][] = ['different', 'contradicted', 'only-one', 'same-kind', 'not-shown', 'none', 'same'];

function conclude(sides: readonly Side[], pairs: readonly Pair[]): Conclusion {
  if (pairs.length === 1) return judgementOf(pairs[0]);
  const sorted = [...pairs].sort(
    (a, b) => WORST_FIRST.indexOf(a.relation) - WORST_FIRST.indexOf(b.relation) || (a.confidence ?? 0) - (b.confidence ?? 0),
  );
  const [worst] = sorted;
  const groups = groupsOf(sides, pairs);
  if (worst.relation === 'same') {
    return {
      ...judgementOf(worst),
      headline: `All ${sides.length} sides show the same mechanism: ${sides[0].lead?.title}`,
      reasons: pairs.flatMap((pair) => pair.reasons).filter(unique),
    };
  }
  const headline = groups.some((group) => group.length > 1)
    ? `Not all alike: ${groups.map(groupText).join('; ')}`
    : `No two of the ${sides.length} sides are shown to have the same mechanism`;
  return { ...judgementOf(worst), headline, reasons: pairs.map((pair) => `${pair.headline}${sure(pair)}.`) };
}

function judgementOf({ relation, sameMechanism, word, confidence, headline, reasons }: Pair): Conclusion {
  return { relation, sameMechanism, word, confidence, headline, reasons };
}

function sure(pair: Pair): string {
  return pair.word === null || pair.confidence === null ? '' : ` (${pair.word}, ${pair.confidence.toFixed(2)})`;
}

/** Sides that are the same, directly or through another one. */
function groupsOf(sides: readonly Side[], pairs: readonly Pair[]): Side[][] {
  const groups: Side[][] = [];
  for (const side of sides) {
    const same = (other: Side) =>
      pairs.some((pair) => pair.relation === 'same' && pair.sides.includes(side.id) && pair.sides.includes(other.id));
    const group = groups.find((members) => members.some(same));
    if (group === undefined) groups.push([side]);
    else group.push(side);
  }
  return groups;
}

function groupText(group: readonly Side[]): string {
  const what = group[0].lead?.title ?? (group[0].report.verdict.status === 'healthy' ? 'nothing went wrong' : 'not shown');
  return `${listText(group.map((side) => side.id))} ${what}`;
}

function unique<T>(item: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(item) === index;
}

/** Alike in how it looked; unlike in what could be its cause. The first proves nothing, the second needs an explanation. */
function likeness(rows: readonly Row[]): Pick<SidesComparison['conclusion'], 'alike' | 'unlike'> {
  const titles = (about: readonly Row['about'][], relation: Row['relation']) =>
    rows.filter((row) => row.id !== 'verdict' && about.includes(row.about) && row.relation === relation).map((row) => row.title);
  return { alike: titles(['outcome', 'cause'], 'same'), unlike: titles(['cause', 'environment'], 'different') };
}

const STEPS_A_SIDE = 3;

/** For the sides that could not see what would decide: what their own report asks for. */
function stepsOf(sides: readonly Side[], pairs: readonly Pair[]): SidesComparison['nextSteps'] {
  const blind = new Set(pairs.flatMap((pair) => pair.unseen.map((one) => one.side)));
  return sides
    .filter((side) => blind.has(side.id))
    .flatMap((side) =>
      side.report.nextSteps
        .filter((step) => step.risk !== 'kills')
        .slice(0, STEPS_A_SIDE)
        .map(({ ask, command, risk }) => ({
          side: side.id,
          ask,
          ...(command === undefined ? {} : { command }),
          ...(risk === undefined ? {} : { risk }),
        })),
    );
}

function notesOf(sides: readonly Side[]): string[] {
  const notes: string[] = [];
  for (const side of sides) {
    for (const other of sides) {
      const kind = other.lead?.kind;
      const hidden = side.report.incidents.find(
        (one) => one.id !== side.incident?.id && one.explanations[0]?.kind === kind && one.explanations[0]?.status !== 'refuted',
      );
      if (other !== side && kind !== undefined && kind !== side.lead?.kind && hidden !== undefined)
        notes.push(
          `${side.id} has a further incident ${hidden.id} of the kind that leads in ${other.id} (${kind}): ${hidden.headline}. Only the leading incident of each side is compared.`,
        );
    }
    if (side.source === 'saved-report' && side.report.weighed === undefined)
      notes.push(
        `${side.id} is a saved report: it keeps the ledgers of its own candidates only, so other explanations cannot be tested on it.`,
      );
  }
  return notes.filter(unique);
}
