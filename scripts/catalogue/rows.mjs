// rows.txt: `<row> <signature>… # remark`, one known fault a line; a `##` line is the heading of a chapter.
import { readFileSync } from 'node:fs';

export function readRows(path) {
  const rows = [];
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [left, remark = ''] = line.split(' # ');
    const [row, ...signatures] = left.trim().split(/\s+/);
    rows.push({ row, signatures, remark: remark.trim(), line: index + 1 });
  }
  return { rows };
}

/** What the letters of a row's name stand for. */
export const ROW_GROUPS = [
  ['RS-D', 'hangs and deadlocks of RediSearch'],
  ['RS-C', 'crashes of RediSearch'],
  ['RS-O', 'operating trouble of RediSearch'],
  ['R-M', 'memory and host'],
  ['R-P', 'persistence'],
  ['R-R', 'replication'],
  ['R-K', 'cluster'],
  ['R-S', 'Sentinel'],
  ['R-C', 'clients, scripts, security, modules and life cycle'],
  ['RE', 'Redis Enterprise'],
];

export function groupOf(row) {
  return ROW_GROUPS.find(([prefix]) => row.startsWith(prefix))?.[1] ?? '';
}
