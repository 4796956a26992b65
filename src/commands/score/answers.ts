import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Incident, Report } from '../../report/schema.js';
import { globMatches } from './cases.js';

/** What a report must tell besides the kind; CONTRACT: "Answers". Times are ISO-8601 UTC. */
export interface Answers {
  begin?: string;
  beginBetween?: [string, string];
  end?: string;
  endBetween?: [string, string];
  tolSec?: number;
  /** The stamps carry no year: it is not compared. */
  anyYear?: boolean;
  state?: string[];
  /** Pid, port, server or label as text, or a glob of the culprit's entry. */
  who?: string[];
  /** Each item is a list of alternative regexes that the Markdown must match. */
  say?: string[][];
  neverSay?: string[];
}

export const ITEMS = ['begin', 'end', 'state', 'who', 'say', 'neverSay'] as const;

export interface Grade {
  item: (typeof ITEMS)[number];
  points: number;
  want: string;
  got: string;
  /** Of `say`: the share that stands before the first heading. */
  first?: number;
}

/** A report that names the right range instead of the right moment. */
const RANGE_POINTS = 0.75;
const LEAST_TOLERANCE_SEC = 2;
const TOLERANCE_SHARE = 0.02;
/** A range is no answer when it is wider than this share of the log. */
const RANGE_SHARE = 0.1;

export function leadOf(report: Report): Incident | undefined {
  return report.incidents.find((incident) => incident.id === report.verdict.incident);
}

/** One grade for each part of the label. `stampsMs` are the stamps of the culprit's lines (`stampsOf`), sorted. */
export function gradeAnswers(answers: Answers, report: Report, markdown: string, stampsMs: readonly number[]): Grade[] {
  return [
    ...gradeMoments(answers, leadOf(report), stampsMs),
    ...(answers.state === undefined ? [] : [gradeState(answers.state, report)]),
    ...(answers.who === undefined ? [] : [gradeWho(answers.who, report)]),
    ...(answers.say === undefined ? [] : [gradeSaid(answers.say, markdown)]),
    ...(answers.neverSay === undefined ? [] : [gradeNeverSaid(answers.neverSay, markdown)]),
  ];
}

function gradeMoments(answers: Answers, lead: Incident | undefined, stampsMs: readonly number[]): Grade[] {
  const durationMs =
    Date.parse(answers.end ?? answers.endBetween?.[1] ?? '') - Date.parse(answers.begin ?? answers.beginBetween?.[0] ?? '');
  const share = Number.isFinite(durationMs) ? (TOLERANCE_SHARE * durationMs) / 1000 : 0;
  const toleranceMs = 1000 * (answers.tolSec ?? Math.max(LEAST_TOLERANCE_SEC, share));
  const moments = [
    { item: 'begin', exact: answers.begin, between: answers.beginBetween, point: lead?.from, range: lead?.fromRange },
    { item: 'end', exact: answers.end, between: answers.endBetween, point: lead?.to, range: lead?.toRange },
  ] as const;
  return moments.flatMap(({ item, exact, between, point, range }): Grade[] => {
    if (exact === undefined && between === undefined) return [];
    const [low, high] = (between ?? [exact!, exact!]).map((text) => Date.parse(text)) as [number, number];
    const yearOf = (ms: number) =>
      answers.anyYear && Number.isFinite(ms) ? new Date(ms).setUTCFullYear(new Date(low).getUTCFullYear()) : ms;
    const got = yearOf(Date.parse(point ?? ''));
    const right = exact === undefined ? got >= low - 1 && got <= high + 1 : Math.abs(got - Date.parse(exact)) <= toleranceMs;
    const [from, to] = (range ?? []).map((text) => yearOf(Date.parse(text)));
    const covers = from !== undefined && to !== undefined && from <= high && to >= low && to - from <= widestMs(low, high, stampsMs);
    return [
      {
        item,
        points: right ? 1 : covers ? RANGE_POINTS : 0,
        want: exact ?? between!.join(' .. '),
        got: [point ?? 'no incident', ...(range === undefined ? [] : [`(${range.join(' .. ')})`])].join(' '),
      },
    ];
  });
}

