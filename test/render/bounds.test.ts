import { describe, expect, it } from 'vitest';
import { BRIEF_LINES } from '../../src/render/brief.js';
import { render } from '../../src/render/index.js';
import { JIRA_LINES } from '../../src/render/jira.js';
import { loadReport, NAMES } from './reports.js';

const linesOf = (text: string) => text.trimEnd().split('\n').length;

describe.each(NAMES)('%s', (name) => {
  const report = loadReport(name);
  it.each(['markdown', 'jira', 'terminal'] as const)('has a brief of fifteen lines as %s', (format) => {
    const text = render(report, format, { brief: true, width: 80 });
    expect(linesOf(text)).toBeLessThanOrEqual(BRIEF_LINES);
    expect(text.trim()).not.toBe('');
  });
  it('is a ticket of sixty lines', () => expect(linesOf(render(report, 'jira'))).toBeLessThanOrEqual(JIRA_LINES));
});
