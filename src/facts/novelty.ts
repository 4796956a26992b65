import type { Facts } from '../model/facts.js';
import { compare } from './processes.js';

const KEPT = 40;

/** Warnings that no pattern knows, and messages that only one of several similar servers printed: a new kind of incident still gets
 * a useful report. */
export function findNovelty(facts: Facts): Facts['novelty'] {
  const found: Facts['novelty'] = [];
  const servers = facts.processes.filter((process) => process.role !== 'child' && process.runs.length > 0);
  const holders = new Map<string, Set<string>>();
  for (const process of servers)
    for (const run of process.runs)
      for (const item of run.templates) holders.set(item.template, (holders.get(item.template) ?? new Set()).add(process.server));
  const kinds = new Set(servers.map((process) => process.server));
  const seen = new Set<string>();
  for (const process of servers) {
    for (const run of process.runs) {
      for (const template of run.templates) {
        const key = `${process.id}\u0000${template.template}`;
        if (seen.has(key)) continue;
        seen.add(key);
        if (template.level === 'warning') found.push({ process: process.id, why: 'unknown-warning', template });
        else if (kinds.size >= 3 && holders.get(template.template)?.size === 1 && template.level === 'notice')
          found.push({ process: process.id, why: 'only-here', template });
      }
    }
  }
  found.sort(
    (a, b) =>
      Number(a.why !== 'unknown-warning') - Number(b.why !== 'unknown-warning') ||
      b.template.count - a.template.count ||
      compare(a.template.first.entry, b.template.first.entry) ||
      a.template.first.line - b.template.first.line,
  );
  return found.slice(0, KEPT);
}
