import type { Incident, Report } from '../report/schema.js';
import { visible, xmlText } from './escape.js';
import { confidence, dateTime, duration, timeRange } from './quantities.js';
import { type View, viewOf } from './view.js';

/** JUnit XML for CI: one test case a process, which fails when an incident has it as its culprit, and one an unreadable entry. */

interface TestCase {
  classname: string;
  name: string;
  /** Element inside the case, with its text, already escaped. */
  outcome?: string;
  kind: 'passed' | 'failure' | 'error' | 'skipped';
}

function bodyOf(incident: Incident): string {
  const lead = incident.explanations[0];
  const lines = [
    incident.headline,
    `${timeRange(incident.from, incident.to)}${incident.durationMs > 0 ? `, ${duration(incident.durationMs)}` : ''}${incident.ongoing ? ', still going on' : ''}`,
    ...(incident.summary ?? []),
  ];
  if (lead)
    lines.push(
      `${lead.title} (${lead.status}, ${confidence(lead.confidence)}; ${lead.signature})`,
      ...lead.remedy.map((text) => `- ${text}`),
    );
  for (const citation of lead?.ledger.flatMap((item) => item.citations).slice(0, 10) ?? [])
    lines.push(`${citation.entry}:${citation.line}: ${visible(citation.text)}`);
  if (incident.end?.time !== undefined) lines.push(`end: ${dateTime(incident.end.time)}`);
  return lines.map((line) => xmlText(line)).join('\n');
}

function failureOf(view: View, incident: Incident): string {
  const lead = incident.explanations[0];
  const type = view.report.verdict.status === 'inconclusive' ? 'inconclusive' : (lead?.kind ?? 'unknown');
  return `<failure type="${xmlText(type)}" message="${xmlText(incident.headline)}">${bodyOf(incident)}</failure>`;
}

function cases(view: View): TestCase[] {
  const { report } = view;
  const blamed = new Map<string, Incident[]>();
  const healthy = report.verdict.status === 'healthy';
  for (const incident of healthy ? [] : report.incidents) {
    if (incident.severity === 'info') continue;
    const culprit = incident.processes[0] ?? '';
    blamed.set(culprit, [...(blamed.get(culprit) ?? []), incident]);
  }
  const shown = report.processes.filter((process) => process.parent === undefined || blamed.has(process.id));
  const processes = shown.map((process): TestCase => {
    const incidents = blamed.get(process.id) ?? [];
    blamed.delete(process.id);
    const base = { classname: process.entries[0] ?? process.id, name: view.name(process.id) };
    if (incidents.length === 0) return { ...base, kind: 'passed' };
    return { ...base, kind: 'failure', outcome: incidents.map((incident) => failureOf(view, incident)).join('\n') };
  });
  // Incidents of processes that have no entry of their own still fail.
  const others = [...blamed].map(
    ([id, incidents]): TestCase => ({
      classname: 'incident',
      name: id === '' ? incidents[0].id : id,
      kind: 'failure',
      outcome: incidents.map((incident) => failureOf(view, incident)).join('\n'),
    }),
  );
  return [...processes, ...others, ...inputCases(report)];
}

function inputCases(report: Report): TestCase[] {
  const failed = report.inputs
    .filter((input) => input.outcome === 'failed')
    .map(
      (input): TestCase => ({
        classname: 'input',
        name: input.entry,
        kind: 'error',
        outcome: `<error message="${xmlText(input.why ?? 'could not be read')}"/>`,
      }),
    );
  const unread = report.inputs.length > 0 && report.inputs.every((input) => input.outcome === 'ignored');
  return unread
    ? [
        ...failed,
        {
          classname: 'input',
          name: 'all entries',
          kind: 'skipped',
          outcome: '<skipped message="no entry could be read as something known"/>',
        },
      ]
    : failed;
}

export function renderJunit(report: Report): string {
  const all = cases(viewOf(report));
  const number = (kind: TestCase['kind']) => all.filter((one) => one.kind === kind).length;
  const totals = `tests="${all.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}"`;
  const body = all.map((one) => {
    const open = `    <testcase classname="${xmlText(one.classname)}" name="${xmlText(one.name)}" time="0"`;
    return one.outcome === undefined ? `${open}/>` : `${open}>\n${one.outcome}\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlText(report.tool.name)}" ${totals}>`,
    `  <testsuite name="${xmlText(report.verdict.headline)}" ${totals} time="0">`,
    ...body,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
