import type { Citation, Explanation, Incident, Report } from '../report/schema.js';
import { PROSE_CAP, QUOTE_CAP, relativeUri, visible } from './escape.js';

/** SARIF 2.1.0 (OASIS): the findings for code scanning views. Each finding stands at the line that carries it; nothing but text leaves a log. */

const LEVELS = { critical: 'error', warning: 'warning', info: 'note' } as const;

/** Statuses that are findings; the others are the competitors that the Markdown report discusses. */
const FINDINGS: ReadonlySet<Explanation['status']> = new Set(['confirmed', 'likely', 'possible']);

const RELATED = 10;

const say = (text: string) => ({ text: visible(text, PROSE_CAP) });

function location(citation: Citation) {
  const region = {
    startLine: Math.max(1, citation.line),
    ...(citation.offset >= 0 ? { byteOffset: citation.offset } : {}),
    snippet: { text: visible(citation.text, QUOTE_CAP) },
  };
  return { physicalLocation: { artifactLocation: { uri: relativeUri(citation.entry) }, region } };
}

function ruleOf(explanation: Explanation) {
  const help = explanation.remedy.join('\n');
  return {
    id: visible(explanation.signature),
    shortDescription: say(explanation.title),
    fullDescription: say(explanation.mechanism ?? explanation.summary ?? explanation.title),
    ...(help === '' ? {} : { help: { text: explanation.remedy.map((line) => visible(line, PROSE_CAP)).join('\n') } }),
    properties: { kind: explanation.kind, severity: explanation.severity },
  };
}

/** The line of a finding: what ended or began it, else the strongest evidence. */
function citationsOf(incident: Incident, explanation: Explanation): Citation[] {
  const supporting = explanation.ledger
    .filter((item) => item.bearing === 'supports' && item.state === 'observed')
    .flatMap((item) => item.citations);
  const anchors = [incident.trigger?.citation, incident.onset?.citation, incident.end?.citation];
  const all = [...anchors, ...supporting].filter((citation): citation is Citation => citation !== undefined);
  const seen = new Set<string>();
  return all.filter((citation) => {
    const key = `${citation.entry}:${citation.line}`;
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function resultOf(incident: Incident, explanation: Explanation, ruleIndex: number) {
  const [first, ...rest] = citationsOf(incident, explanation);
  const sure = explanation.status === 'confirmed' || explanation.status === 'likely';
  return {
    ruleId: visible(explanation.signature),
    ruleIndex,
    // A candidate asks for a look; only then may the level be none.
    kind: sure ? 'fail' : 'review',
    level: sure ? LEVELS[explanation.severity] : 'none',
    message: say(`${incident.headline}. ${explanation.title} (${explanation.status}, ${explanation.confidence.toFixed(2)}).`),
    ...(first === undefined ? {} : { locations: [location(first)] }),
    ...(rest.length === 0 ? {} : { relatedLocations: rest.slice(0, RELATED).map((citation, id) => ({ id, ...location(citation) })) }),
    rank: Math.max(0, Math.min(100, Math.round(explanation.confidence * 1000) / 10)),
    partialFingerprints: { incident: visible(`${explanation.signature}/${incident.processes[0] ?? ''}/${incident.from}`, 500) },
    properties: {
      incident: visible(incident.id),
      from: visible(incident.from),
      to: visible(incident.to),
      ongoing: incident.ongoing,
      status: explanation.status,
    },
  };
}

function findings(report: Report) {
  const rules: ReturnType<typeof ruleOf>[] = [];
  const index = new Map<string, number>();
  const results: ReturnType<typeof resultOf>[] = [];
  for (const incident of report.incidents) {
    const found = incident.explanations.filter((one) => FINDINGS.has(one.status));
    // Where something is sure, its competitors are no findings of their own.
    const sure = found.filter((one) => one.status !== 'possible');
    for (const explanation of sure.length > 0 ? sure : found) {
      let at = index.get(explanation.signature);
      if (at === undefined) {
        at = rules.push(ruleOf(explanation)) - 1;
        index.set(explanation.signature, at);
      }
      results.push(resultOf(incident, explanation, at));
    }
  }
  return { rules, results };
}

/** Entries that could not be read are said where a viewer shows trouble of the tool itself. */
function notifications(report: Report) {
  return report.inputs
    .filter((input) => input.outcome === 'failed')
    .map((input) => ({
      level: 'warning',
      message: say(`${input.entry} could not be read: ${input.why ?? 'no reason given'}`),
      locations: [{ physicalLocation: { artifactLocation: { uri: relativeUri(input.entry) } } }],
    }));
}

export function renderSarif(report: Report): string {
  const { rules, results } = findings(report);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: visible(report.tool.name), version: visible(report.tool.version), rules } },
        invocations: [
          {
            executionSuccessful: report.inputs.some((input) => input.outcome === 'parsed'),
            toolExecutionNotifications: notifications(report),
          },
        ],
        artifacts: report.inputs.map((input) => ({
          location: { uri: relativeUri(input.entry) },
          length: Math.max(-1, Math.round(input.bytes)),
        })),
        columnKind: 'unicodeCodePoints',
        results,
        properties: { verdict: report.verdict.status, headline: visible(report.verdict.headline, PROSE_CAP) },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
