import type { Facts, ProcessFact } from '../model/facts.js';

/** Short names of the processes for people: the stem of the log and the port; incarnations of one server are told apart by pid. */
export function labelsOf(facts: Facts): Map<string, string> {
  const incarnations = new Map<string, number>();
  for (const { role, server } of facts.processes) if (role !== 'child') incarnations.set(server, (incarnations.get(server) ?? 0) + 1);
  return new Map(facts.processes.map((process) => [process.id, labelOf(process, incarnations.get(process.server) ?? 0)]));
}

function labelOf(process: ProcessFact, incarnations: number): string {
  const entry = process.entries[0] ?? '';
  const base = entry.slice(entry.lastIndexOf('/') + 1);
  const stem = base.replace(/(\.log|\.txt|\.stdout|\.jsonl|\.json)?(\.\d+)?(\.gz|\.zst|\.xz|\.bz2)?$/, '') || base;
  // Known only from a dump or a kernel line: the file's name is not the server's.
  if (process.runs.length === 0) return process.pid > 0 ? `pid ${process.pid} (${stem})` : stem;
  const port = process.port !== undefined && !stem.includes(String(process.port)) ? ` (port ${process.port})` : '';
  const pid = process.pid > 0 && (incarnations > 1 || process.role === 'child') ? ` pid ${process.pid}` : '';
  return `${stem}${pid}${port}`;
}
