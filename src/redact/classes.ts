/** What a private value is; the word is the beginning of its token (`host-2`). */
export const CLASSES = [
  'ip',
  'host',
  'domain',
  'mac',
  'user',
  'client',
  'secret',
  'mail',
  'url',
  'node',
  'id',
  'db',
  'name',
  'key',
  'arg',
  'path',
  'text',
] as const;

export type PrivateClass = (typeof CLASSES)[number];

/** Classes of which one value is worth looking for everywhere even when it is short. */
export const NAMES: ReadonlySet<PrivateClass> = new Set(['host', 'domain', 'user', 'client', 'db', 'name', 'path']);
