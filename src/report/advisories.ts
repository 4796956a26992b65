import type { Diagnosis } from '../diagnosis/diagnose.js';
import type { LedgerLine } from '../diagnosis/explain.js';
import type { EndOfLife } from '../known-fixes/end-of-life.js';
import { adviceFor } from './advice.js';
import { maybeCitation } from './cite.js';
import type { Report } from './schema.js';

/** Advisories are beside the matter: a few lines, never a chapter. */
const KEPT = 6;
const CLAIMS = 3;

/** Settings and versions worth a line. What an incident is about already is not said again. */
export function advisoriesOf(
  diagnosis: Diagnosis,
  collectedMs?: number,
  endOfLife?: ReadonlyMap<string, EndOfLife>,
): NonNullable<Report['advisories']> {
  const told = new Set(
    diagnosis.incidents
      .flatMap((incident) => incident.explanations)
      .filter((one) => one.status === 'confirmed' || one.status === 'likely')
      .map((one) => one.signature.id),
  );
  return diagnosis.advisories
    .filter(({ explained }) => explained.signature.saidBy?.some((id) => told.has(id)) !== true)
    .filter(({ explained, process }) => explained.signature.id !== 'end-of-life' || hasEnded(endOfLife?.get(process ?? ''), collectedMs))
    .slice(0, KEPT)
    .map(({ explained, process }) => {
      const { signature, ledger } = explained;
      const claims = ledger.filter(isTelling).map((line) => line.claim);
      const what = claims.length === 0 ? signature.summary : claims.slice(0, CLAIMS).join('; ');
      return {
        kind: signature.kind,
        title: signature.title,
        why: [what, explained.fix, signature.id === 'end-of-life' ? endText(endOfLife?.get(process ?? '')) : undefined]
          .filter((part) => part !== undefined)
          .join(', '),
        process,
        citation: maybeCitation(ledger.flatMap((line) => line.cites)[0]),
        remedy: adviceFor(explained, undefined, 'over'),
        signature: signature.id,
      };
    });
}

/** At the time that the input speaks of; where it has no dates, when the table of releases was made. The machine's clock has no say. */
function hasEnded(end: EndOfLife | undefined, collectedMs: number | undefined): boolean {
  if (end === undefined) return true;
  return collectedMs === undefined ? end.past : Date.parse(end.day) <= collectedMs;
}

function endText(end: EndOfLife | undefined): string | undefined {
  return end === undefined ? undefined : `end of life of ${end.line}: ${end.day}`;
}

/** That the version is in the affected range is said with the fix. */
function isTelling(line: LedgerLine): boolean {
  return line.bearing === 'supports' && !(line.id === 'version' && line.cites.length === 0);
}
