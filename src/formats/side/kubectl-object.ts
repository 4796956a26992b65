/**
 * `kubectl get pod NAME -o yaml` and `-o json` (k8s.io/api/core/v1 Pod), one pod or a list:
 *   apiVersion: v1
 *   kind: Pod
 *     lastState:
 *       terminated:
 *         exitCode: 137
 *         reason: OOMKilled
 * Both are read line by line by their indentation, so that length and depth do not matter; `{` before the first line is nobody's.
 * Every object of Kubernetes is claimed, only pods become records. Not handled: JSON on one line, YAML in flow style.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ContainerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields } from './cite.js';
import { ownPods, type PodState, podRecord } from './pod-record.js';

const MAX_RECORDS = 300;
const MAX_DEPTH = 40;
const OPENING = /^(?:- | {0,16}")?apiVersion"?: "?(?:[\w.-]{1,60}\/)?v\d\w{0,10}"?,?$/;
const STATUSES = /^ {0,40}"?(?:containerStatuses|initContainerStatuses)"?: ?\[?$/;
const KEY = /^( {0,200})((?:- )*)(["']?)([A-Za-z][\w./-]{0,100})\3:(?: (.*))?$/;
const TOP = /^(?:apiVersion|kind|metadata|spec|status|items|data|type|immutable)\b/;

interface Level {
  indent: number;
  key: string;
}

class ObjectReader implements BlockReader {
  private readonly records: ContainerRecord[] = [];
  private readonly path: Level[] = [];
  private pod = newFields();
  private limits = newFields();
  private container = newFields();
  private cite: ContainerRecord['cite'] | undefined;
  private cites: Record<string, ContainerRecord['cite']> = {};

  constructor(
    text: string,
    context: LineContext,
    private readonly sub: string,
  ) {
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text.length > 65_536 || text === '') return 'taken';
    const found = KEY.exec(text);
    if (!found) return /^(?:[ \t]|[-{}[\]])/.test(text) ? 'taken' : 'refused';
    const [, spaces, dashes, quote, key, value = ''] = found;
    const indent = spaces.length + dashes.length;
    if (indent === 0 && quote === '' && !TOP.test(key)) return 'refused';
    while (this.path.length > 0 && this.path.at(-1)!.indent >= indent) this.path.pop();
    if (this.path.length < MAX_DEPTH) this.path.push({ indent, key });
    this.value(this.path.map((level) => level.key).join('/'), scalar(value), text, context);
    return 'taken';
  }

  finish(): ContainerRecord[] {
    this.closePod();
    return ownPods(this.records);
  }

  private value(path: string, value: string, text: string, context: LineContext): void {
    const at = path.replace(/^items\//, '');
    if (at === 'metadata') this.closePod();
    else if (at === 'metadata/name' || at === 'metadata/namespace' || at === 'status/reason') {
      this.pod[at.slice(at.indexOf('/') + 1)] = keep(value, 300);
      if (at === 'status/reason' || this.cite === undefined) this.cite = citeOf(text, context);
    } else if (at === 'spec/containers/name') {
      this.pod.of = value;
      if (this.pod.limit) this.limits[value] = this.pod.limit;
    } else if (at === 'spec/containers/resources/limits/memory') {
      // In JSON and YAML alike the keys are sorted: `name` stands before `resources`.
      this.limits[this.pod.of ?? ''] = keep(value, 40);
    } else {
      const status = /^(?:status\/)?(?:init)?[cC]ontainerStatuses\/(.{1,100})$/.exec(at);
      if (status) this.status(status[1], value, citeOf(text, context));
    }
  }

  /** Members of one container's status; one that is there already begins the next container. */
  private status(member: string, value: string, cite: ContainerRecord['cite']): void {
    if (!member.includes('/') && this.container[member] !== undefined) this.closeContainer();
    this.container[member] = keep(value, 300);
    this.cites[member] = cite;
  }

  private closeContainer(): void {
    const { container: got, cites } = this;
    this.container = newFields();
    this.cites = {};
    if (Object.keys(got).length === 0 || this.records.length >= MAX_RECORDS) return;
    const first = Object.values(cites)[0]!;
    const base: Omit<PodState, 'cite'> = {
      pod: this.pod.name ?? '',
      namespace: this.pod.namespace,
      container: got.name,
      image: got.image,
      memoryLimit: this.limits[got.name ?? ''],
      restartCount: got.restartCount,
      ready: got.ready,
      sub: this.sub,
    };
    for (const which of ['lastState', 'state']) {
      const part = (name: string) => got[`${which}/${name}`];
      const cite = (name: string) => cites[`${which}/${name}`] ?? first;
      if (part('terminated/exitCode') !== undefined) {
        const at = { exitCode: part('terminated/exitCode'), reason: part('terminated/reason'), finishedAt: part('terminated/finishedAt') };
        const told = { startedAt: part('terminated/startedAt'), text: part('terminated/message') };
        this.records.push(podRecord({ ...base, ...at, ...told, reason: at.reason ?? 'Error', cite: cite('terminated/reason') }));
      } else if (part('waiting/reason') !== undefined)
        this.records.push(
          podRecord({ ...base, reason: part('waiting/reason'), text: part('waiting/message'), cite: cite('waiting/reason') }),
        );
      else if (part('running/startedAt') !== undefined)
        this.records.push(podRecord({ ...base, running: true, startedAt: part('running/startedAt'), cite: cite('running/startedAt') }));
    }
  }

  private closePod(): void {
    this.closeContainer();
    if (this.pod.reason && this.pod.name && this.cite)
      this.records.push(
        podRecord({ pod: this.pod.name, namespace: this.pod.namespace, reason: this.pod.reason, cite: this.cite, sub: this.sub }),
      );
    this.pod = newFields();
    this.limits = newFields();
    this.cite = undefined;
  }
}

/** `"text",` and `'text'` without what is around it. */
function scalar(value: string): string {
  const bare = value.endsWith(',') ? value.slice(0, -1) : value;
  return bare.length >= 2 && /^(["']).*\1$/.test(bare) ? bare.slice(1, -1) : bare;
}

export const kubectlObject: Format = {
  name: 'kubectl-object',
  samples: ['apiVersion: v1', '    "apiVersion": "v1",', '  containerStatuses:', '        "containerStatuses": ['],
  open(text, context) {
    if (text.length > 200) return undefined;
    return OPENING.test(text) || STATUSES.test(text) ? new ObjectReader(text, context, context.sub) : undefined;
  },
};
