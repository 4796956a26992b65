import type { KnownFix, Related } from '../known-fixes/ask.js';
import type { IncidentFixes } from '../known-fixes/incidents.js';
import { fixLabel, fixUrl, productName } from '../known-fixes/names.js';
import type { Fix } from '../known-fixes/types.js';
import type { KnownFixes } from './schema.js';

/** What the index says, for readers: numbers of changes, addresses, versions. */
export function knownFixesOf(answer: IncidentFixes): KnownFixes {
  const { subjects, matches, related } = answer;
  const asked = subjects.list.map((one) => ({
    product: productName(one.product),
    version: one.version,
    ...(one.bundled === undefined ? {} : { basis: `the version in ${one.bundled}` }),
  }));
  if (subjects.software !== undefined) asked.push({ product: 'Redis Software', version: subjects.software.build });
  return {
    asked,
    matches: matches.map(matchOf),
    ...(matches.length > 0 ? {} : { none: noneText(answer) }),
    ...(related === undefined ? {} : { related: relatedOf(related) }),
    holes: answer.holes,
  };
}

function noneText({ nothingToCompare, size }: IncidentFixes): string {
  return nothingToCompare
    ? 'nothing to compare: the input shows neither a named function of its own nor an assertion'
    : `no match in this index of ${size} fixed bugs`;
}

function referenceOf(fix: Fix, fixedIn: string | undefined) {
  return {
    id: fix.id,
    label: fixLabel(fix),
    ...(fixedIn === undefined ? {} : { fixedIn }),
    summary: fix.summary,
    url: fixUrl(fix),
    ...(fix.cve === undefined ? {} : { cve: fix.cve }),
  };
}

function matchOf(one: KnownFix): KnownFixes['matches'][number] {
  const { fix } = one;
  return {
    ...referenceOf(fix, one.fixedIn),
    word: one.word,
    product: productName(fix.product),
    version: one.version,
    sameLine: one.sameLine,
    ...(fix.conditions === undefined ? {} : { conditions: fix.conditions }),
    ...(fix.workaround === undefined ? {} : { workaround: fix.workaround }),
    matchedBy: one.by,
    matched: one.what,
    why: one.why,
  };
}

function relatedOf(related: Related): NonNullable<KnownFixes['related']> {
  const { command, product, from, to, total, fixes } = related;
  return {
    command,
    product: productName(product),
    from,
    ...(to === undefined ? {} : { to }),
    total,
    fixes: fixes.map((one) => referenceOf(one.fix, one.fixedIn)),
  };
}
