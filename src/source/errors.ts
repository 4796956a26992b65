/** A fault of the input, said in one line that the report can print as it is. */
export class InputError extends Error {
  override name = 'InputError';
}

/** A limit of this run was reached; what lies beyond it was not read. */
export class LimitError extends InputError {
  override name = 'LimitError';
}

const SYSTEM_REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'a part of the path is not a directory',
  EISDIR: 'is a directory',
  EIO: 'the disk reported a read error',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENXIO: 'no such device',
};

/** One line without paths: messages of node:fs carry the absolute path, which must not reach a report. */
export function renderReason(error: unknown): string {
  if (error instanceof InputError) return error.message;
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return SYSTEM_REASONS[code] ?? `cannot be read (${code})`;
  return 'cannot be read';
}
