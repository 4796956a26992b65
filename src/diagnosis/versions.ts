import semver from 'semver';
import type { ProcessFact } from '../model/facts.js';

/** True, false, or undefined where the version is not known. Redis Enterprise builds and odd strings are coerced to x.y.z. */
export function versionIn(
  process: ProcessFact | undefined,
  condition: { product?: string; module?: string; range: string } | undefined,
): boolean | undefined {
  if (condition === undefined) return true;
  const version = versionOf(process, condition);
  if (version === undefined) return undefined;
  if (version === false) return false;
  const parsed = semver.coerce(version, { includePrerelease: false });
  return parsed === null ? undefined : semver.satisfies(parsed, condition.range, { includePrerelease: true });
}

function versionOf(process: ProcessFact | undefined, condition: { product?: string; module?: string }): string | undefined | false {
  if (process === undefined) return undefined;
  if (condition.module !== undefined) return process.modules.find((module) => module.name === condition.module)?.version;
  if (condition.product !== undefined && process.product !== undefined && condition.product !== process.product) return false;
  return process.version;
}

export function describeCondition(condition: { product?: string; module?: string; range: string }): string {
  return `${condition.module ?? condition.product ?? 'redis'} ${condition.range}`;
}
