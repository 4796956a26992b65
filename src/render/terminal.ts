import pc from 'picocolors';
import type { Citation, Incident, LedgerItem, Report } from '../report/schema.js';
import { densityChart } from './density.js';
import type { Block, Inline } from './document.js';
import { flowing, PROSE_CAP, visible } from './escape.js';
import { evidenceOf, lowerFirst, withoutStop } from './evidence.js';
import { cycleSentence, foldGraph, graphOf } from './graph.js';
import { dateTime, duration, plural, timeRange } from './quantities.js';
import { openSigns } from './sections/account.js';
import { safestFirst, stepText } from './sections/actions.js';
import { lookedAt } from './sections/healthy.js';
import { matchHeadline, noneSentence } from './sections/known-fixes.js';
import { otherIncidents, STATE_WORDS } from './sections/others.js';
import { certainty, stateOf, versionsOf } from './sections/overview.js';
import { withShortEntries } from './short-entries.js';
import { plainTable } from './terminalTable.js';
import { asciiOnly, type TerminalOptions } from './terminalText.js';
import { ownProcesses, type View, viewOf } from './view.js';
import { clip, clipStart, padEnd, widthOf, wrapCapped } from './width.js';

const LABEL = 10;
/** Longer lines are hard to read. */
const MAX_WIDTH = 140;

type Paint = (text: string) => string;
type Colors = ReturnType<typeof pc.createColors>;

/** Lines under a label in the left margin. */
class Screen {
  readonly lines: string[] = [];
  readonly colors: Colors;
  constructor(
    readonly width: number,
    color: boolean,
    /** Shows less, so that a narrow terminal still holds it on one screen. */
    readonly tight: boolean,
  ) {
    this.colors = pc.createColors(color);
  }
  get textWidth(): number {
    return this.width - LABEL;
  }
  /** Adds text, wrapped to at most `cap` lines. */
  add(label: string, text: string, cap = 4, paint: Paint = (line) => line): void {
    this.addLines(label, wrapCapped(visible(flowing(text), PROSE_CAP), this.textWidth, cap), paint);
  }
  addLines(label: string, lines: readonly string[], paint: Paint = (line) => line): void {
    lines.forEach((line, index) => {
      const margin = index === 0 ? this.colors.bold(padEnd(label, LABEL)) : ' '.repeat(LABEL);
      this.lines.push(`${margin}${paint(line)}`.trimEnd());
    });
  }
  blank(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
  }
}

function headline(screen: Screen, view: View): void {
  const { verdict } = view.report;
  const { bold, red, yellow, green } = screen.colors;
  const [word, paint] =
    verdict.status === 'incident' ? ['INCIDENT', red] : verdict.status === 'healthy' ? ['HEALTHY', green] : ['UNCLEAR', yellow];
  screen.add(word, verdict.headline, 2, (line) => bold(paint(line)));
  if (view.lead && !verdict.headline.includes(view.lead.title)) screen.add('', view.lead.title, 2, bold);
  const facts = [certainty(view), view.lead?.severity, verdict.kind ?? undefined].filter((fact) => fact !== undefined && fact !== '');
  if (facts.length > 0) screen.add(view.lead ? 'How sure' : '', facts.join(' · '), 2);
}

