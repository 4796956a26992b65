import { describe, expect, test } from 'vitest';
import { SIDE_FORMATS } from '../../../src/formats/side/index.js';
import type { ContainerRecord } from '../../../src/model/records.js';
import { readText } from './read.js';

function containersIn(text: string): ContainerRecord[] {
  return readText(text, SIDE_FORMATS).records.filter((record): record is ContainerRecord => record.type === 'container');
}

const rowsOf = (text: string) => containersIn(text).map(({ name, event, message }) => [name, event, message]);

describe('kubectl get pods', () => {
  test.each([
    [
      'a table',
      'NAME        READY   STATUS             RESTARTS       AGE\nredis-0     2/3     CrashLoopBackOff   7 (5m2s ago)   17m\nredis-1     3/3     Running            0              18m\n',
      [
        ['redis-0', 'backoff', 'CrashLoopBackOff, 7 restarts, the last 5m2s ago, 2 of 3 containers ready'],
        ['redis-1', 'running', 'Running'],
      ],
    ],
    [
      'all namespaces, wide; a program that is not ours is left out',
      'NAMESPACE   NAME           READY   STATUS      RESTARTS   AGE   IP           NODE     NOMINATED NODE   READINESS GATES\nshop        valkey-0       0/1     OOMKilled   1          81d   10.244.1.1   node-1   <none>           <none>\nshop        api-6d7-qm4    0/1     CrashLoopBackOff   31 (2m ago)   3h    10.244.1.80   node-1   <none>           <none>\n',
      [['valkey-0', 'oom-killed', 'OOMKilled, 1 restart, 0 of 1 containers ready']],
    ],
    [
      'rows without header, the first one indented',
      '  new-redis-0   0/1     CrashLoopBackOff   6 (110s ago)     7m33s\nnew-redis-1   0/1     ImagePullBackOff   0     7m33s\n',
      [
        ['new-redis-0', 'backoff', 'CrashLoopBackOff, 6 restarts, the last 110s ago, 0 of 1 containers ready'],
        ['new-redis-1', 'cannot-start', 'ImagePullBackOff, 0 of 1 containers ready'],
      ],
    ],
    [
      'three columns',
      'dev-redis-master-0                 0/1       Init:CrashLoopBackOff\n',
      [['dev-redis-master-0', 'backoff', 'Init:CrashLoopBackOff, 0 of 1 containers ready']],
    ],
  ])('%s', (_what, text, expected) => {
    expect(rowsOf(text)).toEqual(expected);
  });

  test.each(['used_memory 1/2 Running well', 'job-1 3/4 Completed 0 9h', 'see https://example.com/a/b CrashLoopBackOff'])(
    'no pod: %s',
    (text) => {
      expect(containersIn(`${text}\n`)).toEqual([]);
    },
  );
});

const YAML = `apiVersion: v1
kind: Pod
metadata:
  labels:
    app: cache
  name: cache-0
  namespace: shop
spec:
  containers:
  - env:
    - name: MODE
      value: "1"
    image: valkey/valkey:8.0.2
    name: server
    resources:
      limits:
        memory: 512Mi
status:
  containerStatuses:
  - containerID: containerd://ba9b
    image: docker.io/valkey/valkey:8.0.2
    lastState:
      terminated:
        containerID: containerd://77f1
        exitCode: 137
        finishedAt: "2024-03-14T21:40:30Z"
        reason: OOMKilled
        startedAt: "2024-03-11T08:02:21Z"
    name: server
    ready: true
    restartCount: 1
    state:
      running:
        startedAt: "2024-03-14T21:40:31Z"
  - image: docker.io/oliver006/redis_exporter:v1
    lastState: {}
    name: metrics
    restartCount: 0
    state:
      waiting:
        message: 'back-off 5m0s restarting failed container=metrics'
        reason: CrashLoopBackOff
  phase: Running
`;

