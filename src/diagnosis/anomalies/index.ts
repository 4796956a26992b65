import type { Facts } from '../../model/facts.js';
import type { Signature } from '../../model/signatures.js';
import { clockSteps } from './clock-steps.js';
import { deaths } from './deaths.js';
import { fromEvents } from './events.js';
import { neverReady } from './never-ready.js';
import { orchestrators } from './orchestrators.js';
import { outside, slowness } from './outside.js';
import { scriptAndSignalAnomalies } from './scripts-and-signals.js';
import { stackAnomalies } from './stacks.js';
import { standstills } from './standstills.js';
import type { Anomaly, BenignReading } from './types.js';

export type { Anomaly, BenignReading } from './types.js';

export function findAnomalies(facts: Facts, signatures: Signature[]): { anomalies: Anomaly[]; benign: BenignReading[] } {
  const benign: BenignReading[] = [];
  const anomalies = [
    ...deaths(facts),
    ...standstills(facts, benign),
    ...stackAnomalies(facts),
    ...scriptAndSignalAnomalies(facts),
    ...slowness(facts),
    ...outside(facts),
    ...orchestrators(facts),
    ...neverReady(facts),
    ...clockSteps(facts, benign),
    ...fromEvents(facts, signatures),
  ];
  return { anomalies, benign };
}
