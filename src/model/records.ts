import type { Cite } from './origin.js';
import type { HoleKind, Level } from './text.js';

export type Role = 'M' | 'S' | 'C' | 'X';
export type Product = 'redis' | 'valkey';

/** How a stamp relates to UTC. `naive`: local time without zone; `yearless`: also without a year (wallMs then has the
 * year 1970 or 1972 and is completed after the last byte); `absolute`: epoch or ISO with offset. */
export type StampBasis = 'naive' | 'yearless' | 'absolute' | 'none';

/** A moment as written in an input: wall-clock milliseconds as if the wall clock were UTC. */
export interface Stamp {
  wallMs: number;
  basis: StampBasis;
}

/** A line that was kept. */
export interface KeptLine extends Cite {
  wallMs: number;
  level: Level | '';
  role: Role | '';
  /** Module tag of `<name> text`, '' for core lines. */
  module: string;
}

/** A line that a pattern of the catalogue recognised. `id` is the pattern's id. */
export interface LogEvent extends KeptLine {
  id: string;
  fields: Record<string, string>;
  /** From a signal handler: the stamp is epoch seconds, no level. */
  handler?: boolean;
}

/** A pause between two consecutive lines of a run. */
export interface Gap {
  before: KeptLine;
  after: KeptLine;
  durationMs: number;
}

/** Counted lines that share a template (numbers, addresses, ids and quoted text replaced). */
export interface TemplateCount {
  template: string;
  level: Level | '';
  module: string;
  count: number;
  first: KeptLine;
  last: KeptLine;
}

/** Fixed number of bins whose width doubles as the range grows; bins are aligned to multiples of the width, so the
 * result does not depend on the order or size of chunks. counts[bin*4 + level]. */
export interface Density {
  binMs: number;
  /** wallMs of bin 0, a multiple of binMs. */
  startMs: number;
  counts: number[];
}

/** One run of one pid in one entry: from a start banner (or the first line) to the next banner of the same pid.
 * Rotated files and restarts are joined later, in facts. */
export interface LogRun {
  entry: string;
  sub: string;
  pid: number;
  /** Order of first appearance within the entry. */
  seq: number;
  stampBasis: StampBasis;
  first: KeptLine;
  last: KeptLine;
  /** Last line that proves the main thread alive: core lines of role M, S or X, not children, modules or handlers. */
  lastMain?: KeptLine;
  /** True when the run begins with a start banner. */
  banner: boolean;
  lines: number;
  /** Lines and their first and last moment by level. */
  levels: Partial<Record<Level, { count: number; firstMs: number; lastMs: number }>>;
  roles: Partial<Record<Role, number>>;
  lastRole: Role | '';
  /** First K and last K per pattern; `eventCounts` has the full number. */
  events: LogEvent[];
  eventCounts: Record<string, number>;
  /** The longest pauses between consecutive lines of this run, longest first (at most 64). */
  gaps: Gap[];
  /** The longest pauses between consecutive lines that prove the main thread alive (at most 64). */
  mainGaps: Gap[];
  /** Pauses between consecutive lines: bin i counts pauses of [2^i, 2^(i+1)) ms, bin 0 also 0 ms; 40 bins. */
  cadence: number[];
  /** Periodic lines (`DB 0: … keys`, `N clients connected`): count and log2 histogram of their spacing. */
  heartbeat?: { count: number; cadence: number[]; first: KeptLine; last: KeptLine; gaps: Gap[] };
  /** Places where the wall clock of consecutive lines ran backwards by more than 50 ms. */
  backSteps: Gap[];
  density: Density;
  /** Lines no pattern knows, warnings always, others up to a cap, by template (at most 200 per run). */
  templates: TemplateCount[];
  /** The last lines of the run (at most 50), oldest first. */
  tail: KeptLine[];
  /** Pairs (line's own wall time, absolute time from a wrapper or a signal-handler line): they give the zone. */
  zoneSamples: { wallMs: number; utcMs: number; source: string }[];
  /** 'legacy' | 'legacy-1.x' | 'legacy-2.8' | 'legacy-yearless' | 'logfmt' | 'json' | 'iso' | 'ms' | 'syslog' */
  dialect: string;
}

