import { z } from 'zod';
import { citation as reportCitation, status } from '../report/schema.js';

/** The published comparison. Fields may be added; none is renamed or removed without a new schema number. */
export const COMPARE_SCHEMA = 'redis-forensics.compare/1';

/** Evidence numbers belong to one report; side by side they would collide. */
const citation = reportCitation.omit({ ref: true });
const strength = z.enum(['decisive', 'strong', 'moderate', 'weak']);
const relation = z.enum(['same', 'different', 'not-comparable']);

const side = z.object({
  /** `A`, `B`… in the order in which they were named; `R1`, `R2`… for runs. */
  id: z.string(),
  name: z.string(),
  source: z.enum(['inputs', 'saved-report']),
  status: z.enum(['incident', 'healthy', 'inconclusive']),
  kind: z.string().nullable(),
  signature: z.string().nullable(),
  word: status.optional(),
  confidence: z.number().nullable(),
  headline: z.string(),
  incident: z
    .object({ id: z.string(), process: z.string(), from: z.string(), to: z.string(), durationMs: z.number(), ongoing: z.boolean() })
    .nullable(),
  /** Incidents that are not compared: of each report only the leading one is. */
  otherIncidents: z.number(),
});

const cell = z.object({
  side: z.string(),
  /** `not-seen`: the input of this side could not have shown it, or does not; `why` says which. */
  state: z.enum(['seen', 'not-seen']),
  text: z.string(),
  /** What is compared; equal values are the same. */
  value: z.string().optional(),
  why: z.string().optional(),
  citations: z.array(citation),
});

const row = z.object({
  id: z.string(),
  title: z.string(),
  about: z.enum(['outcome', 'cause', 'environment', 'coverage']),
  relation,
  /** Not comparable: which side could not see it, and why. */
  why: z.string().optional(),
  cells: z.array(cell),
});

const itemCell = z.object({
  side: z.string(),
  state: z.enum(['observed', 'absent', 'not-observable', 'not-asked']),
  bearing: z.enum(['supports', 'contradicts', 'neutral']),
  strength,
  /** The claim says that something is missing. */
  expected: z.literal('absent').optional(),
  claim: z.string(),
  why: z.string().optional(),
  citations: z.array(citation),
});

const mechanism = z.object({
  signature: z.string(),
  kind: z.string(),
  title: z.string(),
  /** Sides that it leads on. */
  leads: z.array(z.string()),
  sides: z.array(
    z.object({
      side: z.string(),
      /** Absent where the side keeps no ledger of it. */
      status: status.optional(),
      confidence: z.number().nullable(),
      why: z.string().optional(),
    }),
  ),
  items: z.array(z.object({ id: z.string(), relation, cells: z.array(itemCell) })),
});

const contradiction = z.object({
  /** Where the evidence against is. */
  side: z.string(),
  signature: z.string(),
  item: z.string(),
  claim: z.string(),
  strength,
  why: z.string().optional(),
  citations: z.array(citation),
  /** What it contradicts: the strongest evidence for the mechanism on the side that shows it. */
  shownBy: z.object({ side: z.string(), item: z.string(), claim: z.string(), citations: z.array(citation) }),
});

const unseen = z.object({
  side: z.string(),
  signature: z.string(),
  item: z.string(),
  claim: z.string(),
  strength,
  why: z.string(),
});

/** `same-kind`: the same kind of failure, and nothing shows that it has the same cause. `contradicted`: the mechanism that one side shows is
 * contradicted on the other, whose own mechanism is not shown. `only-one`: one side has no incident. */
const pairRelation = z.enum(['same', 'same-kind', 'different', 'contradicted', 'not-shown', 'only-one', 'none']);

const judgement = {
  relation: pairRelation,
  sameMechanism: z.enum(['yes', 'no', 'unknown']),
  word: z.enum(['confirmed', 'likely', 'possible']).nullable(),
  /** Probability that `sameMechanism` is right; null for unknown. */
  confidence: z.number().nullable(),
  headline: z.string(),
  reasons: z.array(z.string()),
};

const pair = z.object({
  sides: z.tuple([z.string(), z.string()]),
  ...judgement,
  contradictions: z.array(contradiction),
  /** What the one side could not see of the mechanism of the other: it would decide. */
  unseen: z.array(unseen),
});

const tool = z.object({ name: z.string(), version: z.string() });

export const sidesComparison = z.object({
  schema: z.literal(COMPARE_SCHEMA),
  tool,
  mode: z.literal('sides'),
  sides: z.array(side),
  conclusion: z.object({ ...judgement, alike: z.array(z.string()), unlike: z.array(z.string()) }),
  rows: z.array(row),
  /** Rows that no side could see. */
  unseenRows: z.array(z.string()),
  mechanisms: z.array(mechanism),
  pairs: z.array(pair),
  nextSteps: z.array(z.object({ side: z.string(), ask: z.string(), command: z.string().optional(), risk: z.string().optional() })),
  notes: z.array(z.string()),
});

const runFact = z.object({
  id: z.string(),
  title: z.string(),
  about: z.enum(['outcome', 'cause', 'environment', 'coverage', 'evidence', 'lines']),
  value: z.string(),
  /** Whose evidence it is. */
  signature: z.string().optional(),
  /** Runs in which it holds, in which it could have been seen and does not hold, and in which it could not be seen. */
  holds: z.array(z.string()),
  fails: z.array(z.string()),
  unseen: z.array(z.string()),
  spread: z.enum(['all', 'some', 'one']),
  /** A line that shows it, from the first run in which it holds. */
  example: citation.optional(),
});

export const runsComparison = z.object({
  schema: z.literal(COMPARE_SCHEMA),
  tool,
  mode: z.literal('runs'),
  runs: z.array(side),
  distribution: z.array(
    z.object({
      status: z.enum(['incident', 'healthy', 'inconclusive']),
      kind: z.string().nullable(),
      signature: z.string().nullable(),
      runs: z.array(z.string()),
      lowestConfidence: z.number().nullable(),
    }),
  ),
  conclusion: z.object({ headline: z.string(), reasons: z.array(z.string()) }),
  facts: z.array(runFact),
  factsDropped: z.number(),
  notes: z.array(z.string()),
});

export const comparison = z.discriminatedUnion('mode', [sidesComparison, runsComparison]);

export type SidesComparison = z.infer<typeof sidesComparison>;
export type RunsComparison = z.infer<typeof runsComparison>;
export type Comparison = z.infer<typeof comparison>;
export type ComparedSide = z.infer<typeof side>;
export type Cell = z.infer<typeof cell>;
export type Row = z.infer<typeof row>;
export type Mechanism = z.infer<typeof mechanism>;
export type Contradiction = z.infer<typeof contradiction>;
export type Unseen = z.infer<typeof unseen>;
export type Pair = z.infer<typeof pair>;
export type RunFact = z.infer<typeof runFact>;
export type PlainCitation = z.infer<typeof citation>;
export type Relation = z.infer<typeof relation>;
