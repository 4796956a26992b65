import type { Cite } from '../../model/origin.js';

/** Something that a careful reader would stop at. Incidents are built from anomalies before any signature is weighed. */
export interface Anomaly {
  what:
    | 'open-child'
    | 'crash'
    | 'child-crash'
    | 'killed'
    | 'stuck'
    | 'stacks'
    | 'slow'
    | 'start-failed'
    | 'kernel'
    | 'container'
    | 'clock'
    | 'clients'
    | 'event';
  /** First word of the kinds it may belong to; anomalies of one process and family belong together. */
  family: string;
  /** Families of all signatures that it anchors. */
  families?: ReadonlySet<string>;
  process?: string;
  fromMs: number;
  toMs: number;
  severity: 'critical' | 'warning' | 'info';
  label: string;
  /** Deaths of one sort after each other are one incident: what they have in common, where the label says more. */
  sort?: string;
  cite?: Cite;
  /** Process that the line speaks of, where it is another one. */
  about?: string;
  /** How it stood at the end of the input, where what tells of it knows. */
  state?: 'over' | 'going-on' | 'down';
  /** A view of the whole at one moment shows it, no line of a log. */
  isView?: boolean;
  /** The interval is known to be that of a standstill. */
  interval?: boolean;
}

export interface BenignReading {
  what: string;
  why: string;
  process?: string;
  cite?: Cite;
}
