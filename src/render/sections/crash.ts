import type { Report } from '../../report/schema.js';
import { type Block, code, heading, type Inline, paragraph, prose, section, table } from '../document.js';
import { dateTime, duration, plural } from '../quantities.js';
import { cited, type View } from '../view.js';

type Crash = Report['crashes'][number];

const ORIGINS: Record<string, string> = {
  sent: 'sent from outside',
  fault: 'a fault of the process itself',
  self: 'raised by the server itself',
  unknown: 'cannot be told',
};

function signalText(crash: Crash): string {
  const code = crash.siCode === undefined ? '' : `, si_code ${crash.siCode}`;
  const sender = crash.sender === undefined ? '' : `, sent by pid ${crash.sender.pid} uid ${crash.sender.uid}`;
  return `${crash.signal}${code}${sender}`;
}

function stateText(crash: Crash): string | undefined {
  const parts = [crash.inChild === true ? 'in a fork child' : '', crash.survived === true ? 'the process logged again afterwards' : ''];
  const known = parts.filter((part) => part !== '');
  return known.length === 0 ? undefined : known.join('; ');
}

function crashRows(crash: Crash): Inline[][] {
  const rows: Inline[][] = [];
  const add = (name: string, value: Inline | undefined) => value !== undefined && rows.push([[name], value]);
  add('Time', crash.time === undefined ? undefined : [dateTime(crash.time), ...cited(crash.citation)]);
  add('Signal', crash.signal === undefined ? undefined : [signalText(crash)]);
  add(
    'Origin',
    crash.origin === undefined
      ? undefined
      : [ORIGINS[crash.origin] ?? crash.origin, ...(crash.originWhy ? [': ', ...prose(crash.originWhy)] : [])],
  );
  add('Address', crash.address === undefined ? undefined : [code(crash.address)]);
  add('Assertion', crash.assertion === undefined ? undefined : [code(crash.assertion)]);
  add('Panic', crash.panic === undefined ? undefined : [code(crash.panic)]);
  add('Thread', crash.faultingThread === undefined ? undefined : [code(crash.faultingThread)]);
  add('Frames, innermost first', crash.topFrames.length === 0 ? undefined : [code(crash.topFrames.slice(0, 6).join(' ← '))]);
  add('Command', crash.command === undefined ? undefined : [code(crash.command)]);
  add('Main stood still', crash.frozenForMs === undefined ? undefined : [`${duration(crash.frozenForMs)} before the report`]);
  add('State', stateText(crash) === undefined ? undefined : [stateText(crash) as string]);
  const missing = crash.missingSections ?? [];
  add(
    'Report',
    crash.complete && missing.length === 0 ? undefined : [`incomplete${missing.length > 0 ? `, missing: ${missing.join(', ')}` : ''}`],
  );
  return rows;
}

const CRASHES = 3;

/** The crash reports of the incident's processes, the newest facts of each in a table. */
export function crashSection(view: View): Block[] {
  const involved = new Set(view.incident?.processes ?? []);
  const crashes = view.report.crashes.filter((crash) => crash.process === undefined || involved.size === 0 || involved.has(crash.process));
  const shown = crashes.slice(0, CRASHES).filter((crash) => crashRows(crash).length > 0);
  const left = crashes.length - shown.length;
  return section(
    crashes.length > 1 ? 'Crash reports' : 'Crash report',
    shown.flatMap((crash) => [
      ...(shown.length > 1 ? [heading(3, view.name(crash.process) || 'process not known')] : []),
      table(['', ''], crashRows(crash)),
    ]),
    left > 0 && paragraph(`${plural(left, 'more crash report')} not shown.`),
  );
}
