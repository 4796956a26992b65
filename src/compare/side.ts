import type { Explanation, Incident, Report } from '../report/schema.js';
import type { ComparedSide } from './schema.js';

export type Process = Report['processes'][number];

/** One report as the comparison sees it: its leading incident, what leads there, and whom it hit. */
export interface Side {
  id: string;
  name: string;
  source: 'inputs' | 'saved-report';
  report: Report;
  incident?: Incident;
  /** Only where the verdict is an incident. */
  lead?: Explanation;
  /** Whom the incident hit; without one, the first server. */
  process?: Process;
}

export interface NamedReport {
  name: string;
  source: Side['source'];
  report: Report;
}

export function sideOf({ name, source, report }: NamedReport, id: string): Side {
  const { verdict } = report;
  const healthy = verdict.status === 'healthy';
  const incident = healthy ? undefined : (report.incidents.find((one) => one.id === verdict.incident) ?? report.incidents[0]);
  const leads = verdict.status === 'incident';
  const lead = leads ? (incident?.explanations.find((one) => one.signature === verdict.signature) ?? incident?.explanations[0]) : undefined;
  const culprit = report.processes.find((one) => one.id === incident?.processes[0]);
  return { id, name, source, report, incident, lead, process: culprit ?? (incident === undefined ? firstServer(report) : undefined) };
}

function firstServer(report: Report): Process | undefined {
  const servers = report.processes.filter((one) => one.role !== 'child' && one.role !== 'manager');
  return servers.find((one) => one.role !== 'sentinel') ?? servers[0];
}

/** `A`…`Z`, then `S27`. */
export function sideId(position: number): string {
  return position < 26 ? String.fromCharCode(65 + position) : `S${position + 1}`;
}

/** The ledger of a signature on this side: of its leading incident, or of its servers where nothing happened. */
export function explanationOn(side: Side, signature: string): Explanation | undefined {
  const kept = side.incident?.explanations.find((one) => one.signature === signature);
  if (kept !== undefined) return kept;
  const rest = (side.report.weighed ?? []).filter((one) =>
    side.incident === undefined ? one.process !== undefined : one.incident === side.incident.id,
  );
  return rest.flatMap((one) => one.explanations).find((one) => one.signature === signature);
}

export function summaryOf(side: Side): ComparedSide {
  const { verdict, incidents } = side.report;
  const { incident } = side;
  return {
    id: side.id,
    name: side.name,
    source: side.source,
    status: verdict.status,
    kind: verdict.kind,
    signature: verdict.signature,
    ...(verdict.word === undefined ? {} : { word: verdict.word }),
    confidence: verdict.confidence,
    headline: verdict.headline,
    incident:
      incident === undefined
        ? null
        : {
            id: incident.id,
            process: processName(side),
            from: incident.from,
            to: incident.to,
            durationMs: incident.durationMs,
            ongoing: incident.ongoing,
          },
    otherIncidents: Math.max(0, incidents.length - (incident === undefined ? 0 : 1)),
  };
}

export function processName(side: Side): string {
  const { process } = side;
  return process === undefined ? 'unknown process' : (process.label ?? `pid ${process.pid}`);
}
