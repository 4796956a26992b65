import type { TopologyFinding } from './facts.js';
import type { Kind } from './kinds.js';
import type { ClientError } from './records.js';
import type { Level } from './text.js';

/** How much an item moves the odds; mapped to log-likelihood ratios by named constants in diagnosis/weigh.ts. */
export type Strength = 'decisive' | 'strong' | 'moderate' | 'weak';
/** Items of one group rest on the same observation: only the strongest of each group counts. */
export type EvidenceGroup =
  | 'threads'
  | 'silence'
  | 'trigger'
  | 'witness'
  | 'report'
  | 'log'
  | 'end'
  | 'kernel'
  | 'version'
  | 'counters'
  | 'probe'
  | 'clock'
  | 'command';
export type On = 'victim' | 'peer' | 'manager' | 'child' | 'any' | 'server';

/** Filters on catalogue events. `server` is the victim with all its incarnations, `peer` any other server process. */
export interface EventAsk {
  /** Pattern ids of the core catalogue, or texts with `{holes}` (see model/patterns.ts) given inline. */
  ids?: string[];
  texts?: string[];
  module?: string;
  on?: On;
  where?: Record<string, string | string[]>;
  /** At least this many (default 1). */
  min?: number;
  /** From the first to the last of them so many seconds pass: kept lines are capped, a span is not. */
  spanSec?: number;
  /** Count only events that share the value of this field: the same replica, the same index. */
  same?: string;
  /** Only before / after the moment of another item of the same signature (its first citation). */
  after?: string;
  /** After the last moment of another item: what had failed works again only when nothing failed behind it. */
  afterLast?: string;
  before?: string;
  /** Only within so many seconds of the incident's interval (default 120; 'run' = the whole life of the process). */
  within?: number | 'run';
}

/** One question to the facts. Exactly one key. */
export type Ask =
  | { event: EventAsk }
  /** A wait cycle in a dump of the victim that passes through all these resources and none of those: kinds, or ids such as `barrier:workers`. */
  | { waitCycle: { through: string[]; without?: string[] } }
  /** What main does in a dump of the victim (model/threads.ts MainActivity). `samples: 2`: two samples found it there, at the same place or below the
   * same call; `moved`: a later sample found it elsewhere. */
  | { main: { activity: string[]; frames?: string[]; samples?: 2; moved?: true } }
  /** Function names that all appear on one stack (innermost first, gaps allowed) of: main, the marked/faulting thread, a worker, any thread.
   * In a name `a|b` is either, `a*` any ending; `redisearch.so+0x1f40` a place in one build. `depth`: only so many innermost frames are looked at.
   * `dumps`: seen in at least so many dumps, because one look does not show that a thread stays where it is. */
  | { frames: { names: string[]; thread: 'main' | 'faulting' | 'worker' | 'any'; depth?: number; dumps?: number } }
  /** A fork child of the victim that began at least so long before the last line and whose end was never logged. */
  | { openChild: { minSec: number } }
  | { workers: { wantModuleLock?: number; arrived?: number } }
  /** All threads stopped (`T`), or `all`: waiting in the same kernel place. */
  | { procState: { state: string[] /** A fork child of the victim instead of itself. */; of?: 'child' } }
  | {
      crash: {
        signal?: number[];
        origin?: ('sent' | 'fault' | 'self' | 'unknown')[];
        what?: ('signal' | 'assertion' | 'panic' | 'out-of-memory')[];
        inChild?: boolean;
        survived?: boolean;
        complete?: boolean;
        /** Names on the stack that the report marks, as in `frames`. */
        frames?: string[];
        depth?: number;
        memoryTest?: 'passed' | 'failed';
        file?: string;
        text?: string;
        /** So many crashes at the same place (function, assertion, panic). */
        repeated?: number;
        /** Crashes at so many different places. */
        distinct?: number;
        /** An allocation of a size that no machine has. */
        impossibleSize?: boolean;
        /** The processor reported the memory itself (SIGBUS with BUS_MCEERR). */
        hardware?: boolean;
        /** It died while it loaded its data at start. */
        loading?: boolean;
        bits?: number;
        /** What a library, a runtime or a module said on stderr before it called abort(). */
        lastWords?: ('assertion' | 'panic' | 'out-of-memory' | 'heap-corruption' | 'stack-smashing' | 'abort' | 'page-size' | 'signal')[];
        /** A client asked for it: DEBUG SEGFAULT, PANIC, ASSERT, OOM. */
        asked?: boolean;
        section?: string;
        faultingThread?: string;
      };
    }
  | {
      silence: {
        minSec?: number;
        heartbeatLost?: boolean;
        endedBy?: ('crash' | 'restart' | 'resumed' | 'end-of-log')[];
        mainOnly?: boolean;
        minSurprise?: number;
      };
    }
  /** Clock of main frozen in the crash report for at least so long. */
  | { frozenClock: { minSec: number } }
  /** Clock of main was current in the crash report (faulted while running). */
  | { runningClock: { maxSec: number } }
  | {
      configChange: {
        option: string;
        direction?: 'increase' | 'decrease' | 'any';
        outcome?: ('applied' | 'rejected' | 'requested' | 'in-progress' | 'unknown')[];
        to?: string;
      };
    }
  /** Command in progress when the report or dump was made: name globs, e.g. `*FT.SEARCH`, `_FT.CONFIG SET WORKERS *`. */
  | { executing: { commands: string[] } }
  | { end: { how: ('clean-shutdown' | 'crash' | 'killed' | 'still-running' | 'unknown')[]; restarted?: boolean } }
  /** What peers, managers, sentinels and probes say of the victim. */
  /** `inSilence`: only what was said while a silence of the victim lasted. */
  | { witness: { what: string[]; min?: number; inSilence?: boolean } }
  /** What its clients, proxies and probes say of the victim, or of a server that is not in the inputs: errors of their connections, and answers
   * that they quote. `contains`: a piece of the quoted line. */
  | { client: { error: ClientError[]; contains?: string; min?: number } }
  /** What the inputs together show of who follows whom and who owns which slots. */
  | { topology: { what: TopologyFinding['what'][] } }
  /** INFO values of the victim (crash report, INFO files). */
  | {
      info: {
        field: string;
        op: '<' | '<=' | '>' | '>=' | '==' | '!=' | 'contains' | 'exists';
        value?: string | number /** divide by another field */;
        per?: string;
      };
    }
  | { kernel: { event: ('oom-kill' | 'segfault' | 'hung-task' | 'trap' | 'hardware')[]; ofVictim?: boolean } }
  /** `contains`: words of the line or its message. */
  | { container: { event: string[]; exitCode?: number[]; contains?: string; min?: number } }
  /** `component`: who says it (`systemd`, `supervisord`, `redis_mgr`…); `*` at an end stands for anything. */
  | { manager: { event: string[]; component?: string[]; contains?: string; min?: number } }
  /** State machines of Redis Enterprise's cluster manager. */
  | { change: { state: ('succeeded' | 'recovered' | 'stuck' | 'running')[]; machine?: string } }
  | { fatalStart: { what?: string[]; contains?: string[] } }
  | { check: { tool: ('check-aof' | 'check-rdb')[]; ok: boolean } }
  | { sanitizer: { error?: string[] } }
  | { slowlog: { minMs: number } }
  | { latency: { minMs: number; events?: string[] } }
  | { clockStep: { minSec: number; direction?: 'forward' | 'backward' | 'any' } }
  /** The failing start is repeated / never got ready. */
  /** The start did not finish; `saying`: the last line before it ended holds one of these texts. */
  | { neverReady: { saying?: string[] } }
  | { version: { product?: string; module?: string; range: string } }
  | { conf: { directive: string; args?: string[] } }
  | { restarts: { min: number; within?: number } }
  | { all: Ask[] }
  | { any: Ask[] };

