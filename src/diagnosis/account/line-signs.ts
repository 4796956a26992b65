import { CORE_PATTERNS } from '../../formats/log/core-patterns.js';
import type { BoundEvent, Facts } from '../../model/facts.js';
import { append } from '../../model/grouping.js';
import type { Sign } from './sign.js';

/** Ids of the catalogue's rows that tell of trouble. */
const TROUBLE: ReadonlySet<string> = new Set(CORE_PATTERNS.filter((pattern) => pattern.tells === 'trouble').map((pattern) => pattern.id));

const KNOWN: ReadonlySet<string> = new Set(CORE_PATTERNS.map((pattern) => pattern.id));

/** Whether a row of the catalogue tells of trouble; undefined for texts that only a signature knows. */
export function isTroubleId(id: string): boolean | undefined {
  return KNOWN.has(id) ? TROUBLE.has(id) : undefined;
}

/** What speaks no TLS, or another one, and knocks at a TLS port: scanners and health checks do. A client of one's own comes again. */
const STRANGER =
  /wrong version number|http request|unsupported protocol|unknown protocol|packet length too long|unexpected eof|no shared cipher/i;
const STRANGERS = 5;

function harmlessRefusal(list: readonly BoundEvent[], count: number): string | undefined {
  if (count >= STRANGERS || !list.every((bound) => bound.event.id.endsWith('accept-error') && STRANGER.test(bound.event.text)))
    return undefined;
  return 'something that speaks no TLS knocked at the TLS port and was turned away, as scanners do';
}

/** Known lines that tell of a failure: one sign for each process and id. */
export function lineSigns(facts: Facts): Sign[] {
  const groups = new Map<string, BoundEvent[]>();
  for (const bound of facts.events) {
    if (!TROUBLE.has(bound.event.id)) continue;
    const key = `${bound.process ?? ''}\u0000${bound.event.id}`;
    append(groups, key, bound);
  }
  const counts = countsOf(facts);
  const about = new Map(facts.witnesses.map((witness) => [witness.cite, witness.about]));
  return [...groups].map(([key, list]) => {
    const [first, last] = [list[0]!, list[list.length - 1]!];
    const count = Math.max(list.length, counts.get(key) ?? 0);
    const harmless = harmlessRefusal(list, count);
    return {
      ...(harmless === undefined ? {} : { harmless }),
      source: 'log-line',
      what: first.event.text,
      severity: 'warning',
      process: first.process,
      fromMs: first.timeMs,
      toMs: last.timeMs,
      count,
      cites: first === last ? [first.event] : [first.event, last.event],
      eventId: first.event.id,
      about: about.get(first.event),
    };
  });
}

/** A run keeps the first and last lines of an id, and the number of all. */
function countsOf(facts: Facts): Map<string, number> {
  const counts = new Map<string, number>();
  for (const process of facts.processes)
    for (const run of process.runs)
      for (const [id, count] of Object.entries(run.eventCounts)) {
        const key = `${process.id}\u0000${id}`;
        counts.set(key, (counts.get(key) ?? 0) + count);
      }
  return counts;
}

/** Words of failure, as programs write them. */
const FAILURE =
  /err(?:or|no)?s?\b|fail|fatal|unable|\bcan(?:not|'t)|could ?n.t|abort|corrupt|\blost\b|lose|\bdenied|refus|reject|time(?:d )?-?out|invalid|illegal|panic|crash|exce(?:ed|ption)|out of|\bbad\b|unexpected|missing|not (?:found|enough|allowed|permitted|possible|able|respon)|no (?:space|memory|such|route|reply|response)|kill|broken|leak|deadlock|stuck|hang|hung|stall|drop|disconnect|unreach|exhaust|limit (?:reached|exceeded|hit)|overflow|violat|mismatch|inconsisten|conflict|retry|retries|giv(?:e|ing) up|down\b|dead\b|dying|unhealthy|degraded|attack|unsafe|insecure|slow|too (?:many|long|big|large|small|old)/i;

/** Warnings that no row describes: nobody has said that they are harmless. */
export function unknownLineSigns(facts: Facts): Sign[] {
  const serverOf = new Map(facts.processes.map((process) => [process.id, process]));
  return facts.novelty
    .filter((item) => item.why === 'unknown-warning')
    .map(({ process, template }) => {
      const shift = serverOf.get(process ?? '')?.zoneShiftMs ?? 0;
      return {
        source: 'unknown-line',
        what: template.first.text,
        severity: 'warning',
        process,
        fromMs: template.first.wallMs + shift,
        toMs: template.last.wallMs + shift,
        count: template.count,
        cites: template.count > 1 ? [template.first, template.last] : [template.first],
        ...(FAILURE.test(template.template)
          ? {}
          : { harmless: 'no row of the catalogue describes this line; its words tell of no failure' }),
        decide: 'the source or the documentation of what printed this line: no row of the catalogue describes it',
      };
    });
}
