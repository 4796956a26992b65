import type { LedgerItem } from '../report/schema.js';
import { ASPECTS } from './aspects/index.js';
import { plain } from './cell.js';
import { listText } from './quantities.js';
import { COMPARE_SCHEMA, type PlainCitation, type RunFact, type RunsComparison } from './schema.js';
import { explanationOn, type NamedReport, type Side, sideOf, summaryOf } from './side.js';
import { rounded } from './strength.js';

/** What one run says of a fact: it holds with this value, or it could not be seen. */
interface Told {
  id: string;
  title: string;
  about: RunFact['about'];
  value?: string;
  citation?: PlainCitation;
}

const KEPT_FACTS = 300;

/** Several runs of one test: in how many of them each fact holds. A pure function of the reports. */
export function summariseRuns(reports: readonly NamedReport[]): RunsComparison {
  const runs = reports.map((report, position) => sideOf(report, `R${position + 1}`));
  const facts = [...aspectFacts(runs), ...ledgerFacts(runs), ...lineFacts(runs)];
  const distribution = distributionOf(runs);
  return {
    schema: COMPARE_SCHEMA,
    tool: runs[0].report.tool,
    mode: 'runs',
    runs: runs.map(summaryOf),
    distribution,
    conclusion: conclude(runs, distribution, facts),
    facts: facts.slice(0, KEPT_FACTS),
    factsDropped: Math.max(0, facts.length - KEPT_FACTS),
    notes: [],
  };
}