export interface Evidence {
  id: string;
  ask: Ask;
  strength: Strength;
  group?: EvidenceGroup;
  /** What an observation means; `{n}`, `{value}` and event fields are filled in. */
  claim: string;
  /** The claim where it was not observed, without the values that only an observation has; default: `claim` in general words. */
  unseen?: string;
  /** `absent`: the expected outcome under this explanation is that the thing is NOT there. */
  expect?: 'present' | 'absent';
  /** For absences: the level at which the line is printed, versions that print it, and the item that must be observed first. */
  printedAt?: Level;
  printedBy?: { product?: string; module?: string; range: string };
  needs?: string;
  /** Only evaluated when this version condition holds; otherwise not observable. */
  onlyIf?: { product?: string; module?: string; range: string };
  /** When the thing could have been seen and was not, that speaks against the explanation with this strength (default: neutral). */
  absenceAgainst?: Strength;
}

/** How the input leaves the incident: `down` died or refused to start and did not come back. */
export type AdviceState = 'going-on' | 'down' | 'over';
/** What to do, always or only in the states named, when an item of the evidence was observed (or was not), or for some versions. */
export type Remedy =
  | string
  | { do: string; when?: AdviceState[]; seen?: string; unseen?: string; onlyIf?: { product?: string; module?: string; range: string } };

/** One candidate explanation. */
export interface Signature {
  /** = file name. */
  id: string;
  kind: Kind;
  title: string;
  severity: 'critical' | 'warning' | 'info';
  /** Log-odds before evidence relative to 'something else' (default 0). A narrower signature of the same family may be lower. */
  prior?: number;
  affects?: { product?: string; module?: string; versions: string };
  /** At least one of these items must be observed, or the signature is not considered for the incident. */
  anchors: string[];
  evidence: Evidence[];
  /** Items that contradict when observed. */
  refutes?: Evidence[];
  summary: string;
  mechanism?: string;
  remedy: Remedy[];
  workaround?: string[];
  /** `onlyIf`: asked only of versions that are known to bear the command. */
  collect?: {
    ask: string;
    command?: string;
    risk?: 'none' | 'low' | 'kills';
    why?: string;
    onlyIf?: { product?: string; module?: string; range: string };
  }[];
  fixed?: { version: string; change: string; line?: string; verified?: boolean }[];
  judgedFixes?: { fix: string; verdict: 'works' | 'does-not-help' | 'harmful' | 'partial'; why: string }[];
  references?: string[];
  whenWrong?: string;
  /** Steps of a change and how each would be seen. */
  path?: {
    step: string;
    seen?: Ask;
    printedAt?: Level;
    printedBy?: { product?: string; module?: string; range: string };
    notSeen: string;
  }[];
  /** Advisory signatures never lead. */
  advisory?: boolean;
  /** An advisory is left out where one of these signatures explains an incident: then the reader knows. */
  saidBy?: string[];
}

/** A signature with the inputs that show what it finds, and what it does not. Nothing that weighs evidence reads them. */
export interface DocumentedSignature extends Signature {
  examples: { hit: Example[]; clear: Example[] };
}

/** Shortest faithful input: lines of an entry, or a folder of the fixtures. Examples with text are run. */
export interface Example {
  /** Where it comes from: a capture's path, or 'written by hand'. */
  from: string;
  /** Name of the file that the text stands for (default: a log). */
  entry?: string;
  text?: string;
  /** Further files that belong to it: the log of a peer, a kernel log, stacks. */
  files?: { entry: string; text: string }[];
  note?: string;
}
