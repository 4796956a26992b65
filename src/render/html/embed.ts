import type { Report, TimelineEntry } from '../../report/schema.js';
import { epochMs } from '../quantities.js';

/** What the page carries: a browser opens 100 000 timeline entries with 20 000 lines (20 MB) in a second. */
export const DATA_CAP_BYTES = 24 * 1024 * 1024;

/** What the page's script reads. */
export interface Embedded {
  report: Report;
  /** How many items of which list are not in the page, and from which length texts are cut. */
  left: { list: string; shown: number; all: number }[];
  textCap: number;
}

/** Tried one after the other until the data fit: how many items a list may have, and how long a text may be. */
const STEPS: readonly { items: number; text: number }[] = [
  { items: 200_000, text: 4000 },
  { items: 100_000, text: 2000 },
  { items: 50_000, text: 2000 },
  { items: 20_000, text: 1000 },
  { items: 5000, text: 400 },
  { items: 1000, text: 200 },
  { items: 200, text: 200 },
  { items: 50, text: 120 },
  { items: 12, text: 120 },
  { items: 4, text: 80 },
];

const UNSAFE = /[<>&\u2028\u2029]/g;

/** JSON in which no character can end the script element or begin a comment. */
function scriptSafe(json: string): string {
  return json.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const SEVERITY_WEIGHT = { critical: 2, warning: 1, info: 0 };

interface Dated {
  time?: string;
  severity?: TimelineEntry['severity'];
}

/** The gravest and those nearest to the incident, in their own order. */
function nearest<T extends Dated>(items: readonly T[], keep: number, aroundMs: readonly [number, number] | undefined): T[] {
  const distance = items.map((item) => {
    const at = epochMs(item.time);
    if (aroundMs === undefined || at === undefined) return 0;
    return Math.max(0, aroundMs[0] - at, at - aroundMs[1]);
  });
  const weight = items.map((item) => (item.severity === undefined ? 0 : SEVERITY_WEIGHT[item.severity]));
  const order = items.map((_, index) => index).sort((a, b) => weight[b] - weight[a] || distance[a] - distance[b] || a - b);
  const kept = new Set(order.slice(0, keep));
  return items.filter((_, index) => kept.has(index));
}

function around(report: Report): readonly [number, number] | undefined {
  const incident = report.incidents.find((one) => one.id === report.verdict.incident) ?? report.incidents[0];
  const fromMs = epochMs(incident?.from);
  const toMs = epochMs(incident?.to);
  return fromMs === undefined || toMs === undefined ? undefined : [fromMs, toMs];
}

/** Lists whose items stand for moments: of these the ones near the incident stay; of any other list the first. */
const DATED_LISTS = new Set(['records', 'timeline']);

function shortened(report: Report, cap: { items: number; text: number }): Embedded {
  const window = around(report);
  const left = new Map<string, { shown: number; all: number }>();
  const cut = (key: string, list: unknown[]): unknown[] => {
    const kept = DATED_LISTS.has(key) ? nearest(list as Dated[], cap.items, window) : list.slice(0, cap.items);
    const sum = left.get(key) ?? { shown: 0, all: 0 };
    left.set(key, { shown: sum.shown + kept.length, all: sum.all + list.length });
    return kept;
  };
  const copy = (key: string, value: unknown): unknown => {
    if (typeof value === 'string') return value.length > cap.text ? `${value.slice(0, cap.text)}…` : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value.length > cap.items ? cut(key, value) : value).map((item) => copy(key, item));
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(name, inner)]));
  };
  // A curve that is cut short would show silence: it stays whole or goes.
  const curves = report.density ?? [];
  const density = curves.filter((one) => one.counts.length <= cap.items);
  if (density.length < curves.length) left.set('density', { shown: density.length, all: curves.length });
  const whole = copy('report', { ...report, density }) as Report;
  return { report: whole, left: [...left].map(([list, sum]) => ({ list, ...sum })), textCap: cap.text };
}

export function embeddedJson(report: Report, capBytes = DATA_CAP_BYTES): string {
  for (const cap of STEPS) {
    const json = scriptSafe(JSON.stringify(shortened(report, cap)));
    // Beyond the cap in UTF-16 units it is beyond it in bytes, and nearly all of a report is ASCII.
    if (json.length <= capBytes || cap === STEPS.at(-1)) return json;
  }
  return '{}';
}
