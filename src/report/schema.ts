import { z } from 'zod';
import { KINDS } from '../model/kinds.js';
import { SCHEMA } from './schema-id.js';

/** The published report. Fields may be added; none is renamed or removed without a new schema number.
 * Readers: assume that every optional field may be absent. Times are ISO-8601 UTC with milliseconds. */
export { SCHEMA };

type BuiltInKind = keyof typeof KINDS;
const kind = z.union([
  z.enum(Object.keys(KINDS) as [BuiltInKind, ...BuiltInKind[]]),
  // kinds of signatures of one's own
  z.templateLiteral(['x/', z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)]),
]);
const time = z.string();
export const severity = z.enum(['critical', 'warning', 'info']);
export const status = z.enum(['confirmed', 'likely', 'possible', 'unlikely', 'refuted', 'not-testable']);
const strength = z.enum(['decisive', 'strong', 'moderate', 'weak']);

export const citation = z.object({
  /** `E1`, `E2`… numbered in the order in which the report first uses them; absent where not numbered. */
  ref: z.string().optional(),
  entry: z.string(),
  line: z.number().int(),
  offset: z.number().int(),
  text: z.string(),
  time: time.optional(),
});

export const ledgerItem = z.object({
  id: z.string(),
  claim: z.string(),
  state: z.enum(['observed', 'absent', 'not-observable']),
  bearing: z.enum(['supports', 'contradicts', 'neutral']),
  strength,
  /** The claim says that something is missing: observed, it is there after all. */
  expected: z.literal('absent').optional(),
  /** Independent group: of one group only the strongest item counts. */
  group: z.string().optional(),
  /** True when the item moved the confidence. */
  counted: z.boolean().optional(),
  why: z.string().optional(),
  citations: z.array(citation),
});

export const explanation = z.object({
  signature: z.string(),
  kind,
  title: z.string(),
  severity,
  status,
  confidence: z.number(),
  summary: z.string().optional(),
  mechanism: z.string().optional(),
  ledger: z.array(ledgerItem),
  remedy: z.array(z.string()),
  fixed: z.array(z.object({ version: z.string(), change: z.string(), line: z.string().optional(), verified: z.boolean().optional() })),
  affected: z.boolean().nullable(),
  affectedWhy: z.string().optional(),
  references: z.array(z.string()),
  whenWrong: z.string().optional(),
  /** Why it was no candidate; only under `weighed`. */
  notConsidered: z.string().optional(),
  /** Proposed fixes judged on the wait-for graph. */
  judgedFixes: z
    .array(z.object({ fix: z.string(), verdict: z.enum(['works', 'does-not-help', 'harmful', 'partial']), why: z.string() }))
    .optional(),
});

export const timelineEntry = z.object({
  time,
  process: z.string().optional(),
  what: z.string(),
  severity,
  /** gap | crash | restart | start | stop | config | witness | dump | child | signal | log */
  type: z.string().optional(),
  durationMs: z.number().optional(),
  /** Identical consecutive entries folded into this one. */
  repeated: z.number().optional(),
  citation: citation.optional(),
});

export const waitGraph = z.object({
  dump: z.string().optional(),
  threads: z.array(
    z.object({
      id: z.string(),
      tid: z.number(),
      name: z.string(),
      role: z.string(),
      state: z.string(),
      doing: z.string(),
      stack: z.array(z.string()),
      citation: citation.optional(),
    }),
  ),
  resources: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      label: z.string(),
      expected: z.number().optional(),
      arrived: z.number().optional(),
      missing: z.number().optional(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      relation: z.enum(['waits', 'holds', 'must-arrive']),
      basis: z.enum(['observed', 'inferred', 'unknown']),
      why: z.string().optional(),
    }),
  ),
  cycles: z.array(z.array(z.string())),
  rootBlocker: z.string().optional(),
});

export const expectedStep = z.object({
  step: z.string(),
  state: z.enum(['reached', 'not-reached', 'cannot-be-seen']),
  why: z.string(),
  citation: citation.optional(),
});