export interface Frame {
  /** Function name without offset; undefined when only an address is known. */
  fn?: string;
  /** Shared object or program, base name only (`redisearch.so`, `redis-server`). */
  object?: string;
  /** Offset in the function or object as printed (`0x110`). */
  offset?: string;
  address?: string;
  /** Arguments as printed by gdb, at most 300 characters. */
  args?: string;
  file?: string;
  fileLine?: number;
  /** Line of the entry. */
  line: number;
  /** Byte offset and text of that line, where the format keeps them: they make the frame citable. */
  byteOffset?: number;
  text?: string;
}

/** A lock's memory as a debugger printed it: who owns it is then observed and not inferred. */
export interface LockWord {
  /** Symbol without compiler suffix (`moduleGIL`). */
  name: string;
  address?: string;
  /** Kernel thread id of the owner, 0 when free. */
  ownerTid: number;
  cite: Cite;
}

export interface Thread {
  /** Kernel thread id; 0 when the dump does not tell. */
  tid: number;
  /** Debugger's thread number. */
  number?: number;
  name?: string;
  frames: Frame[];
  /** Somebody left out its innermost frames: the stack begins at `#2`. */
  shortened?: true;
  /** `*` in a Redis dump, or `=> crashed`/current thread: runs the handler, not necessarily the culprit. */
  marked: boolean;
  /** /proc state letter (`S`, `R`, `D`, `T`) where known. */
  procState?: string;
  wchan?: string;
  /** Its id as the server sees it, where the server has a process namespace of its own: lock words hold this one. */
  innerTid?: number;
  /** How often it went to sleep so far. */
  switches?: number;
  /** Stack pointer, where the kernel tells it. */
  sp?: number;
  /** CPU used so far, in ticks of the kernel, and in milliseconds where the length of a tick is known. */
  cpuTicks?: number;
  cpuMs?: number;
  /** What the kernel and the words of the lock say that it waits for. */
  wait?: ThreadWait;
  cite: Cite;
}

/** `lock`: some lock without an owner word; `futex`: words that could not be read or say nothing. */
export type WaitKind =
  | 'mutex'
  | 'rwlock'
  | 'join'
  | 'barrier'
  | 'condition'
  | 'semaphore'
  | 'lock'
  | 'futex'
  | 'events'
  | 'poll'
  | 'sleep'
  | 'read'
  | 'write'
  | 'sync'
  | 'child'
  | 'file-lock'
  | 'signal'
  | 'other';

/** What one thread waits for, observed: its system call with arguments, and the words of the object that it waits at. */
export interface ThreadWait {
  kind: WaitKind;
  /** Start of the lock, `0x7fddd54f71a8`. */
  address?: string;
  /** Thread (by `Thread.tid`) that the lock's owner word names. */
  owner?: number;
  /** Two looks at the words and at the thread agree. */
  steady?: boolean;
  /** From a core, where nothing moves: one look is as good as two. */
  frozen?: true;
  /** The owner word names a thread that does not exist any more. */
  lostOwner?: number;
  /** A read-write lock that is wanted for writing. */
  writing?: boolean;
  /** Threads that hold a read-write lock for reading; who they are is nowhere. */
  readers?: number;
  arrived?: number;
  expected?: number;
  /** A sleep that is one of many at the same place: how long each lasts, on average. */
  everyMs?: number;
  /** Name of the object, and how it is known. */
  symbol?: string;
  symbolBasis?: 'observed' | 'inferred';
  /** File among whose variables a nameless lock lies: `trap.so`. */
  within?: string;
  /** For people: why nobody can be named, or what the call is. */
  note?: string;
  cite: Cite;
}

export type DumpSource =
  | 'redis-report'
  | 'redis-watchdog'
  | 'redis-sigalrm'
  | 'gdb'
  | 'gdb-core'
  | 'gdb-info'
  | 'eu-stack'
  | 'eu-stack-core'
  | 'elf-core'
  | 'pstack'
  | 'proc'
  | 'collector'
  | 'sanitizer';