/** A stated range may be as wide as the gap between the lines around the truth, the label's own bounds or a tenth of the log. */
function widestMs(lowMs: number, highMs: number, stampsMs: readonly number[]): number {
  if (stampsMs.length === 0) return highMs - lowMs;
  const after = stampsMs.find((ms) => ms >= lowMs) ?? lowMs;
  const before = stampsMs.findLast((ms) => ms <= lowMs) ?? lowMs;
  return Math.max(after - before, highMs - lowMs, RANGE_SHARE * (stampsMs.at(-1)! - stampsMs[0]!));
}

function gradeState(accepted: string[], report: Report): Grade {
  const lead = leadOf(report);
  const undecided = report.verdict.status === 'inconclusive' ? 'unknown' : 'no incident';
  const got = lead === undefined ? undecided : (lead.state ?? (lead.ongoing ? 'going-on' : 'over'));
  return { item: 'state', points: accepted.includes(got) ? 1 : 0, want: accepted.join(' | '), got };
}

function gradeWho(accepted: string[], report: Report): Grade {
  const culprit = report.processes.find((process) => process.id === leadOf(report)?.processes[0]);
  const names = [culprit?.pid, culprit?.port, culprit?.server?.replace(/^port:/, ''), culprit?.label]
    .filter((name) => name !== undefined)
    .map(String);
  const right = accepted.some((who) => names.includes(who) || (culprit?.entries ?? []).some((entry) => globMatches(who, entry)));
  const got = culprit === undefined ? 'no incident' : `${culprit.label ?? culprit.id} pid ${culprit.pid}`;
  return { item: 'who', points: right ? 1 : 0, want: accepted.join(' | '), got };
}

function gradeSaid(items: string[][], markdown: string): Grade {
  const saidIn = (text: string) => {
    const read = `${text}\n${unescaped(text)}`;
    return items.filter((alternatives) => alternatives.some((source) => new RegExp(source, 'im').test(read)));
  };
  const said = saidIn(markdown);
  const missing = items.filter((alternatives) => !said.includes(alternatives));
  return {
    item: 'say',
    points: said.length / items.length,
    want: missing.map((alternatives) => alternatives[0]).join('  and  '),
    got: `${said.length} of ${items.length}`,
    first: saidIn(markdown.split(/^## /m)[0] ?? '').length / items.length,
  };
}

function gradeNeverSaid(sources: string[], markdown: string): Grade {
  const said = sources.flatMap((source) => new RegExp(source, 'im').exec(markdown)?.[0] ?? []);
  const got = said.map((text) => JSON.stringify(text.slice(0, 110))).join(', ');
  return { item: 'neverSay', points: said.length > 0 ? 0 : 1, want: 'not said', got };
}

/** Markdown as it is read: an escaped bar in a table is a bar. */
function unescaped(markdown: string): string {
  return markdown.replace(/`((?:\\\|)+)`/g, '$1').replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** Stamps of the culprit's lines in plain files of the case: what a stated range is measured against. Only read when the report states one. */
export function stampsOf(report: Report, folder: string): number[] {
  const lead = leadOf(report);
  if (lead?.fromRange === undefined && lead?.toRange === undefined) return [];
  const culprit = report.processes.find((process) => process.id === lead.processes[0]);
  const found: number[] = [];
  for (const entry of culprit?.entries ?? []) {
    const text = readText(join(folder, entry));
    for (const [, day, month, year, time] of text.matchAll(/\b(\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d\.\d{3})/g))
      found.push(Date.parse(`${day} ${month} ${year} ${time} UTC`));
    for (const [, date, time] of text.matchAll(/\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,3})?)/g))
      found.push(Date.parse(`${date}T${time!.replace(',', '.')}Z`));
  }
  return found.filter(Number.isFinite).sort((a, b) => a - b);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
