import type { Cite } from './origin.js';
import type {
  CheckRecord,
  ClientErrorsRecord,
  ClientInfo,
  ClientListRecord,
  ClusterNode,
  ConfRecord,
  ContainerRecord,
  CoreRecord,
  CrashReport,
  Density,
  EntryRecords,
  FatalStartRecord,
  Gap,
  InfoRecord,
  KeptLine,
  KernelRecord,
  LastWordsRecord,
  LatencyRecord,
  LogEvent,
  LogRun,
  ManagerRecord,
  ProbeRecord,
  ProcRecord,
  Product,
  SanitizerRecord,
  SlowlogRecord,
  TemplateCount,
  ThreadDump,
} from './records.js';
import type { Level } from './text.js';
import type { DumpReading, ThreadRole, ThreadStateName } from './threads.js';

export type ProcessEnd = 'clean-shutdown' | 'crash' | 'killed' | 'still-running' | 'unknown';

/** One OS process run: pid and start. All `…Ms` are epoch milliseconds on the common axis. */
export interface ProcessFact {
  /** `p1`, `p2`… after sorting by first entry, first moment, pid. */
  id: string;
  pid: number;
  /** Entries that hold its log, crash report or dump, the log first. */
  entries: string[];
  /** Server identity: `port:7001`, `shard:2`, `file:redis.log`, the same for all its incarnations. */
  server: string;
  role?: 'master' | 'replica' | 'sentinel' | 'child' | 'manager';
  product?: Product;
  version?: string;
  /** Build of Redis Enterprise that the server belongs to, `7.22.2-20`: its `redis_version` does not follow patches. */
  enterprise?: string;
  port?: number;
  mode?: 'standalone' | 'cluster' | 'sentinel';
  nodeId?: string;
  runId?: string;
  modules: { name: string; version?: string; versionInt?: number; cite?: Cite }[];
  runs: LogRun[];
  /** Pid of the parent for fork children. */
  parentPid?: number;
  childPurpose?: string;
  fromMs: number;
  toMs: number;
  end: ProcessEnd;
  endWhy: string;
  endCite?: Cite;
  /** Its last words are those of a server that ends itself. */
  gaveUp?: boolean;
  /** Next and previous incarnation of the same server. */
  next?: string;
  previous?: string;
  logLevel: { value: Level | 'unknown'; basis: string; certain: boolean };
  coverage: Coverage;
  /** Shift from wall clock to UTC applied to its stamps, ms, and how we know. */
  zoneShiftMs: number;
}

/** What the input could have shown of a process. */
export interface Coverage {
  /** The log begins in the middle of the process' life. */
  startsLate: boolean;
  /** Holes, cuts and rotation boundaries inside, with the reason. */
  holes: { fromMs: number; toMs: number; why: string; cite?: Cite }[];
  /** 'whole' | 'last-lines' | 'quoted' | 'none' and why. */
  extent: 'whole' | 'tail-only' | 'excerpt' | 'none';
  why: string;
}

export interface SilenceFact {
  id: string;
  process: string;
  fromMs: number;
  toMs: number;
  durationMs: number;
  /** -log10 of the probability of such a pause under the process' own cadence; 0 when it cannot be judged. */
  surprise: number;
  baseline: { medianMs: number; p99Ms: number; maxOtherMs: number; heartbeatMs?: number; lines: number };
  /** Missed periodic lines prove it: e.g. the 5 s tick at verbose. */
  heartbeatLost: boolean;
  endedBy: 'crash' | 'restart' | 'resumed' | 'end-of-log';
  before: KeptLine;
  after?: KeptLine;
  /** Only main is silent; child or module lines continue. */
  mainOnly: boolean;
  others: KeptLine[];
  /** Harmless reading if there is one: 'idle', 'loading', 'clock-step', 'dst', 'no-baseline'. */
  benign?: string;
  /** Why the periodic lines did not have to go on, when they ended here although the process lived. */
  beatsEnded?: 'keys-gone' | 'beats-ended';
}

