import { describe, expect, it, vi } from 'vitest';
import { severityFound } from '../../src/commands/fail-on.js';
import { Progress, renderProgress } from '../../src/commands/progress.js';
import type { Report } from '../../src/report/schema.js';

describe('progress', () => {
  it('tells amount, rate and remaining time', () => {
    expect(renderProgress(500e6, 2e9, 2000)).toBe('reading 500 MB of 2.0 GB (25 %), 250 MB/s, 6 s left');
    expect(renderProgress(1e9, 100e9, 1000)).toMatch(/1 min 39 s left$/);
    expect(renderProgress(3e6, undefined, 1000)).toBe('reading 3 MB, 3 MB/s');
    expect(renderProgress(0, 0, 0)).toMatch(/100 %/);
  });

  it('appears only after a second, and leaves no trace', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const written: string[] = [];
      const progress = new Progress({ write: (text) => written.push(text), columns: 40 });
      vi.advanceTimersByTime(900);
      progress.update(1e6, 2e6);
      progress.clear();
      expect(written).toEqual([]);
      vi.advanceTimersByTime(200);
      progress.update(1e6, 2e6);
      progress.update(1e6, 2e6);
      progress.clear();
      expect(written).toEqual([expect.stringMatching(/^\rreading .{31}\x1b\[K$/), '\r\x1b[K']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('--fail-on', () => {
  const report = (status: string, severity: string, claim: string): Report =>
    ({
      verdict: { status },
      incidents: [{ severity: 'critical', explanations: [{ status: claim, severity }] }],
    }) as unknown as Report;

  it('counts what is confirmed or likely', () => {
    expect(severityFound(report('incident', 'warning', 'likely'), 'warning')).toBe(true);
    expect(severityFound(report('incident', 'warning', 'likely'), 'critical')).toBe(false);
    expect(severityFound(report('incident', 'critical', 'confirmed'), 'none')).toBe(false);
    expect(severityFound(report('healthy', 'critical', 'likely'), 'warning')).toBe(false);
  });

  it('an incident that nothing explains counts by its own severity', () => {
    expect(severityFound(report('inconclusive', 'info', 'possible'), 'critical')).toBe(true);
  });
});
