import type { LogPattern } from '../../../model/patterns.js';

/** What a row of the catalogue says besides id and text. */
export type Extra = Omit<LogPattern, 'id' | 'text'> & Required<Pick<LogPattern, 'tells'>>;

/** `[id, text, extra]`: every row says what its line tells of. */
export type Row = readonly [id: string, text: string, extra: Extra];

export const ROUTINE: Extra = { tells: 'routine' };
export const NOTICE: Extra = { tells: 'notice' };
export const TROUBLE: Extra = { tells: 'trouble' };
export const QUIET: Extra = { tells: 'routine', quiet: true };
export const HEARTBEAT: Extra = { tells: 'routine', quiet: true, heartbeat: true };

/** Core lines: no `<module>` tag. */
export function core(rows: readonly Row[]): LogPattern[] {
  return rows.map(([id, text, extra]) => ({ id, text, module: '', ...extra }));
}

/** Lines of one module, or (undefined) of the core and any module alike. */
export function ofModule(module: string | undefined, rows: readonly Row[]): LogPattern[] {
  return rows.map(([id, text, extra]) => (module === undefined ? { id, text, ...extra } : { id, text, module, ...extra }));
}

const SPELLINGS: readonly (readonly [RegExp, (word: string) => string])[] = [
  [/master|Master|MASTER/g, (word) => (word === 'master' ? 'primary' : word === 'Master' ? 'Primary' : 'PRIMARY')],
  [/replica|Replica|REPLICA/g, (word) => (word === 'replica' ? 'slave' : word === 'Replica' ? 'Slave' : 'SLAVE')],
];

/** The same rows in the words of Redis 5 to 8 (master, replica), Redis <= 4 (slave) and Valkey (primary). */
export function inAllSpellings(rows: readonly Row[]): Row[] {
  return rows.flatMap(([id, text, extra]) => {
    let texts = [text];
    for (const [word, other] of SPELLINGS) texts = [...new Set([...texts, ...texts.map((known) => known.replace(word, other))])];
    return texts.map((known): Row => [id, known, extra]);
  });
}
