import type { Report } from '../report/schema.js';
import { renderBrief } from './brief.js';
import { renderJira } from './jira.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import { renderSarif } from './sarif.js';
import { renderTerminal } from './terminal.js';

export { renderJira } from './jira.js';
export { renderJunit } from './junit.js';
export { renderMarkdown } from './markdown.js';
export { renderSarif } from './sarif.js';
export { renderStacksMarkdown, renderStacksTerminal } from './stacks.js';
export { renderTerminal } from './terminal.js';
export type { TerminalOptions } from './terminalText.js';
export { renderTimelineMarkdown, renderTimelineTerminal } from './timeline.js';

export interface RenderOptions {
  /** Columns of the terminal; 80 when not known. */
  width?: number;
  color?: boolean;
  unicode?: boolean;
  /** At most fifteen lines, in the formats for people. */
  brief?: boolean;
}

type Renderer = (report: Report, options: RenderOptions) => string;

const NO_TERMINAL = { width: 80, color: false };

/** Every view is a pure function of the report; a new one is a line here. */
const RENDERERS = {
  terminal: (report, { width = 80, color = false, unicode, brief }) =>
    brief ? renderBrief(report, 'terminal', { width, color, unicode }) : renderTerminal(report, { width, color, unicode }),
  markdown: (report, { brief }) => (brief ? renderBrief(report, 'markdown', NO_TERMINAL) : renderMarkdown(report)),
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  jira: (report, { brief }) => (brief ? renderBrief(report, 'jira', NO_TERMINAL) : renderJira(report)),
  sarif: renderSarif,
  junit: renderJunit,
} satisfies Record<string, Renderer>;

export type TextFormat = keyof typeof RENDERERS;
export type Format = TextFormat | 'html';

export const FORMATS = [...(Object.keys(RENDERERS) as TextFormat[]), 'html'] as const satisfies Format[];

/** The page carries its script with it: 300 KB that no other view should load. */
async function renderPage(report: Report): Promise<string> {
  const { renderHtml } = await import('./html/index.js');
  return renderHtml(report);
}

/** Throws a RangeError for a format that does not exist: the only argument that does not come from an input. */
export function render(report: Report, format: TextFormat, options?: RenderOptions): string;
export function render(report: Report, format: string, options?: RenderOptions): string | Promise<string>;
export function render(report: Report, format: string, options: RenderOptions = {}): string | Promise<string> {
  if (format === 'html') return renderPage(report);
  if (!Object.hasOwn(RENDERERS, format)) throw new RangeError(`no such format: ${format}; there are ${FORMATS.join(', ')}`);
  const renderer: Renderer = RENDERERS[format as TextFormat];
  return renderer(report, options);
}
