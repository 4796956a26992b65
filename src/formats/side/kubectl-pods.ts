/**
 * `kubectl get pods` as a table, also with -A and -o wide (pkg/printers/internalversion/printers.go, printPod), whole or only rows that tell of trouble:
 *   NAME                   READY   STATUS             RESTARTS       AGE
 *   redis-test-redis-0     2/3     CrashLoopBackOff   7 (5m2s ago)   17m
 * Rows of other programs are left out where some speak of Redis. The ages are relative to an unknown moment: the records have no stamp.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ContainerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf } from './cite.js';
import { eventOfReason, ownPods, podRecord } from './pod-record.js';

const MAX_RECORDS = 300;
const HEADER = /^ {0,4}(?:NAMESPACE +)?NAME +READY +STATUS(?: +RESTARTS)?(?: +AGE)?\b/;
const ROW =
  /^ {0,4}(?:([a-z0-9][a-z0-9-]{0,62}) +)?([a-z0-9][a-z0-9.-]{0,252}) +(\d{1,3}\/\d{1,3}) +([A-Z][\w:/]{1,60})(?: +(\d{1,9})(?: \((\w{1,20}) ago\))?)?(?: +(\S{1,20}))?(?: |$)/;

class PodsReader implements BlockReader {
  private readonly records: ContainerRecord[] = [];

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '') return 'taken';
    const row = text.length < 1024 ? ROW.exec(text) : null;
    if (!row) return 'refused';
    if (this.records.length < MAX_RECORDS) this.records.push(recordOf(row, text, context));
    return 'taken';
  }

  finish(): ContainerRecord[] {
    return ownPods(this.records);
  }
}

function recordOf(row: RegExpExecArray, text: string, context: LineContext): ContainerRecord {
  const [, namespace, pod, ready, status, restarts, last] = row;
  const [up, all] = ready.split('/');
  const running = status === 'Running';
  return podRecord({
    pod,
    namespace,
    reason: running ? undefined : status,
    running,
    restartCount: restarts,
    ready,
    text: [last === undefined ? '' : `the last ${last} ago`, up === all ? '' : `${up} of ${all} containers ready`]
      .filter(Boolean)
      .join(', '),
    cite: citeOf(text, context),
    sub: context.sub,
  });
}

/** Without the header only rows that nothing else looks like: a pod that does not come up. */
function isTroubledRow(text: string): boolean {
  const row = text.length < 1024 && text.includes('/') ? ROW.exec(text) : null;
  return row !== null && /^(?:backoff|oom-killed|cannot-start|evicted)$/.test(eventOfReason(row[4], false));
}

export const kubectlPods: Format = {
  name: 'kubectl-pods',
  samples: [
    'NAME                  READY   STATUS    RESTARTS   AGE',
    'NAMESPACE   NAME      READY   STATUS    RESTARTS   AGE',
    'dev-redis-master-0                 0/1       CrashLoopBackOff',
    'new-redis-redis-cluster-1   0/1     CrashLoopBackOff   6 (109s ago)     7m33s',
  ],
  open(text, context) {
    if (text.length > 400) return undefined;
    if (HEADER.test(text)) return new PodsReader();
    if (!isTroubledRow(text)) return undefined;
    const reader = new PodsReader();
    reader.line(text, context);
    return reader;
  },
};
