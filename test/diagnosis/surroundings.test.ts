import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function analyzeText(text: string): Promise<Report> {
  return analyze(['-'], { stdin: bytesOf(text) });
}

const STATUSES = (last: string, now: string) => `apiVersion: v1
kind: Pod
metadata:
  name: cache-0
status:
  containerStatuses:
  - image: redis:7.2.4
    lastState:
      terminated:
        exitCode: 137
        finishedAt: "2024-03-14T21:40:30Z"
        reason: ${last}
    name: redis
    restartCount: 3
    state:
${now}
`;
const RUNNING = '      running:\n        startedAt: "2024-03-14T21:40:31Z"';
const WAITING = '      waiting:\n        reason: CrashLoopBackOff';

describe('what only the surroundings tell', () => {
  it.each([
    ['killed for memory, runs again', STATUSES('OOMKilled', RUNNING), 'exit/oom-killer', 'over'],
    ['killed, runs again', STATUSES('Error', RUNNING), 'exit/killed', 'over'],
    [
      'a table',
      'NAME      READY   STATUS             RESTARTS      AGE\nredis-0   0/1     CrashLoopBackOff   7 (5m ago)    17m\n',
      'crash/loop',
      'going-on',
    ],
  ])('%s', async (_what, text, kind, state) => {
    const report = await analyzeText(text);
    expect([report.verdict.kind, report.incidents[0]?.state]).toEqual([kind, state]);
    expect(report.verdict.headline).toMatch(/^(?:cache-0\/redis|redis-0): /);
  });

  it('a container that waits to be started again is not back', async () => {
    const report = await analyzeText(STATUSES('OOMKilled', WAITING));
    expect(report.incidents[0]?.state).not.toBe('over');
  });

  it.each([
    ['{"Status":"exited","Running":false,"OOMKilled":false,"Dead":false,"Pid":0,"ExitCode":137,"Error":""}'],
    ['{"OciVersion":"1.0.2-dev","Status":"exited","Running":false,"OOMKilled":false,"Dead":false,"Pid":0,"ExitCode":137}'],
  ])('on one line too, OOMKilled: false speaks against the OOM killer: %s', async (text) => {
    const report = await analyzeText(`${text}\n`);
    expect(report.verdict.kind).toBe('exit/killed');
    expect(
      report.incidents.flatMap((item) => item.explanations).some((item) => item.kind === 'exit/oom-killer' && item.status === 'likely'),
    ).toBe(false);
  });

  it('a probe that is refused at maxclients tells why the pod is restarted', async () => {
    const report = await analyzeText(`  Warning  Unhealthy  16m (x184 over 91m)  kubelet  Startup probe failed:
AUTH failed: ERR max number of clients reached
  Warning  BackOff    12m (x133 over 67m)  kubelet  Back-off restarting failed container
`);
    expect(report.verdict.kind).toBe('clients/limit');
  });
});