export interface ConfigChangeFact {
  process?: string;
  timeMs: number;
  option: string;
  from?: string;
  to?: string;
  /** `in-progress`: a command that had not returned. */
  outcome: 'applied' | 'rejected' | 'requested' | 'in-progress' | 'unknown';
  attestedBy:
    | 'module-line'
    | 'deprecation-line'
    | 'manager'
    | 'crash-argv'
    | 'client-list'
    | 'slowlog'
    | 'conf'
    | 'rewrite'
    | 'info'
    | 'gdb-args';
  cite: Cite;
}

export interface CrashFact {
  id: string;
  process?: string;
  /** Pid printed by the report, of the child for child crashes. */
  pid: number;
  inChild: boolean;
  timeMs: number;
  report: CrashReport;
  /** Sent from outside (`si_code` <= 0 and a sender, or the address that encodes it), a real fault, or cannot be told. */
  origin: 'sent' | 'fault' | 'self' | 'unknown';
  originWhy: string;
  sender?: { pid: number; uid: number };
  faultingThread?: { tid: number; name?: string };
  topFrames: string[];
  /** Where it crashed, for people: `TSDB_add (redistimeseries.so)`, `libc.so.6+0x15d4ea, called from addReply`. */
  place?: string;
  /** Module whose code the place is. */
  module?: string;
  /** It died while it loaded its RDB or AOF file at start. */
  loading?: boolean;
  /** The command that asked for the crash (`DEBUG SEGFAULT`), or what of a command looks like an attack. */
  asked?: string;
  suspicious?: string;
  /** What a size that could not be allocated says. */
  size?: { text: string; impossible: boolean };
  dump?: string;
  /** Clock of main frozen before the report: the onset of a hang. */
  frozen?: { atMs: number; forMs: number; cite: Cite };
  /** Command main was executing. */
  command?: { argv: string[]; cite: Cite; client?: string };
  /** The process logged again afterwards: the report was no death. */
  survived: boolean;
}

export interface DumpFact {
  id: string;
  process?: string;
  timeMs: number;
  dump: ThreadDump;
  reading: DumpReading;
}

/** A fork child whose end the server never logged. */
export interface OpenChildFact {
  process: string;
  pid: number;
  what: 'save' | 'transfer' | 'rewrite' | 'module fork';
  fromMs: number;
  /** Last line of the server. */
  toMs: number;
  /** The longest of the server's children before that ended well. */
  longestMs?: number;
  cite: Cite;
  /** Lines that refuse another child since. */
  refused: Cite[];
}

/** What became of a thread between two samples. `within`: other functions below the same call. */
export type ThreadChange = 'same' | 'within' | 'moved' | 'gone' | 'new';

/** Two samples of one process, compared thread by thread. */
export interface DumpComparison {
  process?: string;
  /** Ids of the dumps, in the order of the input. */
  first: string;
  second: string;
  rows: {
    tid: number;
    name: string;
    role: ThreadRole;
    change: ThreadChange;
    first: { state: ThreadStateName; doing: string; stack: string[] };
    second?: { state: ThreadStateName; doing: string; stack: string[] };
    cite: Cite;
  }[];
  main?: ThreadChange;
  /** Between the two, NaN when the dumps carry no time. */
  gapMs: number;
}

/** What one process says about another. */
export interface WitnessFact {
  by?: string;
  /** Process that is meant, where a node id, port, run id, pid or socket tells it. */
  about?: string;
  aboutLabel: string;
  timeMs: number;
  what:
    | 'node-failing'
    | 'node-fail-received'
    | 'node-reachable'
    | 'failover-started'
    | 'failover-won'
    | 'master-timeout'
    | 'master-lost'
    | 'replica-timeout'
    | 'replica-lost'
    | 'sync-ok'
    | 'sdown'
    | 'odown'
    | 'not-sdown'
    | 'switch-master'
    | 'tilt'
    | 'socket-timeout'
    | 'connection-refused'
    | 'probe-timeout'
    | 'probe-ok'
    | 'cluster-fail'
    | 'cluster-ok';
  cite: Cite;
}

export interface ClockFact {
  entry: string;
  process?: string;
  zone: string;
  zoneBasis: 'assumed' | 'given' | 'wrapper' | 'handler-epoch' | 'report-epoch' | 'peer-events' | 'absolute';
  shiftMs: number;
  skewMs?: number;
  skewErrorMs?: number;
  steps: { timeMs: number; byMs: number; cite: Cite }[];
}

