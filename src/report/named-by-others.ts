import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import type { Facts } from '../model/facts.js';
import { placeOf } from '../model/origin.js';

/** Without a log of it: the pod, container, unit or program of which all signs of the incident speak. */
export function namedByOthers(incident: DiagnosedIncident, facts: Facts): string | undefined {
  const places = new Set(incident.anomalies.flatMap((item) => (item.cite === undefined ? [] : placeOf(item.cite))));
  const told = (item: Placed) => places.has(placeOf(item.cite));
  const names = new Set([
    ...facts.containers.filter(told).map((item) => item.name.replace(/^pods?\//, '')),
    ...facts.kernel.filter((item) => told(item) && item.pid > 0).map((item) => `${item.comm} (pid ${item.pid})`),
    ...facts.managers.filter(told).map((item) => item.fields.unit ?? item.fields.program ?? ''),
  ]);
  const [name] = names;
  if (names.size !== 1 || name === undefined) return undefined;
  // Events that were copied without the rest of the description name no pod.
  return name !== '' ? name : facts.containers.some(told) ? 'a pod' : undefined;
}

interface Placed {
  cite: { entry: string; line: number };
}
