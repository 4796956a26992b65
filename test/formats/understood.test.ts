import { describe, expect, it } from 'vitest';
import { readEntry } from './read-log.js';

const LINE = '4059:M 23 Nov 2026 06:27:14.777 * Ready to accept connections\n';

/** Share of the lines with text that some format recognised. */
function share(text: string): number {
  const { understood, unknown } = readEntry(text);
  return understood / (understood + unknown.count);
}

describe('how much of an entry was understood', () => {
  it('counts lines of the log and of reports, and leaves blank ones out', () => {
    expect(readEntry(`${LINE}\n\n${LINE}`)).toMatchObject({ understood: 2, unknown: { count: 0 } });
    expect(share(LINE)).toBe(1);
  });

  it('shows that a file is nearly all of somebody else', () => {
    const others = Array.from({ length: 200 }, (_, i) => `request ${i} took ${i * 7} ms\n`).join('');
    expect(readEntry(others + LINE)).toMatchObject({ understood: 1, unknown: { count: 200 } });
  });

  it('is the same through a wrapping', () => {
    const docker = [LINE, 'a start script says hello\n', LINE].map(
      (line, i) => `{"log":${JSON.stringify(line)},"stream":"stdout","time":"2026-11-23T06:27:1${i}.850340563Z"}\n`,
    );
    expect(readEntry(docker.join(''))).toMatchObject({ understood: 2, unknown: { count: 1 } });
  });

  it('does not count a line that stands alone in another time', () => {
    const forged = '99:M 01 Jan 2001 00:00:00.000 * Ready to accept connections\n';
    expect(readEntry(LINE + forged + LINE)).toMatchObject({ understood: 2, unknown: { count: 1 } });
  });
});
