import type { Incident, Report, Severity } from '../report/schema.js';

export type FailOn = 'none' | 'warning' | 'critical';

const RANK: Record<Severity, number> = { info: 0, warning: 1, critical: 2 };

/** True when an incident of the report is at or above the severity. A healthy report fails nothing. */
export function severityFound(report: Report, failOn: FailOn): boolean {
  if (failOn === 'none' || report.verdict.status === 'healthy') return false;
  return report.incidents.some((incident) => severityRank(incident) >= RANK[failOn]);
}

/** What is confirmed or likely decides; an incident that nothing explains counts by its own severity. */
function severityRank(incident: Incident): number {
  const claims = incident.explanations.filter((e) => e.status === 'confirmed' || e.status === 'likely');
  if (claims.length > 0) return Math.max(...claims.map((e) => RANK[e.severity]));
  return RANK[incident.severity ?? 'warning'];
}
