import { isHang } from '../model/kinds.js';
import type { Report } from '../report/schema.js';
import { type Block, code, details, type Inline, paragraph, prose, type Span, strong } from './document.js';
import { lowerFirst } from './evidence.js';
import { accountSection, openSection } from './sections/account.js';
import { nextSection, nowSection, safestFirst } from './sections/actions.js';
import { crashSection } from './sections/crash.js';
import { competingSection, evidenceSection, ticketEvidence } from './sections/evidence.js';
import { healthySections } from './sections/healthy.js';
import { configurationSection, impactSection } from './sections/history.js';
import { inputSection } from './sections/inputs.js';
import { knownFixesSection } from './sections/known-fixes.js';
import { managerChangesSection } from './sections/manager-changes.js';
import { mechanismSection, pathSection } from './sections/mechanism.js';
import {
  advisorySection,
  benignSection,
  noveltySection,
  otherIncidentsLine,
  otherIncidentsSection,
  referencesSection,
} from './sections/others.js';
import { incidentTable, summary, title, verdictLine } from './sections/overview.js';
import { threadSection } from './sections/threads.js';
import { timelineSection } from './sections/timeline.js';
import { withShortEntries } from './short-entries.js';
import { type View, viewOf } from './view.js';

/** The first thing to do, before the reader scrolls: what fits the state in which the input leaves the incident. */
export function nowLine(view: View): Block | undefined {
  const { incident, lead, report } = view;
  const command = safestFirst(report.nextSteps).find((step) => step.command !== undefined && step.risk !== 'kills');
  const remedy = lead?.remedy[0];
  if (incident?.ongoing && lead !== undefined && isHang(lead.kind) && command?.command !== undefined)
    return paragraph(strong('Now: '), 'it still hangs; before any restart run ', code(command.command));
  return remedy === undefined ? undefined : paragraph(strong('Now: '), ...prose(remedy));
}

function incidentBlocks(view: View): (Block | undefined)[] {
  const incident = view.incident;
  if (incident === undefined) return [];
  const isCrash = view.lead?.kind.startsWith('crash/') === true;
  return [
    summary(incident),
    ...(view.report.verdict.status === 'inconclusive' ? openSection(view) : []),
    nowLine(view),
    incidentTable(view, incident),
    otherIncidentsLine(view),
    ...mechanismSection(view, incident),
    ...(isCrash ? folded(crashSection(view)) : []),
    ...folded(pathSection(incident)),
    ...timelineSection(view, incident),
    ...evidenceSection(view),
    // candidates are the answer where none of them leads
    ...(view.lead === undefined ? competingSection(view) : folded(competingSection(view))),
    ...(isCrash ? [] : folded(crashSection(view))),
    ...knownFixesSection(incident),
    ...managerChangesSection(view),
    ...folded(impactSection(view, incident)),
    ...nowSection(view),
    ...nextSection(view),
  ];
}

/** Without an incident there is nothing to explain, but what is missing can still be asked for. */
function withoutIncident(view: View): (Block | undefined)[] {
  if (view.report.verdict.status === 'healthy') return healthySections(view);
  const read = view.report.inputs.filter((input) => input.outcome === 'parsed').length;
  const why: Inline =
    read === 0
      ? [
          'Nothing in the input could be read as a log, a crash report, a thread dump or another known form: see the table of inputs for the reason of each.',
        ]
      : ['The input shows that something is wrong or cut off, and not what.'];
  const open = openSection(view);
  return [
    open.length === 0 ? paragraph(...why) : undefined,
    ...open,
    ...folded(crashSection(view)),
    ...threadSection(view),
    ...configurationSection(view),
    ...nextSection(view),
  ];
}

/** The whole report as blocks, in the order in which somebody woken at night asks: what, when, still going on, why, how sure, what now. */
export function composeReport(original: Report): Block[] {
  const report = withShortEntries(original);
  const view = viewOf(report);
  const { incident } = view;
  const background = [
    ...(incident === undefined ? [] : [...threadSection(view), ...configurationSection(view)]),
    ...(report.verdict.status === 'healthy' ? [] : benignSection(view)),
    ...noveltySection(view),
    ...advisorySection(view),
    ...inputSection(view),
    ...referencesSection(view),
  ];
  const blocks: (Block | undefined)[] = [
    title(view),
    verdictLine(view),
    ...(incident === undefined ? withoutIncident(view) : incidentBlocks(view)),
    ...otherIncidentsSection(view),
    ...folded(accountSection(view)),
    ...(report.verdict.status === 'healthy' ? background : details(backgroundSummary(background), background)),
    paragraph(`Written by ${report.tool.name} ${report.tool.version}.`),
  ];
  return blocks.filter((block): block is Block => block !== undefined);
}

/** `Background: threads, configuration history, inputs and coverage`: the headings of what lies behind the fold. */
function backgroundSummary(blocks: readonly Block[]): string {
  const titles = blocks.flatMap((block) =>
    block.type === 'heading' && block.level === 2 ? [lowerFirst(block.text.map(plainSpan).join(''))] : [],
  );
  return `Background: ${titles.join(', ')}`;
}

function plainSpan(span: Span): string {
  return typeof span === 'string' ? span : '';
}

/** Lines of a section that only supports the answer that stay in sight. */
const IN_SIGHT = 6;

/** A section behind a line to open, where it is long. */
function folded(blocks: readonly Block[]): Block[] {
  const [head, ...content] = blocks;
  const lines = content.reduce((sum, block) => sum + linesOf(block) + 1, 0);
  return head === undefined || lines <= IN_SIGHT ? [...blocks] : [head, ...details(`${lines} lines`, content)];
}

function linesOf(block: Block): number {
  if (block.type === 'table') return block.rows.length + 2;
  if (block.type === 'list') return block.items.length;
  return block.type === 'code' || block.type === 'mermaid' ? block.lines.length + 2 : 1;
}

/** What a ticket needs: the first screen, the strongest evidence on both sides, what to do; nothing to scroll through. */
export function composeTicket(original: Report): Block[] {
  const view = viewOf(withShortEntries(original));
  const { incident } = view;
  if (incident === undefined) return composeReport(original);
  const blocks: (Block | undefined)[] = [
    title(view),
    verdictLine(view),
    summary(incident),
    nowLine(view),
    incidentTable(view, incident),
    otherIncidentsLine(view),
    ...knownFixesSection(incident),
    ...nowSection(view),
    ...ticketEvidence(view),
    ...nextSection(view),
  ];
  return blocks.filter((block): block is Block => block !== undefined);
}
