import { type Report, report, SCHEMA } from './schema.js';

/** A value that is no report, or none that this version can read; the message is a predicate: `is no report of redis-forensics`. */
export class NotAReport extends Error {
  override readonly name = 'NotAReport';
}

/** A report that was saved as JSON, checked, and as it was saved: fields that a later version added stay in it. Throws a NotAReport. */
export function asReport(value: unknown): Report {
  const schema = (value as { schema?: unknown } | null | undefined)?.schema;
  if (schema !== SCHEMA) {
    const found = typeof schema === 'string' ? `is a report of schema ${JSON.stringify(schema)}` : 'is no report of redis-forensics';
    throw new NotAReport(`${found}; this version reads ${SCHEMA}`);
  }
  const checked = report.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new NotAReport(`is damaged: ${issue!.path.join('.') || 'report'}: ${issue!.message}`);
  }
  return value as Report;
}