function facts(screen: Screen, view: View, incident: Incident): void {
  const { report, culprit } = view;
  const length = incident.durationMs > 0 ? `, ${duration(incident.durationMs)}` : '';
  const basis = report.timeBasis === undefined ? '' : ` (${report.timeBasis})`;
  const when =
    incident.from === 'unknown'
      ? 'not known: what the input holds of it carries no time'
      : `${timeRange(incident.from, incident.to)}${length}${basis}`;
  screen.add('When', when, 3);
  const state = stateOf(incident);
  const last = incident.to === 'unknown' ? '' : `; last evidence ${dateTime(incident.to)}`;
  const end = incident.end === undefined ? '' : `: ${plainText(incident.end.what)}`;
  if (state === 'going-on') screen.add('State', `STILL GOING ON: nothing in the input ends it${last}`, 2, screen.colors.red);
  else if (state === 'down') screen.add('State', `DOWN${end}; the input shows no later start`, 2, screen.colors.red);
  else screen.add('State', `${STATE_WORDS[state]}${state === 'over' ? end : ''}`, 2);
  if (culprit) {
    const name = view.name(culprit.id);
    const parts = [
      name,
      culprit.pid === 0 || name.includes(`pid ${culprit.pid}`) ? '' : `pid ${culprit.pid}`,
      incident.role ?? culprit.role,
      versionsOf(culprit),
    ];
    screen.add('Process', parts.filter((part) => part !== undefined && part !== '').join(', '), 2);
  }
  const witnesses = incident.impact?.noticedBy.map((one) => view.short(one.process)).filter((name) => name !== '') ?? [];
  if (witnesses.length > 0) screen.add('Noticed', `by ${[...new Set(witnesses)].join(', ')}`, 2);
  for (const fact of (incident.keyFacts ?? []).filter((one) => one.what !== '' && one.what !== 'Shown by').slice(0, screen.tight ? 2 : 4))
    screen.add(clip(fact.what, LABEL - 1), plainText(fact.value), 2);
  if (incident.trigger && !incident.keyFacts?.some((fact) => fact.what === 'Executing')) screen.add('Trigger', incident.trigger.what, 2);
  const others = otherIncidents(view);
  const named = screen.tight ? 1 : 3;
  others.slice(0, named).forEach((one, index) => {
    screen.add(index === 0 ? 'Also' : '', `${STATE_WORDS[stateOf(one)]}: ${one.headline}`, 1);
  });
  if (others.length > named) screen.add('', plural(others.length - named, 'further incident'), 1);
}

/** Without the marks of code. */
function plainText(text: string): string {
  return text.replaceAll('`', '');
}

function why(screen: Screen, view: View, incident: Incident): void {
  const sentences = incident.summary?.join(' ') ?? view.lead?.summary ?? '';
  if (sentences !== '') screen.add('What', sentences, screen.tight ? 4 : 5);
  const graph = graphOf(view.report, incident);
  const cycle = graph === undefined ? undefined : cycleSentence(foldGraph(graph));
  const text = cycle ?? view.lead?.mechanism ?? view.lead?.summary;
  // The summary often quotes the mechanism; saying it twice helps nobody.
  const repeated = text !== undefined && flowing(sentences).includes(flowing(text).slice(0, 80));
  if (text !== undefined && !repeated) screen.add('Why', text, cycle === undefined ? 4 : 3);
}

function density(screen: Screen, view: View): void {
  const rows = screen.tight ? 2 : 3;
  // First for the names, then with the columns that they leave.
  const names = densityChart(view, screen.textWidth, rows)?.lines.map((line) => widthOf(line.name)) ?? [];
  const nameWidth = Math.min(22, Math.max(...names, 1));
  const chart = densityChart(view, screen.textWidth - nameWidth - 1, rows);
  if (chart === undefined) return;
  screen.blank();
  const lines = chart.lines.map((line) => `${padEnd(clip(line.name, nameWidth), nameWidth)} ${line.bars}`);
  const indent = ' '.repeat(nameWidth + 1);
  if (chart.ruler !== '') lines.push(`${indent}${chart.ruler}`);
  lines.push(`${indent}${chart.axis}`);
  screen.addLines('Log lines', lines);
}

function placeOf(citations: readonly Citation[]): string {
  const first = citations[0];
  if (first === undefined) return '';
  return visible(`${first.entry}:${first.line}${citations.length > 1 ? ` +${citations.length - 1}` : ''}`);
}

function evidenceRows(items: readonly LedgerItem[], screen: Screen, cap: number): string[] {
  const widest = items.reduce((most, item) => Math.max(most, widthOf(placeOf(item.citations))), 8);
  const placeWidth = Math.min(widest, Math.floor(screen.textWidth * 0.3));
  const refWidth = 4;
  const claimWidth = screen.textWidth - placeWidth - refWidth - 2;
  return plainTable(
    items.map((item) => {
      const absent = item.state === 'absent' ? 'absent: ' : '';
      return [
        visible(item.citations[0]?.ref ?? '–', refWidth),
        wrapCapped(visible(`${absent}${item.claim}`, PROSE_CAP), claimWidth, cap).join('\n'),
        clipStart(placeOf(item.citations), placeWidth),
      ];
    }),
    [refWidth, claimWidth, placeWidth],
  );
}