/** Stacks of a process at one moment. */
export interface ThreadDump {
  type: 'dump';
  source: DumpSource;
  entry: string;
  sub: string;
  /** Process id where the dump tells it, 0 otherwise. */
  pid: number;
  stamp: Stamp;
  threads: Thread[];
  /** `N/M expected stacktraces`: M is capped at 50 by Redis. */
  expected?: { got: number; of: number };
  /** Some threads or frames are known or suspected to be missing, and why. */
  incomplete: string[];
  /** False where only the current thread was printed (Redis <= 7.2). */
  allThreads: boolean;
  program?: string;
  /** Signal that ended the process, from a core file: `SIGSEGV`. */
  terminatedBy?: {
    signal: string;
    cite: Cite;
    /** Who sent it, si_code and fault address, where a core tells. */
    sender?: { pid: number; uid: number };
    /** The process sent it to itself: abort(), raise(). */
    raised?: true;
    code?: number;
    address?: string;
  };
  /** Locks whose words were printed beside the stacks. */
  lockWords?: LockWord[];
  /** A thread pool's barrier printed beside the stacks: how many threads it expects. */
  barrier?: { count: number; received: number; cite: Cite };
  /** The debugger had not let the process run since the dump before: no second sample. */
  sameStop?: boolean;
  cite: Cite;
}

/** `key:value` of INFO, CONFIG GET, /proc status and the like, with the line each stands on. */
export interface KeyValues {
  section: string;
  values: Record<string, { value: string; line: number; offset: number }>;
  complete: boolean;
}

export interface ClientInfo {
  id?: string;
  addr?: string;
  laddr?: string;
  name?: string;
  age?: number;
  idle?: number;
  flags?: string;
  cmd?: string;
  user?: string;
  cite: Cite;
  /** Arguments as logged; redacted ones are absent. */
  argv?: string[];
  argvCite?: Cite;
}

export interface ReportSection {
  name: string;
  line: number;
  complete: boolean;
}

/** A crash report (`=== REDIS BUG REPORT START`), an assertion or panic, also when cut off, nested or without START. */
export interface CrashReport {
  type: 'crash';
  /** Not written by the server: a debugger or a sanitizer tells of the death, and has none of the sections of a report. */
  by?: 'debugger' | 'sanitizer';
  entry: string;
  sub: string;
  pid: number;
  role: Role | '';
  stamp: Stamp;
  product: Product;
  version?: string;
  /** First line of the report (START, or the first line that belongs to it). */
  cite: Cite;
  endLine: number;
  signal?: number;
  siCode?: number;
  /** `Killed by PID: P, UID: U`. */
  killedBy?: { pid: number; uid: number };
  address?: string;
  eip?: string;
  eipSymbol?: string;
  /** The frame of the instruction that was running, printed before the stacks. */
  eipFrame?: Frame;
  /** Stack pointer at the fault, from the registers: `0x7ffc…`. */
  stackPointer?: string;
  /** Word size of the program, where registers or INFO tell it. */
  bits?: 32 | 64;
  /** Name of a Windows exception (`EXCEPTION_ACCESS_VIOLATION`); `signal` is then its nearest relative. */
  exception?: string;
  /** What the C library, a runtime or a module wrote on stderr before the report. */
  lastWords?: LastWords[];
  /** OBJECT and CLIENT context of an assertion: `Object type: 1`, `client->flags = 0`. */
  context?: string[];
  /** A fault of the handler while it wrote the report: what it was, where it stands. */
  nestedFault?: { text: string; cite: Cite };
  assertion?: { expr: string; file: string; line: number };
  panic?: { message: string; file?: string; line?: number };
  outOfMemory?: { bytes?: string };
  /** Citations of single lines by role: 'signal', 'address', 'killedBy', 'eip', 'assertion', 'panic', 'oom', 'end', 'start', 'memtest'. */
  lines: Record<string, Cite>;
  /** A second report began while this one was written. */
  nested: boolean;
  /** There is no report: the process died with its last words. */
  unwritten?: boolean;
  /** `REDIS BUG REPORT END` was seen. */
  complete: boolean;
  dump?: ThreadDump;
  info: KeyValues[];
  clients: ClientInfo[];
  clientCount: number;
  currentClient?: ClientInfo;
  executingClient?: ClientInfo;
  modulesInfo: KeyValues[];
  configDebug?: KeyValues;
  clusterNodes?: ClusterNode[];
  memoryTest?: 'passed' | 'failed' | 'started';
  sections: ReportSection[];
}

