/**
 * `kubectl describe pod` (describePod in kubectl/pkg/describe/describe.go), whole or the part of one container:
 *   Name:             redis-0
 *   Namespace:        cache
 *       Last State:     Terminated
 *         Reason:       OOMKilled
 *         Exit Code:    137
 *       Restart Count:  3
 *   Events:
 *     Type     Reason     Age                  From     Message
 *     Warning  Unhealthy  3m (x5 over 10m)     kubelet  Liveness probe failed: command timed out
 * Ages of events are relative to an unknown moment: such records have no stamp. What a probe prints may run over several lines; people
 * also copy the events alone, without their header.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ContainerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP, newFields } from './cite.js';
import { classifyKubeEvent, takeMore } from './kubectl-events.js';
import { parseIsoStamp, parseRfc1123Stamp } from './stamp.js';

const MAX_RECORDS = 300;
const NAME = /^Name: {2,}([a-z0-9][a-z0-9.-]{0,253})$/;
const STATE = /^ {2,8}(State|Last State): {2,}(Running|Terminated|Waiting)$/;
const KEY = /^( *)([A-Z][\w ./()-]{0,60}|cpu|memory|ephemeral-storage):(?: +(.*))?$/;
const CONTAINER = /^ {2}([a-z0-9][a-z0-9-]{0,62}):$/;
const EVENT_HEADER = /^ {2}Type {2,}Reason {2,}Age {2,}From {2,}Message$/;
const EVENT = /^ {1,4}(Normal|Warning) {2,}(\w{1,60}) {2,}(.{1,40}?) {2,}(\S(?:.{0,120}?\S)?) {2,}(.*)$/;
/** An event that stands without its header: what came before it is not shown. */
const LONE_EVENT =
  /^ {0,4}(?:Normal|Warning) {2,}[A-Z]\w{1,59} {2,}(?:\d[\dsmhdy]{0,15}(?: \(x\d{1,9} over \w{1,20}\))?|<unknown>) {2,}(?:kubelet|default-scheduler|[a-z]+(?:-[a-z]+){0,4})(?:, \S{1,200})? {2,}\S/;

interface State {
  which: 'State' | 'Last State';
  value: string;
  fields: Record<string, string>;
  cite: ContainerRecord['cite'];
}

function stampOf(text: string | undefined): ContainerRecord['stamp'] {
  return (text && (parseRfc1123Stamp(text) ?? parseIsoStamp(text))) || { ...NO_STAMP };
}

class DescribeReader implements BlockReader {
  private readonly records: ContainerRecord[] = [];
  private readonly pod = newFields();
  private container = newFields();
  private containerName = '';
  /** The key at the margin that the indented lines belong to. */
  private topKey = '';
  private state: State | undefined;
  private inLimits = false;
  private lines = 0;
  private inEvents = false;
  private isLone = false;
  private moreLines = 0;
  private readonly sub: string;

  constructor(text: string, context: LineContext) {
    this.sub = context.sub;
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    this.lines += 1;
    if (text.trim() === '') return 'taken';
    if (this.lines > 1 && NAME.test(text)) return 'refused';
    if (this.inEvents) return this.event(text, context);
    if (EVENT_HEADER.test(text)) {
      this.inEvents = true;
      return 'taken';
    }
    if (this.lines === 1 && LONE_EVENT.test(text)) {
      this.inEvents = true;
      this.isLone = true;
      return this.event(text, context);
    }
    return this.key(text, context);
  }

  finish(): ContainerRecord[] {
    this.closeState();
    // A `Name:` that no other line of a pod followed was something else.
    return this.lines > 1 || this.isLone ? this.records : [];
  }

  private key(text: string, context: LineContext): BlockAnswer {
    const container = this.topKey === '' || this.topKey.endsWith('Containers') ? CONTAINER.exec(text) : null;
    if (container) {
      this.closeState();
      this.containerName = container[1];
      this.container = newFields();
      return 'taken';
    }
    const state = STATE.exec(text);
    if (state) {
      this.closeState();
      this.state = { which: state[1] as State['which'], value: state[2], fields: newFields(), cite: citeOf(text, context) };
      return 'taken';
    }
    const key = text.length < 4096 ? KEY.exec(text) : null;
    // Continuations of long values (labels, arguments, probes) and tables are indented and have no key.
    if (!key) return (this.pod.Namespace ? /^ {2,}\S/ : /^ {4,}\S/).test(text) ? 'taken' : 'refused';
    if (this.lines === 2 && !/^(?:Namespace|Priority|Labels|Service Account|Node|Started|Reason|Exit Code)$/.test(key[2])) return 'refused';
    this.value(key[1].length, key[2], key[3] ?? '', context, text);
    return 'taken';
  }