const fixReference = z.object({
  id: z.string(),
  /** `#14415`, as people call it. */
  label: z.string(),
  /** Release with the fix, on the own line where there is one. */
  fixedIn: z.string().optional(),
  summary: z.string(),
  url: z.string(),
  cve: z.array(z.string()).optional(),
});

/** What the index of fixed bugs says of an incident. No match means no match in this index, never that a bug is new. */
export const knownFixes = z.object({
  /** The versions that it was asked about. */
  asked: z.array(z.object({ product: z.string(), version: z.string(), basis: z.string().optional() })),
  matches: z.array(
    fixReference.extend({
      word: z.enum(['known', 'possibly']),
      product: z.string(),
      version: z.string(),
      /** False where the fix came only on a later line. */
      sameLine: z.boolean(),
      conditions: z.string().optional(),
      workaround: z.string().optional(),
      matchedBy: z.enum(['explanation', 'assertion', 'frames', 'vulnerability', 'function']),
      matched: z.array(z.string()),
      /** Why this version is exposed. */
      why: z.string(),
    }),
  ),
  /** Said where nothing matches. */
  none: z.string().optional(),
  /** Fixes after this version that touch the command that was executing: reading, no answer. */
  related: z
    .object({
      command: z.string(),
      product: z.string(),
      from: z.string(),
      to: z.string().optional(),
      total: z.number().int(),
      fixes: z.array(fixReference),
    })
    .optional(),
  /** What the index does not hold for these versions. */
  holes: z.array(z.string()),
});

export const incident = z.object({
  id: z.string(),
  processes: z.array(z.string()),
  /** What the first of them was when it began, where it is something else at its end. */
  role: z.enum(['master', 'replica']).optional(),
  from: time,
  to: time,
  /** The last moment before which it surely had not begun, and the first at which it surely had; `from` lies between them. */
  fromRange: z.tuple([time, time]).optional(),
  /** The last moment at which it surely lasted, and the first at which it surely was over. */
  toRange: z.tuple([time, time]).optional(),
  /** What `from` and `to` rest on, in words. */
  fromBasis: z.string().optional(),
  toBasis: z.string().optional(),
  /** Service was lost: from the death to the moment at which the next start was ready. At least and at most, where the death lies within bounds. */
  downtime: z.object({ from: time, to: time, durationMs: z.number(), leastMs: z.number(), mostMs: z.number() }).optional(),
  durationMs: z.number(),
  /** As the end of the input shows it: `down` died or refused to start and no later start is in the input. */
  state: z.enum(['over', 'going-on', 'down', 'unknown']).optional(),
  /** True exactly for the state `going-on`. */
  ongoing: z.boolean(),
  headline: z.string(),
  /** What happened, in three sentences. */
  summary: z.array(z.string()).optional(),
  severity: severity.optional(),
  /** What decides it, for the first screen: place of a crash, command, refused directive, the lines that say so. `what` is empty for a further line of the same. */
  keyFacts: z.array(z.object({ what: z.string(), value: z.string(), citation: citation.optional() })).optional(),
  trigger: z.object({ what: z.string(), time: time.optional(), citation: citation.optional() }).optional(),
  onset: z.object({ time, basis: z.string(), citation: citation.optional() }).optional(),
  end: z.object({ what: z.string(), time: time.optional(), citation: citation.optional() }).optional(),
  explanations: z.array(explanation),
  timeline: z.array(timelineEntry),
  waitGraph: waitGraph.optional(),
  /** Steps of a change: how far it came. */
  expectedPath: z.array(expectedStep).optional(),
  impact: z
    .object({
      noticedBy: z.array(
        z.object({ process: z.string().optional(), what: z.string(), time: time.optional(), citation: citation.optional() }),
      ),
      failover: z.enum(['yes', 'no', 'unknown']),
      failoverCitation: citation.optional(),
      lastSave: z.object({ time, citation }).optional(),
      replicationOffset: z.string().optional(),
      clusterId: z.string().optional(),
      database: z.string().optional(),
      blockedClients: z.number().optional(),
      facts: z.array(z.object({ what: z.string(), value: z.string(), citation: citation.optional() })),
    })
    .optional(),
  /** The observation that would decide between the leading two. */
  deciding: z.string().optional(),
  knownFixes: knownFixes.optional(),
  /** Other incidents that this one led to or came from. */
  links: z.array(z.object({ incident: z.string(), relation: z.string() })).optional(),
});