function distributionOf(runs: readonly Side[]): RunsComparison['distribution'] {
  const groups = new Map<string, Side[]>();
  for (const run of runs) {
    const { status, kind, signature } = run.report.verdict;
    const key = `${status} ${kind} ${signature}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const rows = [...groups.values()].map((members) => {
    const { status, kind, signature } = members[0].report.verdict;
    const confidences = members.flatMap((run) => run.report.verdict.confidence ?? []);
    return {
      status,
      kind,
      signature,
      runs: members.map((run) => run.id),
      lowestConfidence: confidences.length === 0 ? null : Math.min(...confidences),
    };
  });
  const wellLast = (status: string) => (status === 'healthy' ? 1 : 0);
  return rows.sort(
    (a, b) =>
      b.runs.length - a.runs.length || wellLast(a.status) - wellLast(b.status) || before(a.signature ?? a.status, b.signature ?? b.status),
  );
}

function before(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every value of every aspect. Durations differ in every run and are left to the table of runs. */
function aspectFacts(runs: readonly Side[]): RunFact[] {
  return ASPECTS.filter((aspect) => aspect.alike === undefined).flatMap((aspect) =>
    factsOf(
      runs,
      runs.map((run) => {
        const found = aspect.of(run);
        const base = { id: aspect.id, title: aspect.title, about: aspect.about };
        return found.state === 'seen' ? { ...base, value: found.value, citation: found.citations[0] } : base;
      }),
    ),
  );
}

/** Items of the signatures that lead in some run, as their explanation expects them: observed, or missing where that is what it says. */
function ledgerFacts(runs: readonly Side[]): RunFact[] {
  const signatures = [...new Set(runs.flatMap((run) => run.lead?.signature ?? []))].sort();
  const facts = signatures.flatMap((signature) => {
    const ledgers = runs.map((run) => explanationOn(run, signature)?.ledger ?? []);
    const ids = [...new Set(ledgers.flatMap((ledger) => ledger.map((item) => item.id)))];
    return ids.flatMap((id) =>
      ledgerFact(
        runs,
        signature,
        id,
        ledgers.map((ledger) => ledger.find((item) => item.id === id)),
      ),
    );
  });
  // What several signatures ask is one fact.
  const keyOf = (fact: RunFact) => `${fact.title} ${fact.value} ${fact.holds.join()} ${fact.fails.join()}`;
  return facts.filter((fact, index) => facts.findIndex((other) => keyOf(other) === keyOf(fact)) === index);
}

function ledgerFact(runs: readonly Side[], signature: string, id: string, items: readonly (LedgerItem | undefined)[]): RunFact[] {
  const wanted = items.some((item) => item?.expected === 'absent') ? 'absent' : 'observed';
  const first = items.find((item) => item?.state === wanted);
  if (first === undefined) return [];
  const told = {
    id: `${signature}/${id}`,
    title: commonText(items.flatMap((item) => (item?.state === wanted ? item.claim : []))),
    about: 'evidence' as const,
    value: wanted,
    citation: plain(first.citations)[0],
  };
  const holds = runs.filter((_, index) => items[index]?.state === wanted);
  const fails = runs.filter((run, index) => items[index] !== undefined && items[index]?.state !== 'not-observable' && !holds.includes(run));
  return [{ ...factOf(runs, told, holds, fails), signature }];
}

/** One sentence for all runs: words in which they differ (numbers, names) become `…`. */
function commonText(claims: readonly string[]): string {
  const words = claims.map((claim) => claim.split(' '));
  if (words.some((one) => one.length !== words[0].length)) return claims[0];
  return words[0].map((word, at) => (words.every((one) => one[at] === word) ? word : '…')).join(' ');
}

/** Warnings that nobody has described, by their template: what appears in one run only is where to look. */
function lineFacts(runs: readonly Side[]): RunFact[] {
  const templates = new Map<string, PlainCitation>();
  for (const run of runs)
    for (const item of run.report.novelty ?? []) if (!templates.has(item.template)) templates.set(item.template, plain([item.first])[0]);
  return [...templates]
    .sort(([a], [b]) => before(a, b))
    .flatMap(([template, citation]) => {
      const holds = runs.filter((run) => run.report.novelty?.some((item) => item.template === template));
      const rest = runs.filter((run) => !holds.includes(run));
      const fails = rest.filter((run) => (run.process?.lines ?? 0) > 0);
      return [
        factOf(
          runs,
          { id: `line/${template}`, title: 'A warning that the catalogue does not know', about: 'lines', value: template, citation },
          holds,
          fails,
        ),
      ];
    });
}

function factsOf(runs: readonly Side[], told: readonly Told[]): RunFact[] {
  const values = [...new Set(told.flatMap((one) => one.value ?? []))];
  const facts = values.map((value) => {
    const first = told.find((one) => one.value === value)!;
    const holds = runs.filter((_, index) => told[index].value === value);
    const fails = runs.filter((_, index) => told[index].value !== undefined && told[index].value !== value);
    return factOf(runs, first, holds, fails);
  });
  return facts.sort((a, b) => b.holds.length - a.holds.length || before(a.value, b.value));
}

function factOf(runs: readonly Side[], told: Told, holds: readonly Side[], fails: readonly Side[]): RunFact {
  const ids = (members: readonly Side[]) => members.map((run) => run.id);
  const unseen = runs.filter((run) => !holds.includes(run) && !fails.includes(run));
  return {
    id: told.id,
    title: told.title,
    about: told.about,
    value: told.value ?? '',
    holds: ids(holds),
    fails: ids(fails),
    unseen: ids(unseen),
    spread: holds.length === runs.length ? 'all' : holds.length === 1 ? 'one' : 'some',
    ...(told.citation === undefined ? {} : { example: told.citation }),
  };
}

function conclude(
  runs: readonly Side[],
  distribution: RunsComparison['distribution'],
  facts: readonly RunFact[],
): RunsComparison['conclusion'] {
  const [first] = distribution;
  const name = first.kind ?? (first.status === 'healthy' ? 'nothing went wrong' : 'inconclusive');
  const headline =
    distribution.length === 1
      ? `${runs.length === 1 ? 'The only run' : `All ${runs.length} runs`}: ${name}`
      : `${first.runs.length} of ${runs.length} runs: ${name}; ${distribution.length - 1} other ${distribution.length === 2 ? 'outcome' : 'outcomes'}`;
  const reasons: string[] = [];
  const failed = runs.filter((run) => run.report.verdict.status !== 'healthy');
  const well = runs.filter((run) => run.report.verdict.status === 'healthy');
  if (failed.length > 0 && well.length > 0) {
    reasons.push(`${failed.length} of ${runs.length} runs failed (${Math.round((100 * failed.length) / runs.length)} %).`);
    const telling = separating(facts, failed, well);
    if (telling.length > 0)
      reasons.push(
        `In every failed run and in no other: ${listText(telling.map((fact) => `${fact.title.toLowerCase()} (${fact.value})`))}.`,
      );
  }
  const steady = facts.filter((fact) => fact.about === 'cause' && fact.spread === 'all' && fact.value !== 'none');
  if (steady.length > 0 && runs.length > 1)
    reasons.push(`The same in every run: ${listText(steady.map((fact) => `${fact.title.toLowerCase()} (${fact.value})`))}.`);
  const odd = facts.filter(
    (fact) => fact.about === 'cause' && fact.spread === 'one' && failed.some((run) => fact.holds.includes(run.id)) && fact.fails.length > 0,
  );
  if (odd.length > 0)
    reasons.push(
      `In one run only: ${listText(odd.slice(0, 5).map((fact) => `${fact.title.toLowerCase()} ${fact.value} (${fact.holds[0]})`))}.`,
    );
  if (first.lowestConfidence !== null && distribution.length === 1)
    reasons.push(`The least sure of them has a confidence of ${rounded(first.lowestConfidence).toFixed(2)}.`);
  return { headline, reasons };
}

/** Facts that hold in every run that failed and in none that went well: they separate, which is not yet to cause. */
function separating(facts: readonly RunFact[], failed: readonly Side[], well: readonly Side[]): RunFact[] {
  return facts
    .filter((fact) => fact.about === 'cause' || fact.about === 'environment')
    .filter((fact) => failed.every((run) => fact.holds.includes(run.id)) && well.every((run) => fact.fails.includes(run.id)))
    .slice(0, 5);
}
