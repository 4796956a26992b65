import { type Grade, ITEMS } from './answers.js';
import { incidentOf } from './cases.js';

/** One judged case. */
export interface Row {
  case: string;
  want: string;
  ms: number;
  cited?: { checked: number; found: number };
  status?: string;
  confidence?: number | null;
  /** Status word of the leading explanation of the leading incident. */
  lead?: string;
  kind: string;
  points: number;
  why?: string;
  answers?: Grade[];
}

export interface Summary {
  cases: number;
  score: number;
  incidents: number;
  perIncident: number;
  perKind: number;
  falseAlarms: number;
  healthy: number;
  worstKinds: string[];
  confirmedWrong: number;
  wrongConfidence: number;
  citations: { checked: number; found: number };
  forbidden: number;
  failed: number;
  brier: number;
  medianMs: number;
  answers?: {
    cases: number;
    overall: number;
    /** Of `say`: the share that stands before the first heading. */
    saidFirst: number;
    items: Record<Grade['item'], { count: number; score: number }>;
  };
}

export const FAILED = 'FAILED';
const RIGHT_POINTS = 0.75;

export function summarize(rows: Row[]): Summary {
  const incidents = groupBy(rows, (row) => incidentOf(row.case));
  const kinds = groupBy(rows, (row) => row.want);
  const healthy = rows.filter((row) => row.want === 'healthy');
  const wrong = rows.filter((row) => row.points === 0);
  return {
    cases: rows.length,
    score: meanPoints(rows),
    incidents: incidents.size,
    perIncident: mean([...incidents.values()].map(meanPoints)),
    perKind: mean([...kinds.values()].map(meanPoints)),
    falseAlarms: healthy.filter((row) => row.points === 0).length,
    healthy: healthy.length,
    worstKinds: [...kinds]
      .filter(([, list]) => list.length >= 4 && meanPoints(list) < 0.85)
      .map(([kind, list]) => `${kind} ${(100 * meanPoints(list)).toFixed(0)} %`),
    confirmedWrong: wrong.filter((row) => row.lead === 'confirmed').length,
    wrongConfidence: mean(wrong.flatMap((row) => (typeof row.confidence === 'number' ? [row.confidence] : []))),
    citations: { checked: sum(rows, (row) => row.cited?.checked ?? 0), found: sum(rows, (row) => row.cited?.found ?? 0) },
    forbidden: rows.filter((row) => row.why?.startsWith('must not')).length,
    failed: rows.filter((row) => row.kind === FAILED).length,
    brier: mean(rows.filter((row) => row.status !== 'inconclusive').map(brierOf)),
    medianMs: rows.map((row) => row.ms).sort((a, b) => a - b)[rows.length >> 1] ?? 0,
    ...summarizeAnswers(rows),
  };
}

/** Inconclusive carries no confidence and is not asked; elsewhere a missing one counts as fully wrong. */
function brierOf({ confidence, points }: Row): number {
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) return 1;
  return (confidence - (points >= RIGHT_POINTS ? 1 : 0)) ** 2;
}

export function renderScore(rows: Row[], summary: Summary, misses: boolean): string {
  const kinds = [...groupBy(rows, (row) => row.want)].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = kinds.map(
    ([kind, list]) => `${(100 * meanPoints(list)).toFixed(0).padStart(4)} %  ${String(list.length).padStart(3)}  ${kind}`,
  );
  if (misses) {
    const missed = rows.filter((row) => row.points < 1);
    lines.push(...missed.map((row) => `  ${row.points}  ${row.case}: wants ${row.want}, got ${row.kind} (${row.why})`));
  }
  return `${[...lines, renderFigures(summary), ...renderAnswers(rows, summary, misses)].join('\n')}\n`;
}

function renderFigures(s: Summary): string {
  return (
    `score ${percent(s.score)} of ${s.cases} cases, ${percent(s.perIncident)} of ${s.incidents} incidents, ${percent(s.perKind)} over kinds; ` +
    `false alarms ${s.falseAlarms}/${s.healthy}, forbidden claims ${s.forbidden}, confirmed wrong ${s.confirmedWrong}, failed ${s.failed}, ` +
    `Brier ${s.brier.toFixed(3)}, citations ${s.citations.found}/${s.citations.checked}, median ${s.medianMs.toFixed(0)} ms`
  );
}

function summarizeAnswers(rows: Row[]): Pick<Summary, 'answers'> {
  const answered = rows.flatMap(({ answers }) => (answers === undefined || answers.length === 0 ? [] : [answers]));
  if (answered.length === 0) return {};
  const of = (item: Grade['item']) => answered.flatMap((grades) => grades.filter((grade) => grade.item === item));
  const items = Object.fromEntries(
    ITEMS.map((item) => [item, { count: of(item).length, score: mean(of(item).map((grade) => grade.points)) }]),
  );
  return {
    answers: {
      cases: answered.length,
      overall: mean(answered.map((grades) => mean(grades.map((grade) => grade.points)))),
      saidFirst: mean(of('say').map((grade) => grade.first ?? 0)),
      items: items as NonNullable<Summary['answers']>['items'],
    },
  };
}

function renderAnswers(rows: Row[], { answers }: Summary, misses: boolean): string[] {
  if (answers === undefined) return [];
  const missed = rows.flatMap((row) => (row.answers ?? []).filter((grade) => grade.points < 1).map((grade) => ({ row, grade })));
  const lines = missed.map(
    ({ row, grade }) => `  ${grade.points.toFixed(2)}  ${row.case}: ${grade.item} wants ${grade.want}, got ${grade.got}`,
  );
  const items = ITEMS.map((item) => `${item} ${percent(answers.items[item].score)} (${answers.items[item].count})`);
  const figures = `answers ${percent(answers.overall)} of ${answers.cases} cases: ${items.join(', ')}; of say, ${percent(answers.saidFirst)} before the first heading`;
  return [...(misses ? lines : []), figures];
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function groupBy(rows: Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function sum(rows: Row[], of: (row: Row) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}

function mean(values: number[]): number {
  return values.reduce((total, value) => total + value, 0) / (values.length || 1);
}

function meanPoints(rows: Row[]): number {
  return mean(rows.map((row) => row.points));
}