export const report = z.object({
  schema: z.literal(SCHEMA),
  tool: z.object({ name: z.string(), version: z.string() }),
  verdict: z.object({
    status: z.enum(['incident', 'healthy', 'inconclusive']),
    kind: kind.nullable(),
    signature: z.string().nullable(),
    confidence: z.number().nullable(),
    headline: z.string(),
    incident: z.string().nullable(),
    /** Status word of the leading explanation. */
    word: status.optional(),
  }),
  inputs: z.array(
    z.object({
      entry: z.string(),
      format: z.string(),
      bytes: z.number(),
      lines: z.number(),
      from: time.optional(),
      to: time.optional(),
      outcome: z.enum(['parsed', 'ignored', 'failed']),
      why: z.string().optional(),
      wrapping: z.string().optional(),
      unknownLines: z.number().optional(),
    }),
  ),
  processes: z.array(
    z.object({
      id: z.string(),
      pid: z.number(),
      entries: z.array(z.string()),
      role: z.string().optional(),
      server: z.string().optional(),
      product: z.string().optional(),
      version: z.string().optional(),
      port: z.number().optional(),
      mode: z.string().optional(),
      nodeId: z.string().optional(),
      modules: z.array(z.object({ name: z.string(), version: z.string().optional() })),
      from: time.optional(),
      to: time.optional(),
      end: z.enum(['clean-shutdown', 'crash', 'killed', 'still-running', 'unknown']),
      endWhy: z.string().optional(),
      endCitation: citation.optional(),
      logLevel: z.object({ value: z.string(), basis: z.string() }),
      next: z.string().optional(),
      previous: z.string().optional(),
      parent: z.string().optional(),
      lines: z.number().optional(),
      /** Short label for people: `redis-1 (port 7001)`. */
      label: z.string().optional(),
    }),
  ),
  incidents: z.array(incident),
  silences: z.array(
    z.object({
      id: z.string().optional(),
      process: z.string(),
      from: time,
      to: time,
      durationMs: z.number(),
      surprise: z.number(),
      baseline: z.object({
        medianMs: z.number(),
        p99Ms: z.number(),
        maxOtherMs: z.number(),
        heartbeatMs: z.number().optional(),
        lines: z.number(),
      }),
      endedBy: z.enum(['crash', 'restart', 'resumed', 'end-of-log']),
      heartbeatLost: z.boolean().optional(),
      mainOnly: z.boolean().optional(),
      benign: z.string().optional(),
      before: citation.optional(),
      after: citation.optional(),
    }),
  ),
  configChanges: z.array(
    z.object({
      process: z.string().optional(),
      time: time.optional(),
      option: z.string(),
      from: z.string().optional(),
      to: z.string().optional(),
      outcome: z.enum(['applied', 'rejected', 'unknown']),
      detail: z.string().optional(),
      attestedBy: z.string().optional(),
      citation,
    }),
  ),
  crashes: z.array(
    z.object({
      process: z.string().optional(),
      time: time.optional(),
      signal: z.number().optional(),
      siCode: z.number().optional(),
      sender: z.object({ pid: z.number(), uid: z.number() }).optional(),
      address: z.string().optional(),
      assertion: z.string().optional(),
      panic: z.string().optional(),
      /** `SIGSEGV`, or the name of a Windows exception. */
      signalName: z.string().optional(),
      /** Meaning of the code: `SEGV_MAPERR (nothing is mapped there)`. */
      codeName: z.string().optional(),
      /** Function or module and offset where it crashed. */
      place: z.string().optional(),
      module: z.string().optional(),
      addressMeaning: z.string().optional(),
      bytes: z.string().optional(),
      bytesMeaning: z.string().optional(),
      bits: z.number().optional(),
      /** What a library, runtime or module said on stderr before it. */
      lastWords: z.array(z.object({ by: z.string(), text: z.string(), citation: citation.optional() })).optional(),
      /** Client and object of an assertion. */
      context: z.array(z.string()).optional(),
      /** The handler faulted while it wrote the report. */
      nested: z.object({ text: z.string(), citation: citation.optional() }).optional(),
      memoryTest: z.enum(['passed', 'failed', 'started']).optional(),
      /** It died while it loaded its own RDB or AOF file. */
      loading: z.boolean().optional(),
      /** The command that asked for the crash; what of a command looks like an attack. */
      asked: z.string().optional(),
      suspicious: z.string().optional(),
      /** The process died without a report. */
      unwritten: z.boolean().optional(),
      faultingThread: z.string().optional(),
      topFrames: z.array(z.string()),
      complete: z.boolean(),
      origin: z.string().optional(),
      originWhy: z.string().optional(),
      inChild: z.boolean().optional(),
      survived: z.boolean().optional(),
      command: z.string().optional(),
      frozenSince: time.optional(),
      frozenForMs: z.number().optional(),
      missingSections: z.array(z.string()).optional(),
      citation: citation.optional(),
    }),
  ),
  /** State machines of Redis Enterprise's cluster manager, those that did not end well first. */
  changes: z
    .array(
      z.object({
        machine: z.string(),
        object: z.string(),
        state: z.enum(['succeeded', 'recovered', 'stuck', 'running']),
        from: time.optional(),
        to: time.optional(),
        at: z.string().optional(),
        error: z.string().optional(),
        retryState: z.string().optional(),
        shard: z.string().optional(),
        failures: z.number().optional(),
        steps: z.array(z.object({ state: z.string(), outcome: z.string(), from: time.optional(), to: time.optional() })),
        citation,
      }),
    )
    .optional(),
  nextSteps: z.array(
    z.object({
      ask: z.string(),
      command: z.string().optional(),
      decides: z.array(z.string()),
      risk: z.enum(['none', 'low', 'kills']).optional(),
      why: z.string().optional(),
    }),
  ),
  notes: z.array(z.object({ entry: z.string().optional(), text: z.string() })),
  threadDumps: z
    .array(
      z.object({
        id: z.string(),
        process: z.string().optional(),
        entry: z.string(),
        line: z.number(),
        source: z.string(),
        time: time.optional(),
        threads: z.number(),
        groups: z.array(
          z.object({
            state: z.string(),
            role: z.string(),
            doing: z.string(),
            count: z.number(),
            threads: z.array(z.string()),
            stack: z.array(z.string()),
            idle: z.boolean(),
            citation: citation.optional(),
          }),
        ),
        main: z.object({ activity: z.string(), detail: z.string(), citation: citation.optional() }).optional(),
        limits: z.array(z.string()),
        contradictions: z.array(z.string()),
        waitGraph: waitGraph.optional(),
      }),
    )
    .optional(),
  /** Two samples of one process, thread by thread: `same` functions, `within` the same call, `moved`, `gone`, `new`. */
  threadComparisons: z
    .array(
      z.object({
        process: z.string().optional(),
        first: z.string(),
        second: z.string(),
        gapMs: z.number().optional(),
        main: z.string().optional(),
        same: z.number(),
        within: z.number(),
        moved: z.number(),
        gone: z.number(),
        new: z.number(),
        rows: z.array(
          z.object({
            thread: z.string(),
            role: z.string(),
            change: z.string(),
            first: z.object({ doing: z.string(), stack: z.array(z.string()) }),
            second: z.object({ doing: z.string(), stack: z.array(z.string()) }).optional(),
            citation: citation.optional(),
          }),
        ),
      }),
    )
    .optional(),
  coverage: z
    .array(
      z.object({
        process: z.string(),
        entry: z.string().optional(),
        extent: z.string(),
        why: z.string(),
        startsLate: z.boolean().optional(),
        holes: z.array(z.object({ from: time.optional(), to: time.optional(), why: z.string(), citation: citation.optional() })),
      }),
    )
    .optional(),
  clocks: z
    .array(
      z.object({
        entry: z.string(),
        process: z.string().optional(),
        zone: z.string(),
        basis: z.string(),
        shiftMs: z.number(),
        skewMs: z.number().optional(),
        skewErrorMs: z.number().optional(),
        steps: z.array(z.object({ time, byMs: z.number(), citation: citation.optional() })).optional(),
      }),
    )
    .optional(),
  timeBasis: z.string().optional(),
  /** False where stamps carry no year and nothing in the input tells it: such times have the year 1972, which is to be shown to nobody. */
  yearKnown: z.boolean().optional(),
  /** Log lines per bin and level (debug, verbose, notice, warning): counts[bin*4+level]. */
  density: z.array(z.object({ process: z.string(), start: time, binMs: z.number(), counts: z.array(z.number()) })).optional(),
  records: z
    .array(
      z.object({
        time: time.optional(),
        process: z.string().optional(),
        level: z.string().optional(),
        text: z.string(),
        entry: z.string(),
        line: z.number(),
        event: z.string().optional(),
      }),
    )
    .optional(),
  recordsDropped: z.number().optional(),
  /** Lines that no format understood: the first few that differ by more than their numbers. */
  notUnderstood: z.array(z.object({ template: z.string(), citation })).optional(),
  novelty: z
    .array(
      z.object({
        process: z.string().optional(),
        why: z.string(),
        template: z.string(),
        level: z.string().optional(),
        count: z.number(),
        first: citation,
        last: citation.optional(),
      }),
    )
    .optional(),
  /** Every sign of trouble of the input and how it ended: explained by an incident, cleared by a harmless reading, or open. */
  account: z
    .object({
      explained: z.number(),
      cleared: z.number(),
      open: z.number(),
      /** What the claim that nothing went wrong rests on, or what is missing for it. */
      healthBasis: z.array(z.string()).optional(),
      notHealthy: z.string().optional(),
      signs: z.array(
        z.object({
          source: z.string(),
          what: z.string(),
          severity,
          outcome: z.enum(['explained', 'cleared', 'open']),
          why: z.string(),
          count: z.number(),
          process: z.string().optional(),
          incident: z.string().optional(),
          from: time.optional(),
          to: time.optional(),
          /** What would tell whether it matters. */
          decide: z.string().optional(),
          citations: z.array(citation),
        }),
      ),
    })
    .optional(),
  advisories: z
    .array(
      z.object({
        kind: z.string(),
        title: z.string(),
        why: z.string(),
        process: z.string().optional(),
        citation: citation.optional(),
        remedy: z.array(z.string()).optional(),
        signature: z.string().optional(),
      }),
    )
    .optional(),
  benign: z
    .array(z.object({ what: z.string(), why: z.string(), process: z.string().optional(), citation: citation.optional() }))
    .optional(),
  /** Signatures that were no candidates, weighed all the same: in an incident, or over a whole process where there is none. Kept only for
   * `explain` and `compare`, which ask for them. */
  weighed: z
    .array(z.object({ incident: z.string().optional(), process: z.string().optional(), explanations: z.array(explanation) }))
    .optional(),
});

export type Report = z.infer<typeof report>;
export type Incident = z.infer<typeof incident>;
export type KnownFixes = z.infer<typeof knownFixes>;
export type Explanation = z.infer<typeof explanation>;
export type LedgerItem = z.infer<typeof ledgerItem>;
export type Citation = z.infer<typeof citation>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type ReportWaitGraph = z.infer<typeof waitGraph>;
export type Severity = z.infer<typeof severity>;
export type Status = z.infer<typeof status>;