  private value(indent: number, name: string, value: string, context: LineContext, text: string): void {
    if (indent === 0) {
      this.closeState();
      this.topKey = name;
      this.containerName = '';
      this.container = newFields();
      this.pod[name] = keep(value, 300);
    } else if (this.state && /^(?:Reason|Exit Code|Started|Finished|Message|Signal)$/.test(name)) {
      this.state.fields[name] = keep(value, 300);
    } else if (name === 'Restart Count') {
      this.closeState();
      if (Number(value) > 0) this.push('restarted', `restart count ${value}`, { restartCount: value }, citeOf(text, context));
    } else if (this.inLimits && /^(?:cpu|memory|ephemeral-storage)$/.test(name)) {
      this.container[`limit ${name}`] = keep(value, 40);
    } else if (/^(?:Limits|Requests)$/.test(name)) {
      this.closeState();
      this.inLimits = name === 'Limits';
    } else if (/^(?:Image|Port|Container ID|Liveness|Readiness)$/.test(name)) {
      this.container[name] = keep(value, 300);
    } else if (name === 'Ready') {
      this.closeState();
    }
  }

  private closeState(): void {
    const state = this.state;
    this.state = undefined;
    if (!state) return;
    const { fields } = state;
    const code = fields['Exit Code'];
    const message = [state.value, fields.Reason, code === undefined ? '' : `exit code ${code}`, fields.Message].filter(Boolean).join(', ');
    const event = eventOfState(state);
    const at = state.value === 'Running' ? fields.Started : (fields.Finished ?? fields.Started);
    const details = { state: state.which, started: fields.Started ?? '', reason: fields.Reason ?? '' };
    this.push(event, message, details, state.cite, at, code === undefined ? undefined : Number(code));
  }

  private event(text: string, context: LineContext): BlockAnswer {
    if (/^ {2}-{4} /.test(text)) return 'taken';
    const found = EVENT.exec(text);
    if (!found) return this.more(text);
    this.moreLines = 0;
    const [, type, reason, age, from, message] = found;
    const fields = { type, reason, age, from };
    this.push(classifyKubeEvent(reason, message), message, fields, citeOf(text, context));
    return 'taken';
  }

  private more(text: string): BlockAnswer {
    if (!takeMore(this.records.at(-1), text, this.moreLines)) return 'refused';
    this.moreLines += 1;
    return 'taken';
  }

  private push(
    event: ContainerRecord['event'],
    message: string,
    fields: Record<string, string>,
    cite: ContainerRecord['cite'],
    at?: string,
    exitCode?: number,
  ): void {
    if (this.records.length >= MAX_RECORDS) return;
    const told = {
      pod: this.pod.Name,
      namespace: this.pod.Namespace,
      container: this.containerName,
      image: this.container.Image,
      memoryLimit: this.container['limit memory'],
      liveness: this.container.Liveness,
      ...fields,
    };
    const present = Object.fromEntries(Object.entries(told).filter(([, value]) => value));
    const record: ContainerRecord = {
      type: 'container',
      source: 'kubectl-describe',
      entry: cite.entry,
      sub: this.sub,
      cite,
      stamp: stampOf(at),
      name: [this.pod.Name, this.containerName].filter(Boolean).join('/'),
      event,
      message: keep(message, 500),
      fields: present as Record<string, string>,
    };
    this.records.push(exitCode === undefined ? record : { ...record, exitCode });
  }
}

function eventOfState(state: State): ContainerRecord['event'] {
  if (state.fields.Reason === 'OOMKilled') return 'oom-killed';
  if (state.fields.Reason === 'Evicted') return 'evicted';
  if (state.fields.Reason === 'CrashLoopBackOff') return 'backoff';
  if (/^(?:ImagePullBackOff|ErrImagePull|CreateContainer\w*|RunContainerError|InvalidImageName)$/.test(state.fields.Reason ?? ''))
    return 'cannot-start';
  if (state.value === 'Terminated') return 'exited';
  return state.value === 'Running' ? 'running' : 'other';
}

export const kubectlDescribe: Format = {
  name: 'kubectl-describe',
  samples: [
    'Name:             redis-0',
    '    Last State:     Terminated',
    '    State:          Running',
    '  Type     Reason     Age                  From               Message',
    '  Warning  BackOff    12m (x133 over 67m)  kubelet  Back-off restarting failed container',
  ],
  open(text, context) {
    if (text.length > 400) return undefined;
    return NAME.test(text) || STATE.test(text) || EVENT_HEADER.test(text) || LONE_EVENT.test(text)
      ? new DescribeReader(text, context)
      : undefined;
  },
};
