import type { Facts, ProcessFact } from '../model/facts.js';

/** Redis Software (Enterprise) mends its Redis without raising the version: what that version lacks is told by the build. INFO names it
 * (`rlec_version:7.22.2-20`); shards without INFO are told by their logs' names. Undefined for Redis Open Source. */
export function softwareBuildOf(process: ProcessFact, facts: Pick<Facts, 'crashes' | 'infos'>): string | undefined {
  const own = <T extends { process?: string }>(one: T) => one.process === process.id;
  const sections = [
    ...facts.crashes.filter(own).flatMap((crash) => crash.report.info),
    ...facts.infos.filter(own).flatMap((info) => info.sections),
  ];
  for (const section of sections) {
    if (Object.hasOwn(section.values, 'rlec_version')) return section.values.rlec_version.value.trim();
  }
  return process.server.startsWith('shard:') ? 'of a build that is not in the input' : undefined;
}
