import type { Example, Signature } from '../model/signatures.js';

/** A file that an example stands for. */
export interface ExampleEntry {
  name: string;
  text: string;
}

const LOG_NAME = 'redis.log';
const HEADER = /^(\d+):(?:[MCSX] (\d+ \w+ \d{4} \d\d:\d\d):\d\d|signal-handler)/;
/** `# text` or `<search> text`: a message whose header is left out. */
const BARE = /^([*#.-]) (.*)$/;
const TAGGED = /^<[\w-]+> /;

/** The files of an example, ready to be read. The text of a log is put behind a start of the server and its version, and messages
 * quoted without their header get one, so that two lines are enough for an example. Files of another name are taken as they are.
 * Undefined for an example that only names a capture. */
export function exampleEntries(signature: Signature, example: Example): ExampleEntry[] | undefined {
  const files = (example.files ?? []).map(({ entry, text }) => ({
    name: entry,
    text: isLog(entry) ? logText(signature, text) : `${text}\n`,
  }));
  if (example.text === undefined) return files.length > 0 ? files : undefined;
  const name = example.entry ?? LOG_NAME;
  return [{ name, text: isLog(name) ? logText(signature, example.text) : `${example.text}\n` }, ...files];
}

function isLog(name: string): boolean {
  return name.endsWith('.log');
}

const DEFAULT_PID = '77';
const DEFAULT_MINUTE = '14 Mar 2026 09:00';
/** Bare messages begin here, so that they stand behind the start. */
const FIRST_SECOND = 20;

function logText(signature: Signature, text: string): string {
  const lines = text.split('\n');
  const headers = lines.map((line) => HEADER.exec(line)).filter((found) => found !== null);
  const pid = headers[0]?.[1] ?? DEFAULT_PID;
  const minute = headers.find((found) => found[2] !== undefined)?.[2] ?? DEFAULT_MINUTE;
  const at = (second: number, level: string, message: string) => `${pid}:M ${clockAt(minute, second)} ${level} ${message}`;
  const out = startLines(signature, text, pid).map((message) => at(0, '*', message));
  // behind the stacks of a crash report `# Server` is a heading of INFO and no message
  const info = lines.indexOf('------ INFO OUTPUT ------');
  lines.forEach((line, index) => {
    const bare = info >= 0 && index > info ? null : BARE.exec(line);
    if (bare !== null) out.push(at(FIRST_SECOND + index, bare[1], bare[2]));
    else out.push(TAGGED.test(line) ? at(FIRST_SECOND + index, '*', line) : line);
  });
  return `${out.join('\n')}\n`;
}

function clockAt(minute: string, second: number): string {
  const [, day, hours, minutes] = /^(.*) (\d\d):(\d\d)$/.exec(minute) as RegExpExecArray;
  const total = Math.min(86_399, Number(hours) * 3600 + Number(minutes) * 60 + second);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${day} ${two(total / 3600)}:${two((total / 60) % 60)}:${two(total % 60)}.000`;
}

function startLines(signature: Signature, text: string, pid: string): string[] {
  const lines: string[] = [];
  if (!/(?:Redis|Valkey) version=|is starting oO0/.test(text)) {
    const valkey = signature.affects?.product === 'valkey';
    const name = valkey ? 'Valkey' : 'Redis';
    const version = signature.affects?.product === undefined ? '7.4.1' : affectedVersion(signature);
    lines.push(
      `oO0OoO0OoO0Oo ${name} is starting oO0OoO0OoO0Oo`,
      `${name} version=${version}, bits=64, commit=00000000, modified=0, pid=${pid}, just started`,
      'Running mode=standalone, port=6379.',
    );
  }
  if (signature.affects?.module === 'search' && !text.includes('RediSearch version'))
    lines.push(`<search> RediSearch version ${affectedVersion(signature)} (Git=v${affectedVersion(signature)})`);
  if (!signature.kind.startsWith('startup/') && !text.includes('Ready to accept connections'))
    lines.push('Ready to accept connections tcp');
  return lines;
}

/** A version inside the affected range: its first lower bound, or the patch release before its first upper bound. */
function affectedVersion(signature: Signature): string {
  const range = signature.affects?.versions ?? '';
  const upper = /^<(\d+)\.(\d+)\.(\d+)/.exec(range);
  if (upper !== null) return versionBefore(Number(upper[1]), Number(upper[2]), Number(upper[3]));
  return />=(\d+\.\d+\.\d+)/.exec(range)?.[1] ?? '2.10.20';
}

function versionBefore(major: number, minor: number, patch: number): string {
  if (patch > 0) return `${major}.${minor}.${patch - 1}`;
  return minor > 0 ? `${major}.${minor - 1}.99` : `${Math.max(0, major - 1)}.99.99`;
}
