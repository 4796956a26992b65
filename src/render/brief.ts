import type { Report } from '../report/schema.js';
import { nowLine } from './compose.js';
import { type Block, type Inline, list, prose, strong } from './document.js';
import { withoutStop } from './evidence.js';
import { jiraFrom } from './jira.js';
import { markdownFrom } from './markdown.js';
import { dateTime, plural, timeRange } from './quantities.js';
import { lookedAt } from './sections/healthy.js';
import { otherIncidents, STATE_WORDS } from './sections/others.js';
import { stateOf, summary, title, verdictLine } from './sections/overview.js';
import { withShortEntries } from './short-entries.js';
import { terminalFrom } from './terminal.js';
import type { TerminalOptions } from './terminalText.js';
import { cited, type View, viewOf } from './view.js';

/** A brief has fifteen lines at most: what is asked in the first minute, for a chat or the head of a ticket. */
export const BRIEF_LINES = 15;
const ITEMS = 7;

function items(view: View): Inline[] {
  const { incident, report } = view;
  if (incident === undefined) return [[withoutStop(lookedAt(report)), '.']];
  const state = STATE_WORDS[stateOf(incident)];
  const when = incident.from === 'unknown' ? 'not dated' : timeRange(incident.from, incident.to);
  const who = view.name(incident.processes[0]);
  const rows: Inline[] = [[strong('State: '), `${state}; ${when}${who === '' ? '' : `; ${who}`}`]];
  const others = otherIncidents(view);
  const room = ITEMS - 1 - (others.length > 0 ? 1 : 0);
  const facts = (incident.keyFacts ?? []).filter((fact) => fact.what !== '');
  for (const fact of facts.slice(0, room)) rows.push([strong(`${fact.what}: `), ...prose(fact.value), ...cited(fact.citation)]);
  const [worst] = others;
  if (worst !== undefined) {
    const at = worst.from === 'unknown' ? '' : `, ${dateTime(worst.from)}`;
    const more = others.length === 1 ? '' : ` and ${plural(others.length - 1, 'further incident')}`;
    rows.push([strong('Also: '), ...prose(`${worst.headline} (${STATE_WORDS[stateOf(worst)]}${at})`), more]);
  }
  return rows;
}

function briefBlocks(original: Report): Block[] {
  const view = viewOf(withShortEntries(original));
  const blocks = [title(view), verdictLine(view), view.incident && summary(view.incident), nowLine(view), list(items(view))];
  return blocks.filter((block): block is Block => block !== undefined);
}

export function renderBrief(report: Report, format: 'markdown' | 'jira' | 'terminal', options: TerminalOptions): string {
  const blocks = briefBlocks(report);
  if (format === 'markdown') return markdownFrom(blocks);
  return format === 'jira' ? jiraFrom(blocks) : terminalFrom(blocks, BRIEF_LINES, options);
}
