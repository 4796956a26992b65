import type { Facts, ProcessFact } from '../model/facts.js';

/** Short name of a process for people: the stem of its log and its port; incarnations of one server are told apart by pid. */
export function labelOf(process: ProcessFact, facts: Facts): string {
  const entry = process.entries[0] ?? '';
  const base = entry.slice(entry.lastIndexOf('/') + 1);
  const stem = base.replace(/(\.log|\.txt|\.stdout|\.jsonl|\.json)?(\.\d+)?(\.gz|\.zst|\.xz|\.bz2)?$/, '') || base;
  // Known only from a dump or a kernel line: the file's name is not the server's.
  if (process.runs.length === 0) return process.pid > 0 ? `pid ${process.pid} (${stem})` : stem;
  const siblings = facts.processes.filter((other) => other.role !== 'child' && other.server === process.server);
  const port = process.port !== undefined && !stem.includes(String(process.port)) ? ` (port ${process.port})` : '';
  const pid = siblings.length > 1 || process.role === 'child' ? ` pid ${process.pid}` : '';
  return `${stem}${pid}${port}`;
}