/** Last lines of a process that no server logs: the C library, the C++ or Rust runtime, the allocator or a module says on stderr
 * why it calls abort(). */
export interface LastWords {
  by: 'glibc' | 'musl' | 'macos' | 'c++' | 'rust' | 'glog' | 'jemalloc' | 'lua' | 'raft' | 'v8' | 'module' | 'server' | 'shell' | 'qemu';
  /** `page-size`: the allocator cannot work here at all. `signal`: whoever ran the process says what it died of. */
  what: 'assertion' | 'panic' | 'out-of-memory' | 'heap-corruption' | 'stack-smashing' | 'abort' | 'page-size' | 'signal';
  /** The expression, the panic's message, the exception: what stands behind the fixed words. */
  message: string;
  program?: string;
  file?: string;
  fileLine?: number;
  fn?: string;
  bytes?: string;
  signal?: number;
  /** The stack that abseil and glog print below a failed CHECK, innermost first. */
  frames?: Frame[];
  cite: Cite;
}

/** Last words without a crash report near them. */
export interface LastWordsRecord {
  type: 'last-words';
  entry: string;
  sub: string;
  cite: Cite;
  /** Process that logged the line before, 0 when there is none. */
  pid: number;
  /** Of the wrapper; the words carry none. */
  stamp: Stamp;
  words: LastWords;
}

export interface ClusterNode {
  id: string;
  addr: string;
  flags: string[];
  master: string;
  linkState: string;
  slots: string;
  cite: Cite;
}