/** The JSON that kubectl prints of a structure is indented and sorted like its YAML. */
const JSON_LIST = JSON.stringify(
  {
    apiVersion: 'v1',
    items: [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'cache-0', namespace: 'shop' },
        spec: { containers: [{ image: 'valkey/valkey:8.0.2', name: 'server', resources: { limits: { memory: '512Mi' } } }] },
        status: {
          containerStatuses: [
            {
              image: 'valkey/valkey:8.0.2',
              lastState: { terminated: { exitCode: 1, finishedAt: '2024-03-14T21:40:30Z', reason: 'Error' } },
              name: 'server',
              restartCount: 8,
              state: { waiting: { message: 'back-off 5m0s', reason: 'CrashLoopBackOff' } },
            },
          ],
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'redis-9' },
        status: { message: 'low on memory', phase: 'Failed', reason: 'Evicted' },
      },
    ],
    kind: 'List',
    metadata: { resourceVersion: '' },
  },
  undefined,
  4,
);

describe('kubectl get pod -o yaml and -o json', () => {
  test('of every container the state before and the state now', () => {
    const records = containersIn(YAML);
    expect(records.map(({ name, event, message }) => [name, event, message])).toEqual([
      ['cache-0/server', 'oom-killed', 'OOMKilled, exit code 137, 1 restart, memory limit 512Mi'],
      ['cache-0/server', 'running', 'Running, 1 restart'],
      ['cache-0/metrics', 'backoff', 'CrashLoopBackOff, back-off 5m0s restarting failed container=metrics'],
    ]);
    expect(records[0]).toMatchObject({
      exitCode: 137,
      stamp: { wallMs: Date.UTC(2024, 2, 14, 21, 40, 30) },
      fields: { namespace: 'shop' },
    });
    expect(records[0].cite.text).toContain('reason: OOMKilled');
  });

  test('a list in JSON, with a pod that was evicted', () => {
    expect(rowsOf(`${JSON_LIST}\n`)).toEqual([
      ['cache-0/server', 'exited', 'Error, exit code 1, 8 restarts'],
      ['cache-0/server', 'backoff', 'CrashLoopBackOff, 8 restarts, back-off 5m0s'],
      ['redis-9', 'evicted', 'Evicted'],
    ]);
  });

  test('the part of the statuses alone', () => {
    expect(rowsOf(YAML.slice(YAML.indexOf('  containerStatuses:')))[0]?.[1]).toBe('oom-killed');
  });

  test('what is no pod becomes no record', () => {
    expect(containersIn('apiVersion: v1\ndata:\n  redis.conf: |-\n    maxmemory 1gb\nkind: ConfigMap\nmetadata:\n  name: redis\n')).toEqual(
      [],
    );
  });
});

describe('events', () => {
  const LONE = `  Warning  Unhealthy  16m (x184 over 91m)  kubelet  Startup probe failed:
AUTH failed: ERR max number of clients reached
Error: Connection reset by peer
  Warning  BackOff    12m (x133 over 67m)  kubelet  Back-off restarting failed container
`;

  test('copied without their header, a message over several lines', () => {
    expect(containersIn(LONE).map(({ event, message }) => [event, message])).toEqual([
      ['probe-failed', 'Startup probe failed: AUTH failed: ERR max number of clients reached Error: Connection reset by peer'],
      ['backoff', 'Back-off restarting failed container'],
    ]);
  });

  test('of kubectl get events as well, and a foreign line ends them', () => {
    const text = `LAST SEEN   TYPE      REASON      OBJECT        MESSAGE
15m         Warning   Unhealthy   pod/redis-0   Readiness probe failed: Timed out
timeout: the monitored command dumped core
something else entirely
`;
    expect(rowsOf(text)).toEqual([
      ['redis-0', 'probe-failed', 'Readiness probe failed: Timed out timeout: the monitored command dumped core'],
    ]);
    expect(readText(text, SIDE_FORMATS).unknown).toEqual(['something else entirely']);
  });
});
