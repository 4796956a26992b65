import { isPrivateKind, KINDS } from '../../model/kinds.js';
import type { Signature } from '../../model/signatures.js';

export interface KindRow {
  kind: string;
  when: string;
}

const GAP = 2;

/** The kinds of the catalogue in its order, then those of the user's own signatures, whose titles say what they mean. */
export function kindRows(own: readonly Signature[], words: readonly string[]): KindRow[] {
  const titles = new Map<string, string[]>();
  for (const { kind, title } of own) if (isPrivateKind(kind)) titles.set(kind, [...(titles.get(kind) ?? []), title]);
  const rows = [
    ...Object.entries(KINDS).map(([kind, when]) => ({ kind, when })),
    ...[...titles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, said]) => ({ kind, when: `your own: ${said.join('; ')}` })),
  ];
  return rows.filter(({ kind, when }) => words.every((word) => `${kind} ${when}`.toLowerCase().includes(word.toLowerCase())));
}

export function kindText(rows: readonly KindRow[]): string {
  const width = Math.max(...rows.map(({ kind }) => kind.length)) + GAP;
  return rows.map(({ kind, when }) => `${kind.padEnd(width)}${when}\n`).join('');
}
