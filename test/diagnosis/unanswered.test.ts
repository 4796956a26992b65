import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const analyzeText = (text: string): Promise<Report> => analyze(['-'], { stdin: bytesOf(text) });

/** 2018-08-08T15:59:18Z. */
const EPOCH = 1_533_743_958;
const WORK = '5216:S 08 Aug 2018 15:57:04.503 * 100 changes in 300 seconds. Saving...\n';
const ERROR =
  "5216:S 08 Aug 2018 15:51:31.685 # == CRITICAL == This slave is sending an error to its master: 'ERR unknown command' after processing the command 'x'\n";

const requests = (seconds: readonly number[], name = 'SIGTERM') =>
  seconds.map((second) => `5216:signal-handler (${EPOCH + second}) Received ${name} scheduling shutdown...\n`).join('');

describe('requests to stop that main does not act on', () => {
  it.each([
    ['one a second', `${WORK}${requests([0, 1, 2, 3, 4, 5, 6, 7])}`],
    ['two, half a minute apart', `${WORK}${requests([0, 30])}`],
    ['from a terminal', `${WORK}${requests([0, 2, 9], 'SIGINT')}`],
    ['beside an error on the link, which is certain', `${ERROR}${WORK}${requests([0, 5, 10])}`],
  ])('are a standstill that lasts: %s', async (_, text) => {
    const [incident] = (await analyzeText(text)).incidents;
    expect(incident?.explanations[0]).toMatchObject({ kind: 'hang/main-thread-stuck', status: 'likely' });
    expect(incident).toMatchObject({ state: 'going-on' });
    expect(incident?.end).toBeUndefined();
  });

  it.each([
    ['all of them in a moment, at the end of an excerpt', `${WORK}${requests([0, 0, 1])}`],
    [
      'main acted on the first one and saves',
      `${WORK}${requests([0])}5216:S 08 Aug 2018 15:59:18.020 # User requested shutdown...\n5216:S 08 Aug 2018 15:59:18.021 * Saving the final RDB snapshot before exiting.\n${requests([3, 9, 15])}`,
    ],
    [
      'main acted on the last one',
      `${WORK}${requests([0])}5216:S 08 Aug 2018 15:59:18.020 # User requested shutdown...\n5216:S 08 Aug 2018 15:59:18.120 # Redis is now ready to exit, bye bye...\n`,
    ],
  ])('are none where %s', async (_, text) => {
    const report = await analyzeText(text);
    expect(report.incidents.map((incident) => incident.explanations[0]?.kind)).not.toContain('hang/main-thread-stuck');
  });
});
