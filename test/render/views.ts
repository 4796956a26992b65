import {
  render,
  renderStacksMarkdown,
  renderStacksTerminal,
  renderTimelineMarkdown,
  renderTimelineTerminal,
} from '../../src/render/index.js';
import type { Report } from '../../src/report/schema.js';

const wide = { width: 120, color: false };
const narrow = { width: 80, color: false };

/** Every view, by the ending of its golden. */
export const VIEWS: Record<string, (report: Report) => string> = {
  md: (report) => render(report, 'markdown'),
  '80.txt': (report) => render(report, 'terminal', narrow),
  '120.txt': (report) => render(report, 'terminal', wide),
  jira: (report) => render(report, 'jira'),
  sarif: (report) => render(report, 'sarif'),
  'junit.xml': (report) => render(report, 'junit'),
  'stacks.md': renderStacksMarkdown,
  'stacks.txt': (report) => renderStacksTerminal(report, narrow),
  'timeline.md': renderTimelineMarkdown,
  'timeline.txt': (report) => renderTimelineTerminal(report, narrow),
};
