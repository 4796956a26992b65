import type { RunFact, RunsComparison } from '../compare/schema.js';
import { placed, sentence, sideRow, sureness } from './compareParts.js';
import { type Block, code, heading, type Inline, list, paragraph, prose, section, strong, table } from './document.js';
import { plural } from './quantities.js';

/** Runs of one test: what came of them, and in how many each fact holds. */
export function composeRuns(comparison: RunsComparison, brief: boolean): Block[] {
  const { runs, conclusion, facts } = comparison;
  const spread = (wanted: RunFact['spread']) =>
    facts.filter((fact) => fact.spread === wanted && (!brief || fact.about === 'cause' || fact.about === 'outcome'));
  return [
    heading(1, 'Runs: ', ...prose(conclusion.headline)),
    ...(conclusion.reasons.length === 0 ? [] : [list(conclusion.reasons.map(sentence))]),
    ...section('Outcomes', distributionTable(comparison)),
    ...section(`In all ${runs.length} runs`, factTable(spread('all'), comparison)),
    ...section('In some', factTable(spread('some'), comparison)),
    ...section('In one only', factTable(spread('one'), comparison)),
    ...(brief ? [] : section('The runs', table(['', 'input', 'verdict', 'incident', 'when'], runs.map(sideRow)))),
    ...section('Notes', comparison.notes.length > 0 && list(comparison.notes.map((note) => prose(note)))),
    paragraph(closing(comparison, brief)),
  ];
}

function closing({ factsDropped, tool }: RunsComparison, brief: boolean): string {
  const dropped = factsDropped === 0 ? '' : `${plural(factsDropped, 'further fact')} not shown. `;
  return `${dropped}${brief ? 'Evidence, environment and the runs one by one: --format markdown' : `Written by ${tool.name} ${tool.version}.`}`;
}

function distributionTable({ distribution, runs }: RunsComparison): Block {
  const rows = distribution.map((one): Inline[] => [
    [strong(`${one.runs.length} of ${runs.length}`)],
    [one.kind === null ? one.status : code(one.kind)],
    [one.signature === null ? '' : code(one.signature)],
    [one.lowestConfidence === null ? '' : `at least ${sureness('', one.lowestConfidence)}`],
    [runList(one.runs)],
  ]);
  return table(['runs', 'verdict', 'signature', 'confidence', 'which'], rows);
}

function factTable(facts: readonly RunFact[], { runs }: RunsComparison): Block | undefined {
  if (facts.length === 0) return undefined;
  const several = new Set(facts.flatMap((fact) => fact.signature ?? [])).size > 1;
  const rows = facts.map((fact): Inline[] => [
    [`${fact.holds.length} of ${runs.length - fact.unseen.length}`],
    [...prose(fact.title), ...(several && fact.signature !== undefined ? [' (', code(fact.signature), ')'] : [])],
    fact.about === 'lines' ? [code(fact.value)] : fact.about === 'evidence' ? [fact.value] : prose(fact.value),
    fact.spread === 'all' ? [] : [runList(fact.holds)],
    [fact.unseen.length === 0 ? '' : runList(fact.unseen)],
    fact.example === undefined ? [] : placed([fact.example]),
  ]);
  return table(['holds', 'fact', 'value', 'in', 'not seen in', 'for example'], rows);
}

const SHOWN_RUNS = 8;

function runList(runs: readonly string[]): string {
  return runs.length <= SHOWN_RUNS ? runs.join(', ') : `${runs.slice(0, SHOWN_RUNS).join(', ')} and ${runs.length - SHOWN_RUNS} more`;
}
