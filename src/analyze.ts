import type { SourceLimits } from './model/source.js';
import { type Report, SCHEMA } from './report/schema.js';
import { VERSION } from './version.js';

export interface AnalyzeOptions {
  stdin?: AsyncIterable<Uint8Array>;
  since?: string;
  until?: string;
  timezones?: string[];
  signatureDirs?: string[];
  redact?: boolean;
  limits?: Partial<SourceLimits>;
  onProgress?: (readBytes: number, totalBytes: number | undefined) => void;
}

/** Not written yet: reads standard input, analyses nothing. */
export async function analyze(inputs: string[], options: AnalyzeOptions): Promise<Report> {
  const entries: Report['inputs'] = [];
  for (const input of inputs) {
    if (input !== '-') {
      entries.push({ entry: input, format: 'unknown', bytes: 0, lines: 0, outcome: 'failed', why: 'files are not read yet' });
      continue;
    }
    let bytes = 0;
    for await (const chunk of options.stdin ?? []) bytes += chunk.length;
    entries.push({ entry: 'stdin', format: 'unknown', bytes, lines: 1, outcome: 'parsed' });
  }
  return {
    schema: SCHEMA,
    tool: { name: 'redis-forensics', version: VERSION },
    verdict: { status: 'inconclusive', kind: null, signature: null, confidence: null, headline: 'nothing was analysed', incident: null },
    inputs: entries,
    processes: [],
    incidents: [],
    silences: [],
    configChanges: [],
    crashes: [],
    nextSteps: [],
    notes: [],
  };
}
