import type { SemVer } from 'semver';
import coerce from 'semver/functions/coerce.js';
import compare from 'semver/functions/compare.js';
import gt from 'semver/functions/gt.js';
import satisfies from 'semver/functions/satisfies.js';
import type { ProcessFact } from '../model/facts.js';
import { Memo } from '../model/memo.js';
import type { Signature } from '../model/signatures.js';

/** True, false, or undefined where the version is not known. Redis Enterprise builds and odd strings are coerced to x.y.z. */
export function versionIn(
  process: ProcessFact | undefined,
  condition: { product?: string; module?: string; range: string } | undefined,
): boolean | undefined {
  if (condition === undefined) return true;
  const version = versionOf(process, condition);
  if (version === undefined) return undefined;
  if (version === false) return false;
  return isIn(version, condition.range);
}

/** Every signature asks for the same few versions; reading a range costs more than all else that is asked. */
const answers = new Memo<boolean | undefined>(10_000);

function isIn(version: string, range: string): boolean | undefined {
  return answers.get(`${version}\0${range}`, () => {
    const parsed = coerce(version, { includePrerelease: false });
    return parsed === null ? undefined : satisfies(parsed, range, { includePrerelease: true });
  });
}

function versionOf(process: ProcessFact | undefined, condition: { product?: string; module?: string }): string | undefined | false {
  if (process === undefined) return undefined;
  if (condition.module !== undefined) return process.modules.find((module) => module.name === condition.module)?.version;
  if (condition.product === 'redis-enterprise') return process.enterprise === undefined ? false : comparableBuild(process.enterprise);
  if (condition.product !== undefined && process.product !== undefined && condition.product !== process.product) return false;
  return process.version;
}

/** `7.22.2-20` as a version that ranges can compare: patch and build in one number, 7.22.20020. */
function comparableBuild(build: string): string {
  const parts = /^(\d+)\.(\d+)\.(\d+)-(\d{1,4})/.exec(build);
  return parts === null ? build : `${parts[1]}.${parts[2]}.${Number(parts[3]) * 10_000 + Number(parts[4])}`;
}

export function describeCondition(condition: { product?: string; module?: string; range: string }): string {
  return `${condition.module ?? condition.product ?? 'redis'} ${condition.range}`;
}

/** The version that a condition is about, as the input tells it. */
export function versionNamed(process: ProcessFact | undefined, condition: { product?: string; module?: string }): string | undefined {
  const version = versionOf(process, condition);
  return version === false ? undefined : version;
}

type Fix = NonNullable<Signature['fixed']>[number];

/** The first fix on the version's own release line (major.minor), else the first later one. */
export function fixFor(fixes: readonly Fix[], version: string): { fix: Fix; sameLine: boolean } | undefined {
  const from = coerce(version);
  if (from === null) return undefined;
  const later = fixes
    .map((fix) => ({ fix, at: coerce(fix.version) }))
    .filter((one): one is { fix: Fix; at: SemVer } => one.at !== null && gt(one.at, from))
    .sort((a, b) => compare(a.at, b.at));
  const same = later.find(({ at }) => at.major === from.major && at.minor === from.minor);
  const found = same ?? later[0];
  return found === undefined ? undefined : { fix: found.fix, sameLine: same !== undefined };
}

const NAMES: Record<string, string> = { redis: 'Redis', valkey: 'Valkey', search: 'RediSearch', ReJSON: 'RedisJSON' };

/** `fixed in 2.10.25 on its line`. */
export function describeFix(signature: Signature, version: string): string {
  const found = fixFor(signature.fixed ?? [], version);
  if (found === undefined) return 'no later version with a fix is known';
  const unverified = found.fix.verified === false ? ' (not verified)' : '';
  if (found.sameLine) return `fixed in ${found.fix.version}${unverified} on its line`;
  return `no fix on its line is known, the next is ${found.fix.version}${unverified}`;
}

/** `RediSearch 2.10.20, fixed in 2.10.25 on its line`. */
export function describeAffected(signature: Signature, process: ProcessFact | undefined, inside: boolean | undefined): string | undefined {
  if (signature.affects === undefined) return undefined;
  const wanted = signature.affects.module ?? signature.affects.product ?? 'redis';
  const name = NAMES[wanted] ?? wanted;
  const version = versionNamed(process, signature.affects);
  if (version === undefined) return inside === false ? `it is no ${name}` : `the version of ${name} is not in the input`;
  if (inside !== true) return `${name} ${version} is outside ${signature.affects.versions}`;
  return `${name} ${version}, ${describeFix(signature, version)}`;
}
