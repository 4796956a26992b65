import { z } from 'zod';
import { namesLike } from '../model/nearest.js';
import { parseZoneRules } from '../time-options.js';
import type { FailOn } from './fail-on.js';

/** What a project file may say. */
export interface ProjectSettings {
  signatures?: string[];
  timezone?: string[];
  'redact-words'?: string[];
  'fail-on'?: FailOn;
}

const KEYS = ['signatures', 'timezone', 'redact-words', 'fail-on'];
const MAX_ITEMS = 1000;

const text = z.string().trim().min(1).max(1000);
const zone = text.superRefine((rule, context) => {
  try {
    parseZoneRules([rule]);
  } catch {
    const name = rule.slice(rule.lastIndexOf('=') + 1);
    context.addIssue({ code: 'custom', message: `'${name}' is no time zone (try UTC, +05:30 or Europe/Berlin)` });
  }
});
/** One of them needs no list. */
const many = <T extends z.ZodType<string>>(item: T) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(item).min(1).max(MAX_ITEMS));

export const projectSchema: z.ZodType<ProjectSettings> = z.strictObject(
  {
    signatures: many(text).optional(),
    timezone: many(zone).optional(),
    'redact-words': many(z.string().trim().min(2, 'a word of one letter stands everywhere').max(200)).optional(),
    'fail-on': z.enum(['none', 'warning', 'critical'], 'is none, warning or critical').optional(),
  },
  { error: (issue) => (issue.code === 'unrecognized_keys' ? undefined : `is no list of settings: ${KEYS.join(', ')}`) },
);

export function describeUnknownKey(message: string): string {
  const key = /unknown key "([^"]*)"$/.exec(message)?.[1];
  if (key === undefined) return message;
  const [meant] = namesLike(key, KEYS, 1);
  return `${message}${meant === undefined ? `; there are ${KEYS.join(', ')}` : `: did you mean ${meant}?`}`;
}
