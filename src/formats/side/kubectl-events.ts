/**
 * `kubectl get events`, also with -A and -o wide (kubectl/pkg/cmd/events, printers):
 *   LAST SEEN   TYPE      REASON      OBJECT        MESSAGE
 *   2m10s       Warning   Unhealthy   pod/redis-0   Readiness probe failed: command timed out
 * The age is relative to an unknown moment: the records have no stamp.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ContainerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP } from './cite.js';

const MAX_RECORDS = 300;
const HEADER = /^(?:NAMESPACE +)?(?:LAST SEEN|FIRST SEEN|TIME|TIMESTAMP|AGE) +(?:TYPE|COUNT|FIRST SEEN|NAME|REASON) .{0,200}\bMESSAGE/;
const ROW =
  /^(?:([a-z0-9][a-z0-9-]{0,62}) +)?(\d[\w.]{0,12}(?: \(x\d{1,9} over \w{1,12}\))?|<\w+>|\d{4}-\d\d-\d\dT\S{8,30}) +(Normal|Warning) +(\w{1,60}) +([\w.-]{1,60}\/[\w.-]{1,253}|[\w.-]{1,253}) +(.*)$/;

/** The class of an event from its reason, as kubelet and the controllers name them. */
export function classifyKubeEvent(reason: string, message: string): ContainerRecord['event'] {
  if (
    /^(?:SystemOOM|NodeNotReady|EvictionThresholdMet|NodeHas(?:Insufficient|Disk|Memory|PID)\w*|FreeDiskSpaceFailed|Rebooted)$/.test(reason)
  )
    return 'node-trouble';
  if (/^OOMKill/i.test(reason) || /OOM-?killed|OOMKilling/i.test(message)) return 'oom-killed';
  if (reason === 'Unhealthy' || reason === 'ProbeWarning') return 'probe-failed';
  if (reason === 'Killing' || reason === 'Preempting') return 'killing';
  if (reason === 'Evicted' || reason === 'Preempted') return 'evicted';
  if (reason === 'BackOff' || reason === 'CrashLoopBackOff') return /pulling image/.test(message) ? 'cannot-start' : 'backoff';
  if (
    /^(?:FailedMount|FailedAttachVolume|FailedScheduling|FailedCreatePodSandBox|FailedCreatePodContainer|ErrImagePull|ImagePullBackOff|CreateContainerConfigError|CreateContainerError|RunContainerError|FailedPostStartHook|FailedCreate|ProvisioningFailed|FailedBinding)$/.test(
      reason,
    )
  )
    return 'cannot-start';
  if (reason === 'Failed' && /pull|image|[Ee]rror/.test(message)) return 'cannot-start';
  if (reason === 'Started') return 'started';
  return 'other';
}

/** The next lines of what a probe printed: kubectl puts them at the margin. */
const PROBE_SAYS =
  /^(?:timeout: |Could not connect |AUTH failed|Error: |command terminated |\(error\) |Warning: |(?:ERR|BUSY|LOADING|NOAUTH|WRONGPASS|MISCONF|MASTERDOWN|CLUSTERDOWN|OOM) |cluster_state:|Timed out$)/;
const MAX_MORE_LINES = 8;

/** Does this line belong to the message of the event before it? One that ends in a colon goes on. */
function goesOn(last: ContainerRecord, text: string, lines: number): boolean {
  if (last.event !== 'probe-failed' || lines >= MAX_MORE_LINES) return false;
  return PROBE_SAYS.test(text) || (lines === 0 && last.message.trimEnd().endsWith(':'));
}

/** Joins a line to the message of the event before it; false when it is none of it. */
export function takeMore(last: ContainerRecord | undefined, text: string, lines: number): boolean {
  if (last === undefined || !goesOn(last, text, lines)) return false;
  last.message = keep(`${last.message.trimEnd()} ${text.trim()}`, 500);
  return true;
}

class EventsReader implements BlockReader {
  private readonly records: ContainerRecord[] = [];
  private moreLines = 0;

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '') return 'taken';
    const row = text.length < 8192 ? ROW.exec(text) : null;
    if (!row) return this.more(text);
    this.moreLines = 0;
    if (this.records.length < MAX_RECORDS) this.records.push(this.record(row, text, context));
    return 'taken';
  }

  finish(): ContainerRecord[] {
    return this.records;
  }

  private more(text: string): BlockAnswer {
    if (!takeMore(this.records.at(-1), text, this.moreLines)) return 'refused';
    this.moreLines += 1;
    return 'taken';
  }

  private record(row: RegExpExecArray, text: string, context: LineContext): ContainerRecord {
    const [, namespace, age, type, reason, object, message] = row;
    return {
      type: 'container',
      source: 'kubectl-events',
      entry: context.entry,
      sub: context.sub,
      cite: citeOf(text, context),
      stamp: { ...NO_STAMP },
      name: object.replace(/^pods?\//, ''),
      event: classifyKubeEvent(reason, message),
      message: keep(message.trim(), 500),
      fields: { type, reason, age, object, ...(namespace ? { namespace } : {}) },
    };
  }
}

export const kubectlEvents: Format = {
  name: 'kubectl-events',
  samples: [
    'LAST SEEN   TYPE      REASON      OBJECT            MESSAGE',
    'NAMESPACE   LAST SEEN   TYPE      REASON      OBJECT            MESSAGE',
  ],
  open(text) {
    return text.length < 400 && HEADER.test(text) ? new EventsReader() : undefined;
  },
};
