import { analyze } from '../../src/analyze.js';
import { FORMATS, render } from '../../src/render/index.js';
import { type Report, report as reportSchema } from '../../src/report/schema.js';
import { inPieces } from '../source/collect.js';

/** What must hold for any input whatever: an answer in time, of the published shape, consistent in itself, that every view can show. */

/** Far above what is needed (20 MB a second, 30 ms to start), far below what a quadratic step costs. */
const BUDGET_MS = 8000;
const BUDGET_MS_PER_MB = 3000;

export interface Verdict {
  /** What is wrong; empty when nothing is. */
  faults: string[];
  elapsedMs: number;
  report?: Report;
}

export interface OracleOptions {
  pieceBytes?: number;
  /** Views to draw; all by default. */
  formats?: readonly string[];
}

export async function judge(bytes: Uint8Array, options: OracleOptions = {}): Promise<Verdict> {
  const started = performance.now();
  const faults: string[] = [];
  let report: Report | undefined;
  try {
    report = await analyze(['-'], { stdin: inPieces(bytes, options.pieceBytes ?? 65_536) });
    faults.push(...shapeFaults(report), ...linkFaults(report));
    for (const format of options.formats ?? FORMATS) {
      if ((await render(report, format)).length === 0) faults.push(`${format} is empty`);
    }
  } catch (error) {
    faults.push(
      `throws ${error instanceof Error ? `${error.name}: ${error.message} ${error.stack?.split('\n')[1]?.trim()}` : String(error)}`,
    );
  }
  const elapsedMs = performance.now() - started;
  const budgetMs = BUDGET_MS + (bytes.length / 1e6) * BUDGET_MS_PER_MB;
  if (elapsedMs > budgetMs) faults.push(`took ${Math.round(elapsedMs)} ms for ${bytes.length} bytes`);
  return { faults, elapsedMs, report };
}

function shapeFaults(report: Report): string[] {
  const parsed = reportSchema.safeParse(JSON.parse(JSON.stringify(report)));
  if (parsed.success) return [];
  return parsed.error.issues.slice(0, 3).map((issue) => `schema: ${issue.path.join('.')}: ${issue.message}`);
}

/** Names that lead nowhere, times that are none, numbers out of range. */
function linkFaults(report: Report): string[] {
  const faults: string[] = [];
  const processes = new Set(report.processes.map(({ id }) => id));
  const entries = new Set(report.inputs.map(({ entry }) => entry));
  const incidents = new Set(report.incidents.map(({ id }) => id));
  const { verdict } = report;
  if (processes.size !== report.processes.length) faults.push('two processes share an id');
  if (verdict.incident !== null && !incidents.has(verdict.incident)) faults.push(`verdict names ${verdict.incident}, which is no incident`);
  if ((verdict.status === 'incident') !== (verdict.kind !== null)) faults.push(`${verdict.status} with kind ${verdict.kind}`);
  for (const incident of report.incidents) {
    for (const id of incident.processes) if (!processes.has(id)) faults.push(`${incident.id} names ${id}, which is no process`);
    if (Date.parse(incident.to) < Date.parse(incident.from)) faults.push(`${incident.id} ends before it begins`);
    if (incident.durationMs < 0) faults.push(`${incident.id} lasts ${incident.durationMs} ms`);
  }
  visit(report, '', (path, value) => {
    if (typeof value === 'number' && !Number.isFinite(value)) faults.push(`${path} is ${value}`);
    if (path.endsWith('.confidence') && typeof value === 'number' && (value < 0 || value > 1)) faults.push(`${path} is ${value}`);
    if (path.endsWith('.entry') && typeof value === 'string' && !entries.has(value)) faults.push(`${path} is ${value}, which is no input`);
    if (path.endsWith('.line') && typeof value === 'number' && value < 1) faults.push(`${path} is ${value}`);
  });
  return faults.slice(0, 5);
}

function visit(value: unknown, path: string, see: (path: string, value: unknown) => void): void {
  see(path, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) visit(part, Array.isArray(value) ? path : `${path}.${key}`, see);
}
