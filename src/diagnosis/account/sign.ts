import type { Cite } from '../../model/origin.js';

/** Where a sign of trouble was seen. */
export type SignSource =
  | 'log-line'
  | 'unknown-line'
  | 'crash'
  | 'death'
  | 'stacks'
  | 'process-state'
  | 'sanitizer'
  | 'check-tool'
  | 'info'
  | 'cluster-nodes'
  | 'manager'
  | 'container'
  | 'kernel'
  | 'start'
  | 'silence'
  | 'clock'
  | 'slow-command'
  | 'probe'
  | 'client'
  | 'core'
  | 'input';

/** Something in the input that tells of trouble: repeats of one line by one process are one sign with a count. Every sign ends in the
 * account as explained, cleared or open (DESIGN 5b); none may vanish. */
export interface Sign {
  source: SignSource;
  /** What was seen, in the words of the input where there are some. */
  what: string;
  severity: 'critical' | 'warning';
  process?: string;
  /** First and last moment, epoch ms; NaN where nothing dates it. */
  fromMs: number;
  toMs: number;
  count: number;
  /** First and last place. */
  cites: Cite[];
  /** Id of the catalogue's row, of lines that have one. */
  eventId?: string;
  /** Process that it speaks of, where it is another one. */
  about?: string;
  /** What would tell whether it matters. */
  decide?: string;
  /** Harmless reading that its source knows. */
  harmless?: string;
}

/** How a sign ended. */
export interface AccountedSign extends Sign {
  outcome: 'explained' | 'cleared' | 'open';
  /** Incident that explains it. */
  incident?: string;
  /** By which explanation or harmless reading, or what is missing. */
  why: string;
}