/** INFO, MEMORY, CONFIG GET… as a file of its own. */
export interface InfoRecord {
  type: 'info';
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  what: 'info' | 'config' | 'memory' | 'other';
  sections: KeyValues[];
}
export interface ClientListRecord {
  type: 'clients';
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  clients: ClientInfo[];
  count: number;
}
export interface SlowlogRecord {
  type: 'slowlog';
  entry: string;
  sub: string;
  cite: Cite;
  items: { id: number; epochSec: number; durationUs: number; argv: string[]; client?: string; cite: Cite }[];
}
export interface LatencyRecord {
  type: 'latency';
  entry: string;
  sub: string;
  cite: Cite;
  /** Event name, count, average and worst in ms, as in LATENCY DOCTOR or LATENCY LATEST. */
  events: { name: string; count?: number; averageMs?: number; worstMs?: number; cite: Cite }[];
}
export interface ClusterNodesRecord {
  type: 'cluster-nodes';
  entry: string;
  sub: string;
  cite: Cite;
  nodes: ClusterNode[];
}
/** redis.conf / sentinel.conf: directives in order. */
export interface ConfRecord {
  type: 'conf';
  entry: string;
  sub: string;
  cite: Cite;
  directives: { name: string; args: string[]; cite: Cite }[];
}
/** `/proc/PID/status` and friends of the whole process. Threads go into a ThreadDump of source 'proc'. */
export interface ProcRecord {
  type: 'proc';
  entry: string;
  sub: string;
  cite: Cite;
  pid: number;
  comm?: string;
  /** `T (stopped)`, `R (running)`… */
  state?: string;
  stateCite?: Cite;
  wchan?: string;
  threads?: number;
  vmRssKb?: number;
  voluntarySwitches?: number;
}
/** First file of a collector's folder for one process: who, where, and what could not be seen. */
export interface CollectRecord {
  type: 'collect';
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  pid: number;
  /** The server whose fork this process is. */
  parent: number;
  machine: string;
  exe: string;
  ticksPerSecond: number;
  unseen: { what: string; why: string; cite: Cite }[];
}
/** Memory in words of 8 bytes, lowest address first: around the locks that threads wait for, of their stacks, of the heads of programs. */
export interface MemoryRecord {
  type: 'memory';
  entry: string;
  sub: string;
  cite: Cite;
  areas: MemoryArea[];
}
export interface MemoryArea {
  what: 'lock' | 'word' | 'stack' | 'elf';
  at: number;
  words: BigUint64Array;
  /** Of a stack its thread and program counter, of an ELF head its file, of a lock the address waited at. */
  tid?: number;
  pc?: number;
  path?: string;
  futex?: number;
  cite: Cite;
}
/** `/proc/PID/maps`. */
export interface MapsRecord {
  type: 'maps';
  entry: string;
  sub: string;
  cite: Cite;
  mappings: Mapping[];
}
export interface Mapping {
  start: number;
  end: number;
  /** `r-xp` */
  access: string;
  offset: number;
  /** Empty for anonymous memory; `[stack]`, `[heap]`, `[vdso]`. */
  path: string;
}
/** Kernel log: OOM killer, segfault, hung task. */
export interface KernelRecord {
  type: 'kernel';
  event: 'oom-kill' | 'segfault' | 'hung-task' | 'trap' | 'hardware' | 'other';
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  /** Seconds since boot where that is all the line tells. */
  uptimeSec?: number;
  pid: number;
  comm: string;
  fields: Record<string, string>;
}
/** What a container runtime or orchestrator says of a container: OOMKilled, exit code, restarts, probe failures. */
export interface ContainerRecord {
  type: 'container';
  source: 'kubectl-describe' | 'kubectl-events' | 'kubectl-get' | 'docker-inspect';
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  name: string;
  event:
    | 'oom-killed'
    | 'exited'
    | 'restarted'
    | 'probe-failed'
    | 'killing'
    | 'evicted'
    | 'cannot-start'
    | 'backoff'
    | 'node-trouble'
    | 'started'
    | 'running'
    | 'other';
  exitCode?: number;
  message: string;
  fields: Record<string, string>;
}
/** Redis Enterprise managers, supervisord, event_log, state machines; and test harness lines. */
export interface ManagerRecord {
  type: 'manager';
  component: string;
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  level: string;
  event:
    | 'config-push'
    | 'socket-timeout'
    | 'connection-refused'
    | 'process-spawned'
    | 'process-exited'
    | 'process-fatal'
    | 'process-killed'
    | 'state-machine-failed'
    | 'state-machine'
    | 'failover'
    | 'alert'
    /** An alert that was cleared, or one of the sort that a healthy cluster raises. */
    | 'alert-over'
    | 'alert-minor'
    | 'node-down'
    | 'shard-down'
    | 'check-failed'
    | 'not-running'
    | 'start-limit'
    | 'restart'
    /** A supervised program that is no Redis server ended by a signal. */
    | 'process-died'
    /** systemd could not prepare the process: its own exit codes from 200 on. */
    | 'setup-failed'
    | 'timed-out'
    | 'other';
  /** Shard uid (`redis:2`), database (`bdb:1`), socket (`/tmp/redis-2.sock`), node, pid, signal, option, value… as told. */
  fields: Record<string, string>;
}
/** A change that the cluster manager of Redis Enterprise makes step by step: a run of a state machine. */
export interface ChangeRecord {
  type: 'change';
  /** Its log, or what is left of it in the cluster's configuration store or in `rladmin status`. */
  source: 'log' | 'ccs' | 'rladmin';
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  /** `SMUpdateBDB`, and what it changes: `bdb:2`. */
  machine: string;
  object: string;
  parameters?: string;
  steps: { state: string; entered?: Stamp; left?: Stamp; failed: boolean; cite: Cite }[];
  /** `open`: no line tells of an end. */
  outcome: 'succeeded' | 'failed' | 'open';
  end?: Stamp;
  endCite?: Cite;
  failedState?: string;
  retryState?: string;
  error?: string;
  errorCite?: Cite;
  /** Shard that the error names. */
  shard?: string;
  /** Last moment that its log tells of: how long an open one has not moved. */
  seenUntil?: Stamp;
}
/** The server said why it would not start, outside the log line format. */
export interface FatalStartRecord {
  type: 'fatal-start';
  what: 'config' | 'logfile' | 'usage' | 'aof-manifest' | 'acl' | 'cluster-config' | 'other';
  entry: string;
  sub: string;
  cite: Cite;
  /** Those of the wrapper (journald, a container's log): the text itself has neither. 0 and NaN without one. */
  pid: number;
  stamp: Stamp;
  product: Product;
  version?: string;
  /** `at line 9`, the directive, the reason. */
  fields: Record<string, string>;
  cites: Cite[];
}
/** ASAN, UBSAN or valgrind text. */
export interface SanitizerRecord {
  type: 'sanitizer';
  tool: 'asan' | 'msan' | 'ubsan' | 'tsan' | 'lsan' | 'valgrind';
  /** It ended the process; otherwise it is a finding about a process that went on. */
  fatal?: boolean;
  /** `READ of size 8`. */
  access?: string;
  entry: string;
  sub: string;
  cite: Cite;
  pid: number;
  error: string;
  frames: Frame[];
}
/** Output of a command that somebody ran (`$ redis-cli … PING`, exit status 124): a probe of liveness. */
export interface ProbeRecord {
  type: 'probe';
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  command: string;
  port?: number;
  host?: string;
  outcome: 'ok' | 'timeout' | 'refused' | 'error';
  exitStatus?: number;
  /** First line of the answer: `PONG`, `BUSY Redis is busy…`. */
  reply?: string;
}
/** ELF core file; what was read of it is a dump. */
export interface CoreRecord {
  type: 'core';
  entry: string;
  sub: string;
  cite: Cite;
  bytes: number;
}
/** redis-check-aof / redis-check-rdb output. */
export interface CheckRecord {
  type: 'check';
  tool: 'check-aof' | 'check-rdb';
  entry: string;
  sub: string;
  cite: Cite;
  ok: boolean;
  message: string;
}

