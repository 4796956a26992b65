/** An option that cannot be read; its message is one line for whoever gave it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
