import type { Facts } from '../model/facts.js';
import { readReleases } from './data.js';
import { productName } from './names.js';
import { subjectsOf } from './subjects.js';
import { lineOf } from './window.js';

export interface EndOfLife {
  /** `Redis 7.0` */
  line: string;
  /** The day that was published. */
  day: string;
  /** Known to be past, whatever the input's dates: the table itself is newer. */
  past: boolean;
}

/** The published end of life of the servers' release lines, by process. */
export function endOfLifeBy(facts: Facts, processes: readonly string[]): Map<string, EndOfLife> {
  const releases = readReleases();
  const newest = Object.values(releases.products)
    .flat()
    .reduce((latest, line) => (line.newestDate > latest ? line.newestDate : latest), '');
  const found = new Map<string, EndOfLife>();
  for (const process of facts.processes.filter((one) => processes.includes(one.id))) {
    const server = subjectsOf(process, facts, releases).list[0];
    const line = server === undefined ? undefined : lineOf(server, releases);
    if (server === undefined || line?.eol === undefined) continue;
    found.set(process.id, { line: `${productName(server.product)} ${line.line}`, day: line.eol, past: line.eol <= newest });
  }
  return found;
}
