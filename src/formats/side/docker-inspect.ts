/**
 * `docker inspect` and `docker inspect --format '{{json .State}}'` (container.State of moby), indented or on one line:
 *       "State": {
 *           "Status": "exited",
 *           "OOMKilled": true,
 *           "ExitCode": 137,
 *           "FinishedAt": "2026-11-23T06:42:08.112233445Z",
 * Indented JSON is read line by line, never parsed whole, so that depth and size do not matter; `[` and `{` before the first
 * line are nobody's. Podman prints the same keys. Not handled: `kubectl get pod -o json`.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ContainerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP, newFields } from './cite.js';
import { parseIsoStamp } from './stamp.js';

const MAX_JSON = 262_144;
const MAX_RECORDS = 200;
const ID = /^\s{0,12}"Id": "([0-9a-f]{64})",$/;
const STATE = /^\s{0,12}"State": \{$/;
const MEMBER = /^(\s{0,200})"([A-Za-z][\w.]{0,60})": (?:"(.*)"|(true|false|null|-?\d{1,20})),?$/;
const JSON_LINE = /^\s{0,200}(?:["{}[\]]|(?:true|false|null|-?\d)[^:]*$)/;
const ONE_LINE =
  /^\[?\{(?:"Id":"[0-9a-f]{64}",|(?:"OciVersion":"[^"]{1,40}",)?"Status":"(?:created|running|paused|restarting|removing|exited|dead)",)/;
const WANTED = new Set(
  'Id Name Image Status Running Paused Restarting OOMKilled Dead Pid ExitCode Error StartedAt FinishedAt RestartCount Hostname'.split(' '),
);

function eventOf(fields: Record<string, string>): ContainerRecord['event'] {
  if (fields.OOMKilled === 'true') return 'oom-killed';
  if (fields.Status === 'exited' || fields.Status === 'dead') return 'exited';
  if (fields.Status === 'restarting' || Number(fields.RestartCount) > 0) return 'restarted';
  return fields.Status === 'running' || fields.Running === 'true' ? 'running' : 'other';
}

function recordOf(fields: Record<string, string>, cite: ContainerRecord['cite'], sub: string): ContainerRecord | undefined {
  if (fields.Status === undefined && fields.OOMKilled === undefined && fields.ExitCode === undefined) return undefined;
  const event = eventOf(fields);
  const at = event === 'running' || event === 'restarted' ? fields.StartedAt : fields.FinishedAt;
  const stamp = at && !at.startsWith('0001-') ? parseIsoStamp(at) : undefined;
  const parts = [fields.Status, fields.OOMKilled === 'true' ? 'OOMKilled' : '', `exit code ${fields.ExitCode ?? '?'}`, fields.Error];
  const record: ContainerRecord = {
    type: 'container',
    source: 'docker-inspect',
    entry: cite.entry,
    sub,
    cite,
    stamp: stamp ?? { ...NO_STAMP },
    name: (fields.Name ?? fields.Id?.slice(0, 12) ?? '').replace(/^\//, ''),
    event,
    message: keep(parts.filter(Boolean).join(', '), 500),
    fields: { ...fields },
  };
  return fields.ExitCode === undefined || event === 'running' ? record : { ...record, exitCode: Number(fields.ExitCode) };
}

/** Keys nearest to the margin win: `Name` of the container, not of a mount. */
class IndentedReader implements BlockReader {
  private readonly records: ContainerRecord[] = [];
  private fields = newFields();
  private depth = newFields();
  private cite: ContainerRecord['cite'];
  private readonly sub: string;

  constructor(text: string, context: LineContext) {
    this.cite = citeOf(text, context);
    this.sub = context.sub;
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text.length > 65_536) return JSON_LINE.test(text.slice(0, 300)) ? 'taken' : 'refused';
    if (ID.test(text) && this.fields.Id !== undefined) this.close(citeOf(text, context));
    const member = MEMBER.exec(text);
    if (member && WANTED.has(member[2])) this.set(member, text, context);
    return member || JSON_LINE.test(text) || text.trim() === '' ? 'taken' : 'refused';
  }

  finish(): ContainerRecord[] {
    this.close(this.cite);
    return this.records;
  }

  private set(member: RegExpExecArray, text: string, context: LineContext): void {
    const [, indent, name, quoted, bare] = member;
    if (this.fields[name] !== undefined && Number(this.depth[name]) <= indent.length) return;
    this.fields[name] = keep(quoted ?? bare, 300);
    this.depth[name] = String(indent.length);
    if (name === 'Status' || (name === 'OOMKilled' && bare === 'true')) this.cite = citeOf(text, context);
  }

  private close(next: ContainerRecord['cite']): void {
    const record = recordOf(this.fields, this.cite, this.sub);
    if (record && this.records.length < MAX_RECORDS) this.records.push(record);
    this.fields = newFields();
    this.depth = newFields();
    this.cite = next;
  }
}

interface Inspected {
  [key: string]: unknown;
}

function isObject(value: unknown): value is Inspected {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addScalars(fields: Record<string, string>, value: unknown): void {
  if (!isObject(value)) return;
  for (const name of WANTED) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean') fields[name] = keep(String(member), 300);
  }
}

function recordsOfJson(text: string, context: LineContext): ContainerRecord[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const list: unknown[] = Array.isArray(parsed) ? parsed.slice(0, MAX_RECORDS) : [parsed];
  return list.flatMap((item) => {
    const fields = newFields();
    addScalars(fields, item);
    if (isObject(item) && Object.hasOwn(item, 'State')) addScalars(fields, item.State);
    return recordOf(fields, citeOf(text, context), context.sub) ?? [];
  });
}

export const dockerInspect: Format = {
  name: 'docker-inspect',
  samples: [
    '        "Id": "3f1c0a5b7d9e2f4a6c8b0d1e3f5a7c9b1d3e5f7a9c0b2d4e6f8a1c3e5d7f9b0a",',
    '        "State": {',
    '{"OciVersion":"1.0.2-dev","Status":"exited","Running":false,"OOMKilled":false,"Dead":false,"Pid":0,"ExitCode":137}',
    '{"Status":"exited","Running":false,"Paused":false,"Restarting":false,"OOMKilled":true,"Dead":false,"Pid":0,"ExitCode":137}',
  ],
  open(text, context) {
    if (text.length > MAX_JSON) return undefined;
    if (ONE_LINE.test(text)) {
      const records = recordsOfJson(text, context);
      return { line: () => 'refused', finish: () => records };
    }
    return ID.test(text) || STATE.test(text) ? new IndentedReader(text, context) : undefined;
  },
};
