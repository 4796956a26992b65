import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import type { Facts } from '../model/facts.js';
import type { Report } from './schema.js';
import { leading } from './story.js';

type Step = Report['nextSteps'][number];

/** Steps that look at the threads of a living process, and the one that the collector makes needless. */
const STACKS = /\bgdb -p |\/proc\/\w+\/task\/\*/;
const WITHOUT_DEBUGGER = /^for t in \/proc\/\w+\/task\/\*/;

/** Where stacks would decide, the collector comes first: it brings them with the owners of the locks, and does not stop the server. When this one is over it
 * can only watch for the next, which other steps may come before. */
export function withCollector(steps: readonly Step[], incident: DiagnosedIncident, facts: Facts): Step[] {
  const asked = steps.findIndex((step) => STACKS.test(step.command ?? ''));
  if (asked < 0 || hasCollected(incident, facts)) return [...steps];
  const decides = leading(incident)?.signature.id;
  const collect = collectStep(incident, decides === undefined ? [] : [decides]);
  const at = isOver(incident) ? asked : 0;
  return [...steps.slice(0, at), collect, ...steps.slice(at)].filter((step) => !WITHOUT_DEBUGGER.test(step.command ?? ''));
}

function isOver({ course }: DiagnosedIncident): boolean {
  return course.state === 'over' || course.state === 'down';
}

function collectStep(incident: DiagnosedIncident, decides: string[]): Step {
  const { victim } = incident.scope;
  const port = victim?.port;
  if (isOver(incident)) {
    const which = port === undefined ? '' : ` --port ${port}`;
    return {
      ask: 'the evidence of the next occurrence: locks with their holders, and stacks',
      command: `redis-forensics collect > collect.sh; nohup sh collect.sh --watch${which} -o /var/tmp/redis-watch &`,
      decides,
      risk: 'none',
      why: 'asks PING and collects as soon as no answer comes; the server is not stopped',
    };
  }
  // Process 1 is that of a container and another one on its host, where the port may be nobody's.
  const which = incident.ongoing && victim !== undefined && victim.pid > 1 ? ` ${victim.pid}` : port === undefined ? '' : ` --port ${port}`;
  return {
    ask: 'the holder of each lock, all stacks and states, before any restart',
    command: `redis-forensics collect > collect.sh; sudo sh collect.sh${which}`,
    decides,
    risk: 'none',
    why: 'ten seconds without a debugger, the server is not stopped; docs/collect.md has the commands for containers',
  };
}

/** The threads were looked at already, by somebody who was allowed to. */
function hasCollected(incident: DiagnosedIncident, facts: Facts): boolean {
  return facts.dumps.some(
    ({ dump, process }) =>
      dump.source === 'collector' &&
      (process === undefined || process === incident.scope.victim?.id) &&
      dump.threads.some((thread) => thread.wait !== undefined),
  );
}