function evidence(screen: Screen, view: View): void {
  const subject = view.lead ?? view.rest[0];
  if (subject === undefined || subject.ledger.length === 0) return;
  const { supporting, against, unseen, checked } = evidenceOf(subject);
  if (view.lead) screen.blank();
  if (supporting.length > 0)
    screen.addLines('For', evidenceRows(supporting.filter((item) => item.counted !== false).slice(0, screen.tight ? 2 : 3), screen, 2));
  if (against.length > 0) screen.addLines('Against', evidenceRows(against.slice(0, 3), screen, 2), screen.colors.yellow);
  else if (checked.length > 0)
    screen.add(
      'Against',
      `nothing found; checked: ${checked.map((item) => lowerFirst(withoutStop(item.claim))).join('; ')}`,
      screen.tight ? 2 : 3,
    );
  else screen.add('Against', 'nothing found, and nothing that could be checked', 1);
  if (unseen.length > 0) screen.add('Not seen', unseen.map((item) => lowerFirst(withoutStop(item.claim))).join('; '), 2);
}

/** One or two lines; the rest is in the other formats. */
function knownBugs(screen: Screen, incident: Incident): void {
  const known = incident.knownFixes;
  if (known === undefined) return;
  known.matches.slice(0, 2).forEach((match, index) => {
    screen.add(index === 0 ? 'Known bug' : '', `${matchHeadline(match).replace(/^Known: /, '')}: ${match.summary}`, 2);
  });
  if (known.matches.length === 0 && !screen.tight) screen.add('Known bug', noneSentence(known), 1);
}

function candidates(screen: Screen, view: View): void {
  if (view.lead !== undefined || view.rest.length === 0) return;
  screen.blank();
  const lines = view.rest
    .slice(0, 4)
    .map((one) => clip(visible(`${one.status} ${one.confidence.toFixed(2)}  ${one.title}`), screen.textWidth));
  screen.addLines('Maybe', lines);
  if (view.rest[0].ledger.length > 0) screen.add('', 'evidence on the first of them:', 1, screen.colors.dim);
}

function actions(screen: Screen, view: View): void {
  const { incident, lead, report } = view;
  const steps = safestFirst(report.nextSteps);
  const command = steps.find((step) => step.command !== undefined);
  const file = steps.find((step) => step.command === undefined);
  screen.blank();
  const remedies = lead?.remedy ?? [];
  if (incident?.ongoing && command) screen.add('Do now', 'collect before you restart: run the command below', 2, screen.colors.bold);
  remedies.slice(0, screen.tight ? 2 : 3).forEach((text, index) => {
    screen.add(index === 0 && !incident?.ongoing ? 'Do now' : '', `${index + 1}. ${text}`, 2);
  });
  if (lead && lead.fixed.length > 0)
    screen.add('Fixed in', lead.fixed.map((fix) => `${fix.version}${fix.verified === false ? ' (not verified)' : ''}`).join(', '), 1);
  if (incident?.deciding) screen.add('Decides', incident.deciding, 2);
  if (file) screen.add('Also give', stepText(file), screen.tight ? 1 : 2);
  if (command?.command !== undefined) {
    screen.add(incident?.ongoing ? 'Run' : 'Next time', command.command, 2, screen.colors.cyan);
    screen.add('', `${stepText(command)}${command.risk === 'kills' ? ' (can kill the process)' : ''}`, screen.tight ? 1 : 2);
  }
}

/** What the one screen leaves out, in one line. */
function footer(screen: Screen, view: View): void {
  const { report } = view;
  const others = report.incidents.length - (view.incident === undefined ? 0 : 1);
  const failed = report.inputs.filter((input) => input.outcome === 'failed').length;
  const parts = [
    others > 0 ? plural(others, 'other incident') : '',
    (report.account?.open ?? 0) > 0 ? `${plural(report.account?.open ?? 0, 'sign')} open` : '',
    failed > 0 ? `${plural(failed, 'entry', 'entries')} not readable` : '',
    (report.advisories?.length ?? 0) > 0 ? plural(report.advisories?.length ?? 0, 'advisory', 'advisories') : '',
    report.notes.length > 0 ? plural(report.notes.length, 'note') : '',
  ].filter((part) => part !== '');
  screen.blank();
  screen.add('More', `${parts.length > 0 ? `${parts.join(', ')}: ` : 'the whole report: '}--format markdown`, 2, screen.colors.dim);
}

