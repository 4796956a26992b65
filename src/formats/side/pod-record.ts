import type { ContainerRecord } from '../../model/records.js';
import { keep, NO_STAMP } from './cite.js';
import { parseIsoStamp } from './stamp.js';

/** Programs that are ours: pods of an application stand in the same lists. */
export const OURS = /redis|valkey|keydb|sentinel|\brec-\d/i;

/** What `kubectl get` tells of one container of a pod, or of the pod where it tells of no container. */
export interface PodState {
  pod: string;
  namespace?: string;
  container?: string;
  image?: string;
  memoryLimit?: string;
  /** Of a state that waits or has ended, or of the pod. */
  reason?: string;
  text?: string;
  exitCode?: string;
  finishedAt?: string;
  startedAt?: string;
  restartCount?: string;
  ready?: string;
  running?: boolean;
  cite: ContainerRecord['cite'];
  sub: string;
}

const CANNOT_START = /^(?:Init:)?(?:ImagePullBackOff|ErrImage\w*|CreateContainer\w*|RunContainerError|InvalidImageName|StartError)$/;

/** The class of a pod's or container's reason, as the kubelet and kubectl's printer name it. */
export function eventOfReason(reason: string, running: boolean): ContainerRecord['event'] {
  if (/^(?:Init:)?OOMKilled$/.test(reason)) return 'oom-killed';
  if (/^(?:Init:)?CrashLoopBackOff$/.test(reason)) return 'backoff';
  if (reason === 'Evicted') return 'evicted';
  if (CANNOT_START.test(reason)) return 'cannot-start';
  if (/^(?:Init:)?(?:Error|ExitCode:\d{1,3}|ContainerCannotRun|Completed|DeadlineExceeded)$/.test(reason)) return 'exited';
  return running ? 'running' : 'other';
}

export function podRecord(state: PodState): ContainerRecord {
  const { pod, container, reason = '', running = false } = state;
  const event = eventOfReason(reason, running);
  const count = Number(state.restartCount ?? 0);
  const parts = [
    reason || (running ? 'Running' : ''),
    state.exitCode === undefined ? '' : `exit code ${state.exitCode}`,
    count > 0 ? `${count} ${count === 1 ? 'restart' : 'restarts'}` : '',
    event === 'oom-killed' && state.memoryLimit ? `memory limit ${state.memoryLimit}` : '',
    state.text ?? '',
  ];
  const at = event === 'running' ? state.startedAt : (state.finishedAt ?? state.startedAt);
  const told = {
    pod,
    namespace: state.namespace,
    container,
    image: state.image,
    memoryLimit: state.memoryLimit,
    reason,
    restartCount: state.restartCount,
    ready: state.ready,
    started: state.startedAt,
  };
  const record: ContainerRecord = {
    type: 'container',
    source: 'kubectl-get',
    entry: state.cite.entry,
    sub: state.sub,
    cite: state.cite,
    stamp: (at && parseIsoStamp(at)) || { ...NO_STAMP },
    name: [pod, container].filter(Boolean).join('/'),
    event,
    message: keep(parts.filter(Boolean).join(', '), 500),
    fields: Object.fromEntries(Object.entries(told).filter(([, value]) => value)) as Record<string, string>,
  };
  return state.exitCode === undefined ? record : { ...record, exitCode: Number(state.exitCode) };
}

/** Only the pods that speak of Redis, where any does. */
export function ownPods(records: readonly ContainerRecord[]): ContainerRecord[] {
  const own = records.filter((record) => OURS.test(`${record.name} ${record.fields.image ?? ''}`));
  return own.length > 0 ? own : [...records];
}