/** What a client of a Redis server complains of: of its connection, or with an answer of the server in its own words. */
export type ClientError =
  | 'refused'
  | 'timeout'
  | 'closed'
  | 'unresolved'
  | 'unreachable'
  | 'tls'
  | 'pool'
  | 'failed'
  | 'oom'
  | 'misconf'
  | 'readonly'
  | 'loading'
  | 'busy'
  | 'noauth'
  | 'wrongpass'
  | 'noperm'
  | 'clusterdown'
  | 'masterdown'
  | 'noreplicas'
  | 'maxclients'
  | 'tryagain'
  | 'protected'
  | 'moved'
  | 'execabort';
/** Lines of one sort that an application, a proxy, an exporter or a probe wrote of one server; `restored`: it is connected again. */
export interface ClientErrorsRecord {
  type: 'client-errors';
  entry: string;
  sub: string;
  /** The first of them. */
  cite: Cite;
  stamp: Stamp;
  last: { cite: Cite; stamp: Stamp };
  /** Client library, proxy or tool: `Lettuce`, `redis-py`, `Twemproxy`. */
  library?: string;
  host?: string;
  port?: number;
  error: ClientError | 'restored';
  /** The server's own words. */
  reply?: string;
  count: number;
  /** The first few, and the last one. */
  samples: { cite: Cite; stamp: Stamp }[];
}

export type Rec =
  | ThreadDump
  | CrashReport
  | InfoRecord
  | ClientListRecord
  | SlowlogRecord
  | LatencyRecord
  | ClusterNodesRecord
  | ConfRecord
  | ProcRecord
  | CollectRecord
  | MemoryRecord
  | MapsRecord
  | KernelRecord
  | ContainerRecord
  | ManagerRecord
  | ChangeRecord
  | FatalStartRecord
  | SanitizerRecord
  | ProbeRecord
  | CoreRecord
  | CheckRecord
  | LastWordsRecord
  | ClientErrorsRecord;

/** Everything read from one entry. Built entry by entry, independent of every other entry. */
export interface EntryRecords {
  entry: string;
  /** Name of the format that claimed most of it: 'redis-log', 'gdb', 'eu-stack', 'redis-conf', 'dmesg', 'unknown'… */
  format: string;
  /** 'plain' or how it was wrapped. */
  wrapping: string;
  bytes: number;
  lines: number;
  outcome: 'parsed' | 'ignored' | 'failed';
  why?: string;
  /** FNV-1a/64-style hash of the decompressed bytes, for the same bytes given twice. */
  digest: string;
  runs: LogRun[];
  records: Rec[];
  holes: { kind: HoleKind; bytes: number; cite: Cite }[];
  /** Lines that no format claimed: how many, and the first few. */
  unknown: { count: number; samples: Cite[] };
  /** Lines with text that some format recognised, counted as the formats see them (without their wrapping; a record of several
   * lines counts each): of all lines with text, the share `understood / (understood + unknown.count)` was. */
  understood: number;
  /** True when the first byte of text is in the middle of a line, or a compressed stream ended early. */
  cutStart: boolean;
  cutEnd: boolean;
  notes: string[];
}