function healthy(screen: Screen, view: View): void {
  const { report } = view;
  screen.blank();
  screen.add('Looked at', lookedAt(report).replace(/^Looked at /, ''), 3);
  const rows = ownProcesses(report)
    .slice(0, 8)
    .map((process) => [
      visible(view.name(process.id), 40),
      visible(process.endWhy === undefined ? process.end : `${process.end}: ${process.endWhy}`, 60),
    ]);
  if (rows.length > 0)
    screen.addLines('Processes', plainTable(rows, [Math.floor(screen.textWidth / 2) - 1, Math.floor(screen.textWidth / 2) - 1]));
  density(screen, view);
  const benign = (report.benign ?? []).slice(0, 3);
  if (benign.length > 0) screen.blank();
  benign.forEach((one, index) => {
    screen.add(index === 0 ? 'Harmless' : '', `${one.what}: ${one.why}`, 2);
  });
}

function withoutIncident(screen: Screen, view: View): void {
  if (view.report.verdict.status === 'healthy') {
    healthy(screen, view);
    return;
  }
  openSigns(view.report)
    .slice(0, 8)
    .forEach((sign, index) => {
      const place = sign.citations[0];
      screen.add(
        index === 0 ? 'Open' : '',
        `${sign.count > 1 ? `${sign.count} × ` : ''}${sign.what}${place === undefined ? '' : ` (${place.entry}:${place.line})`}`,
        2,
      );
    });
  screen.blank();
  const inputs = view.report.inputs
    .slice(0, 10)
    .map((input) => [visible(input.entry, 60), visible(`${input.outcome}${input.why === undefined ? '' : `: ${input.why}`}`, 80)]);
  if (inputs.length > 0)
    screen.addLines('Inputs', plainTable(inputs, [Math.floor(screen.textWidth / 2) - 1, Math.floor(screen.textWidth / 2) - 1]));
  actions(screen, view);
}

function fill(screen: Screen, view: View): void {
  headline(screen, view);
  if (view.incident === undefined) withoutIncident(screen, view);
  else {
    screen.blank();
    facts(screen, view, view.incident);
    screen.blank();
    why(screen, view, view.incident);
    density(screen, view);
    candidates(screen, view);
    evidence(screen, view);
    knownBugs(screen, view.incident);
    actions(screen, view);
  }
  footer(screen, view);
}

/** One screen of a large terminal. */
const SCREEN_LINES = 45;

/** The report on one screen: what, how sure, when, still going on, why, what speaks for and against it, what to do. */
export function renderTerminal(original: Report, options: TerminalOptions): string {
  const report = withShortEntries(original);
  const view = viewOf(report);
  const width = Math.max(40, Math.min(options.width, MAX_WIDTH));
  let screen = new Screen(width, options.color, false);
  fill(screen, view);
  if (screen.lines.length > SCREEN_LINES) {
    screen = new Screen(width, options.color, true);
    fill(screen, view);
  }
  const text = `${screen.lines.join('\n')}\n`;
  return options.unicode === false ? asciiOnly(text) : text;
}

function plainInline(text: Inline): string {
  return text
    .map((span): string => {
      if (typeof span === 'string') return span;
      if ('code' in span) return span.code;
      if ('ref' in span) return `[${span.ref}]`;
      if ('url' in span) return span.url;
      return plainInline('strong' in span ? span.strong : span.em);
    })
    .join('');
}

/** Blocks of text in at most so many lines of the terminal: each part is cut rather than the last left out. */
export function terminalFrom(blocks: readonly Block[], cap: number, options: TerminalOptions): string {
  const width = Math.max(40, Math.min(options.width, MAX_WIDTH));
  const texts = blocks.flatMap((part): string[] =>
    part.type === 'list' ? part.items.map((item) => `- ${plainInline(item)}`) : 'text' in part ? [plainInline(part.text)] : [],
  );
  const rows = (most: number) => texts.flatMap((text) => wrapCapped(visible(flowing(text), PROSE_CAP), width, most));
  const lines = [3, 2, 1].map(rows).find((some) => some.length <= cap) ?? rows(1).slice(0, cap);
  const text = `${lines.join('\n')}\n`;
  return options.unicode === false ? asciiOnly(text) : text;
}
