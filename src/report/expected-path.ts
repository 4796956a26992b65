import type { Answer } from '../diagnosis/answer.js';
import { askFacts } from '../diagnosis/ask.js';
import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import { describeCondition, versionIn } from '../diagnosis/versions.js';
import type { Evidence } from '../model/signatures.js';
import { citation } from './cite.js';
import type { Incident } from './schema.js';
import { leading } from './story.js';

/** How far a change came: each step reached, not reached, or not to be seen, with its line. */
export function expectedPathOf(incident: DiagnosedIncident): Incident['expectedPath'] {
  const top = leading(incident);
  const steps = top?.signature.path;
  if (top === undefined || steps === undefined) return undefined;
  const answered = new Map<string, Answer>(
    top.ledger.map((line) => [line.id, { state: line.state, cites: line.cites, values: {}, timeMs: line.timeMs }]),
  );
  return steps.map((step) => {
    if (step.seen === undefined) return { step: step.step, state: 'cannot-be-seen' as const, why: step.notSeen };
    const printed = versionIn(incident.scope.victim, step.printedBy);
    if (step.printedBy !== undefined && printed !== true)
      return {
        step: step.step,
        state: 'cannot-be-seen' as const,
        why: `${step.notSeen} (only ${describeCondition(step.printedBy)} prints it)`,
      };
    const item: Evidence = { id: 'step', ask: step.seen, strength: 'weak', claim: step.step, printedAt: step.printedAt };
    const answer = askFacts(step.seen, incident.scope, item, answered);
    if (answer.state === 'observed')
      return {
        step: step.step,
        state: 'reached' as const,
        why: answer.why ?? 'its line is there',
        ...(answer.cites[0] === undefined ? {} : { citation: citation(answer.cites[0], answer.timeMs) }),
      };
    if (answer.state === 'absent') return { step: step.step, state: 'not-reached' as const, why: answer.why ?? step.notSeen };
    return { step: step.step, state: 'cannot-be-seen' as const, why: answer.why ?? step.notSeen };
  });
}
