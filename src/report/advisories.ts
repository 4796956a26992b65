import type { Diagnosis } from '../diagnosis/diagnose.js';
import type { LedgerLine } from '../diagnosis/explain.js';
import { maybeCitation } from './cite.js';
import type { Report } from './schema.js';

/** Advisories are beside the matter: a few lines, never a chapter. */
const KEPT = 6;
const CLAIMS = 3;

/** Settings and versions worth a line. What an incident is about already is not said again. */
export function advisoriesOf(diagnosis: Diagnosis): NonNullable<Report['advisories']> {
  const told = new Set(
    diagnosis.incidents
      .flatMap((incident) => incident.explanations)
      .filter((one) => one.status === 'confirmed' || one.status === 'likely')
      .map((one) => one.signature.id),
  );
  return diagnosis.advisories
    .filter(({ explained }) => explained.signature.saidBy?.some((id) => told.has(id)) !== true)
    .slice(0, KEPT)
    .map(({ explained, process }) => {
      const { signature, ledger } = explained;
      const claims = ledger.filter(isTelling).map((line) => line.claim);
      const what = claims.length === 0 ? signature.summary : claims.slice(0, CLAIMS).join('; ');
      return {
        kind: signature.kind,
        title: signature.title,
        why: explained.fix === undefined ? what : `${what}, ${explained.fix}`,
        process,
        citation: maybeCitation(ledger.flatMap((line) => line.cites)[0]),
        remedy: signature.remedy,
        signature: signature.id,
      };
    });
}

/** That the version is in the affected range is said with the fix. */
function isTelling(line: LedgerLine): boolean {
  return line.bearing === 'supports' && !(line.id === 'version' && line.cites.length === 0);
}
