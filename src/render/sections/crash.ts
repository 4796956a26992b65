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
  const name = crash.signalName ?? `signal ${crash.signal}`;
  const number =
    crash.signal === undefined || name.endsWith(String(crash.signal)) || name.startsWith('EXCEPTION') ? '' : ` (${crash.signal})`;
  const code = crash.siCode === undefined ? '' : `, si_code ${crash.siCode}${crash.codeName === undefined ? '' : `: ${crash.codeName}`}`;
  const sender = crash.sender === undefined || crash.origin !== 'sent' ? '' : `, sent by pid ${crash.sender.pid} uid ${crash.sender.uid}`;
  return `${name}${number}${code}${sender}`;
}

/** Where it crashed, for a fault or an abort; a signal that was sent stops the process wherever it happens to be. */
function placeText(crash: Crash): string | undefined {
  if (crash.place === undefined) return undefined;
  return crash.module === undefined ? crash.place : `${crash.place}: module ${crash.module}`;
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
  add(
    crash.origin === 'sent' ? 'It was in' : 'Crashed in',
    placeText(crash) === undefined ? undefined : [code(placeText(crash) as string)],
  );
  add('Signal', crash.signal === undefined && crash.signalName === undefined ? undefined : [signalText(crash)]);
  for (const words of crash.lastWords ?? []) add('Last words', [code(words.text), ` (${words.by}, on stderr)`, ...cited(words.citation)]);
  add(
    'Origin',
    crash.origin === undefined
      ? undefined
      : [ORIGINS[crash.origin] ?? crash.origin, ...(crash.originWhy ? [': ', ...prose(crash.originWhy)] : [])],
  );
  add(
    'Address',
    crash.address === undefined
      ? undefined
      : [code(crash.address), ...(crash.addressMeaning === undefined ? [] : [': ', ...prose(crash.addressMeaning)])],
  );
  add(
    'Asked for',
    crash.bytes === undefined
      ? undefined
      : [`${crash.bytes} bytes`, ...(crash.bytesMeaning === undefined ? [] : [': ', ...prose(crash.bytesMeaning)])],
  );
  add('Word size', crash.bits === 32 ? ['32-bit: an address space of 3 to 4 GB'] : undefined);
  add('Assertion', crash.assertion === undefined ? undefined : [code(crash.assertion)]);
  add('Panic', crash.panic === undefined ? undefined : [code(crash.panic)]);
  add('Thread', crash.faultingThread === undefined ? undefined : [code(crash.faultingThread)]);
  add('Frames, innermost first', crash.topFrames.length === 0 ? undefined : [code(crash.topFrames.slice(0, 6).join(' ← '))]);
  add('Command', crash.command === undefined ? undefined : [code(crash.command)]);
  add('Asked to crash', crash.asked === undefined ? undefined : [`by a client: ${crash.asked}`]);
  add('Suspicious', crash.suspicious === undefined ? undefined : [`the command in progress is ${crash.suspicious}: look for an attack`]);
  add('Loading', crash.loading === true ? ['it died while it loaded its own RDB or AOF file: each start reads the same data'] : undefined);
  add(
    'Client and object',
    crash.context === undefined || crash.context.length === 0 ? undefined : [code(crash.context.slice(0, 8).join('; '))],
  );
  add(
    'While reporting',
    crash.nested === undefined
      ? undefined
      : ['the signal handler itself crashed: ', code(crash.nested.text), ...cited(crash.nested.citation)],
  );
  add('Memory test', crash.memoryTest === 'failed' ? ['failed: MEMORY ERROR DETECTED'] : undefined);
  add('Main was frozen for', crash.frozenForMs === undefined ? undefined : [`${duration(crash.frozenForMs)} when the report was written`]);
  add('State', stateText(crash) === undefined ? undefined : [stateText(crash) as string]);
  const missing = crash.missingSections ?? [];
  if (crash.unwritten === true) add('Report', ['none was written: only the last words are in the input']);
  else
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
