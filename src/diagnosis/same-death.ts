import type { CrashFact } from '../model/facts.js';

/** What a death is known by: the assertion, the panic's words, or the signal; and the place where it happened, as far as the report shows it. */
interface Mark {
  what: string;
  place?: string;
}

function markOf(crash: CrashFact): Mark {
  const { report } = crash;
  if (report.assertion !== undefined) return { what: `assertion ${report.assertion.file}:${report.assertion.line}` };
  if (report.outOfMemory !== undefined) return { what: 'out of memory' };
  if (report.panic !== undefined) return { what: `panic ${report.panic.message.replace(/\d+/g, '#')}` };
  // where somebody else sent the signal says nothing about the cause
  if (crash.origin === 'sent') return { what: `signal ${report.signal} sent` };
  return { what: `signal ${report.signal ?? '?'}`, place: placeOf(crash) };
}

/** The function at which it faulted. An address alone moves with every start. */
function placeOf(crash: CrashFact): string | undefined {
  const name = crash.place;
  return name === undefined || /^(?:0x|\?)/.test(name) ? undefined : name.replace(/\+\?$/, '');
}

/** The same death again: the same assertion or panic, the same signal in the same function. Where a report shows no place the signal decides. */
export function isSameDeath(a: CrashFact, b: CrashFact): boolean {
  const [one, other] = [markOf(a), markOf(b)];
  return one.what === other.what && (one.place === undefined || other.place === undefined || one.place === other.place);
}

/** The largest number of them that are the same death. */
export function sameDeaths(crashes: readonly CrashFact[]): CrashFact[] {
  let most: CrashFact[] = [];
  for (const crash of crashes) {
    const same = crashes.filter((other) => isSameDeath(crash, other));
    if (same.length > most.length) most = same;
    if (most.length * 2 > crashes.length) break;
  }
  return most;
}