/** A record of what clients say, its times on the common axis; `process`: the server that is meant, where one of the inputs is it. */
export interface ClientErrorFact extends ClientErrorsRecord {
  process?: string;
  timeMs: number;
  lastMs: number;
  sampleMs: number[];
}

/** What is wrong with who follows whom, or who owns which slots, over all inputs. */
export interface TopologyFinding {
  /** `no-master`: replicas without a link, of different masters, and nobody else; `circle`: they ask each other; `own-master`: a replica of itself;
   * `owner-failed`: a failed master still owns slots; `slots-missing`: nobody owns them; `two-owners`: two masters claim the same. */
  what: 'no-master' | 'circle' | 'own-master' | 'two-masters' | 'owner-failed' | 'member-failed' | 'slots-missing' | 'two-owners';
  process?: string;
  processes: string[];
  /** The one server that the others speak of, where it is in the input. */
  about?: string;
  value: string;
  n: number;
  cites: Cite[];
}

/** All facts of an analysis. Ids and order do not depend on the order of the inputs. */
export interface Facts {
  entries: EntryRecords[];
  processes: ProcessFact[];
  /** Events of the catalogue bound to their process, in time order. */
  events: BoundEvent[];
  silences: SilenceFact[];
  configChanges: ConfigChangeFact[];
  crashes: CrashFact[];
  dumps: DumpFact[];
  comparisons: DumpComparison[];
  openChildren: OpenChildFact[];
  witnesses: WitnessFact[];
  clocks: ClockFact[];
  fatalStarts: (FatalStartRecord & { process?: string; timeMs: number })[];
  kernel: (KernelRecord & { process?: string; timeMs: number })[];
  containers: (ContainerRecord & { process?: string; timeMs: number })[];
  managers: (ManagerRecord & { process?: string; timeMs: number })[];
  /** State machines of the cluster manager, by the moment at which they began. */
  changes: ChangeFact[];
  infos: (InfoRecord & { process?: string; timeMs: number })[];
  clientLists: (ClientListRecord & { process?: string; timeMs: number })[];
  slowlogs: (SlowlogRecord & { process?: string })[];
  latencies: (LatencyRecord & { process?: string })[];
  confs: (ConfRecord & { process?: string })[];
  procs: (ProcRecord & { process?: string })[];
  /** Last words on stderr that no death follows. */
  lastWords: (LastWordsRecord & { process?: string })[];
  sanitizers: (SanitizerRecord & { process?: string })[];
  probes: (ProbeRecord & { process?: string; timeMs: number })[];
  /** What clients complain of, in order of their first moment. */
  clientErrors: ClientErrorFact[];
  checks: CheckRecord[];
  cores: CoreRecord[];
  clusterNodes: ClusterNode[];
  topology: TopologyFinding[];
  novelty: { process?: string; why: 'unknown-warning' | 'stopped' | 'only-here'; template: TemplateCount }[];
  /** False where stamps carry no year and nothing in the input tells it: their times then have the year 1972, which no reader may see. */
  yearKnown: boolean;
  /** Latest moment anything in the input speaks of; undefined when nothing is dated. */
  collectedMs?: number;
  notes: { entry?: string; text: string }[];
}

/** One run of a state machine, from its log and from what the configuration store and rladmin say of it. */
export interface ChangeFact {
  machine: string;
  object: string;
  process?: string;
  timeMs: number;
  endMs: number;
  /** `stuck`: it failed or stands still, and no later run of it succeeded. `recovered`: a later run did. `running`: the input ends in its middle. */
  state: 'succeeded' | 'recovered' | 'stuck' | 'running';
  /** Where it stands, or stood when it failed. */
  at?: string;
  atMs: number;
  error?: string;
  retryState?: string;
  shard?: string;
  /** What kept it, as the log beside it tells. */
  heldBy?: { text: string; cite: Cite };
  parameters?: string;
  /** Failed runs of the same machine on the same object. */
  failures: number;
  steps: { state: string; fromMs: number; toMs: number; outcome: 'done' | 'failed' | 'entered'; cite: Cite }[];
  sources: ('log' | 'ccs' | 'rladmin')[];
  cite: Cite;
  cites: Cite[];
}

export interface BoundEvent {
  process?: string;
  timeMs: number;
  event: LogEvent;
}

export type { ClientInfo, Density, Gap };
