import type { Report } from '../../report/schema.js';
import { type Block, code, heading, type Inline, joined, list, paragraph, prose, section, strong, table } from '../document.js';
import { bytes, count, dateTime, duration, plural, timeRange } from '../quantities.js';
import { cited, ownProcesses, type View } from '../view.js';
import { versionsOf } from './overview.js';

const ENTRIES = 80;
const LISTED = 20;

type Input = Report['inputs'][number];

function covered(input: Input): string {
  if (input.from === undefined) return input.to === undefined ? '' : `to ${dateTime(input.to)}`;
  return input.to === undefined ? `from ${dateTime(input.from)}` : timeRange(input.from, input.to);
}

function outcome(input: Input): Inline {
  const details = [input.why, input.wrapping === undefined ? undefined : `wrapped: ${input.wrapping}`];
  if (input.unknownLines !== undefined && input.unknownLines > 0)
    details.push(plural(input.unknownLines, 'line not understood', 'lines not understood'));
  const known = details.filter((detail): detail is string => detail !== undefined && detail !== '');
  const word = input.outcome === 'failed' ? strong('failed') : input.outcome;
  return [word, ...(known.length > 0 ? [': ', ...prose(known.join('; '))] : [])];
}

function inputTable(inputs: readonly Input[]): Block[] {
  if (inputs.length === 0) return [paragraph('No input was read.')];
  // Entries that told nothing are listed last and, in a large package, in one sentence: each is still named in the JSON.
  const order = { parsed: 0, failed: 1, ignored: 2 };
  const sorted = inputs.length > ENTRIES ? [...inputs].sort((a, b) => order[a.outcome] - order[b.outcome]) : inputs;
  const rows = sorted
    .slice(0, ENTRIES)
    .map((input): Inline[] => [
      [code(input.entry)],
      [input.format],
      [bytes(input.bytes)],
      [count(input.lines)],
      [covered(input)],
      outcome(input),
    ]);
  const blocks: Block[] = [table(['entry', 'read as', 'size', 'lines', 'covers', 'outcome'], rows)];
  const left = sorted.slice(ENTRIES);
  if (left.length > 0) {
    blocks.push(
      paragraph(
        `${plural(left.length, 'more entry', 'more entries')}: `,
        ...joined(left.slice(0, 200).map((input): Inline => [code(input.entry), ` (${input.outcome})`])),
        left.length > 200 ? ` and ${left.length - 200} more, all in the JSON report.` : '.',
      ),
    );
  }
  return blocks;
}

function coverageRows(view: View): Inline[][] {
  return (view.report.coverage ?? []).slice(0, ENTRIES).map((one): Inline[] => {
    const process = view.process(one.process);
    const level = process === undefined ? '' : `${process.logLevel.value} (${process.logLevel.basis})`;
    const holes = one.holes.slice(0, 4).map((hole): Inline => {
      const span = hole.from !== undefined && hole.to !== undefined ? `${timeRange(hole.from, hole.to)}: ` : '';
      return [span, ...prose(hole.why), ...cited(hole.citation)];
    });
    if (one.holes.length > 4) holes.push([`${one.holes.length - 4} more`]);
    const late = one.startsLate === true && !one.why.startsWith('begins in the middle') ? '; begins in the middle of its life' : '';
    return [[view.name(one.process)], [level], [`${one.extent}: `, ...prose(one.why), late], joined(holes, '; ')];
  });
}

function clockItems(view: View): Inline[] {
  return (view.report.clocks ?? []).slice(0, LISTED).map((clock): Inline => {
    const parts = [`zone ${clock.zone} (${clock.basis})`];
    if (clock.shiftMs !== 0) parts.push(`shifted by ${duration(clock.shiftMs)} to UTC`);
    if (clock.skewMs !== undefined)
      parts.push(
        `off by ${duration(clock.skewMs)} against the others${clock.skewErrorMs === undefined ? '' : ` ± ${duration(clock.skewErrorMs)}`}`,
      );
    const steps = (clock.steps ?? [])
      .slice(0, 3)
      .flatMap((step): Inline => [`; jumped by ${duration(step.byMs)} at ${dateTime(step.time)}`, ...cited(step.citation)]);
    return [code(clock.entry), ': ', ...prose(parts.join(', ')), ...steps];
  });
}

function noteItems(view: View): Inline[] {
  const notes = view.report.notes;
  const items = notes
    .slice(0, LISTED)
    .map((note): Inline => (note.entry === undefined ? prose(note.text) : [code(note.entry), ': ', ...prose(note.text)]));
  if (notes.length > LISTED) items.push([`${notes.length - LISTED} more notes in the JSON report`]);
  return items;
}

export function notesSection(view: View): Block[] {
  const notes = noteItems(view);
  return section('Notes', notes.length > 0 && list(notes));
}

/** What was read and how far it could see. Same zone and no skew for all entries is said in one line. */
export function inputSection(view: View): Block[] {
  const coverage = coverageRows(view);
  const clocks = clockItems(view);
  const notes = noteItems(view);
  const blocks: Block[] = inputTable(view.report.inputs);
  if (coverage.length > 0) blocks.push(heading(3, 'Coverage'), table(['process', 'log level', 'extent', 'holes'], coverage));
  const strange = view.report.notUnderstood ?? [];
  if (strange.length > 0)
    blocks.push(heading(3, 'Lines not understood'), list(strange.map((one): Inline => [code(one.template), ...cited(one.citation)])));
  if (clocks.length > 0) blocks.push(heading(3, 'Clocks'), list(clocks));
  if (notes.length > 0) blocks.push(heading(3, 'Notes'), list(notes));
  if (view.report.inputs.some((input) => input.entry.includes('/')))
    blocks.push(paragraph('Elsewhere in this report names are as short as they stay unambiguous.'));
  return section('Inputs and coverage', blocks);
}

const ENDS = {
  'clean-shutdown': 'shut down cleanly',
  crash: 'crashed',
  killed: 'killed',
  'still-running': 'still running',
  unknown: 'end not known',
};

/** Which processes were looked at, over which time, and how each ended. */
export function processTable(view: View): Block | undefined {
  const rows = ownProcesses(view.report)
    .slice(0, 40)
    .map((process): Inline[] => {
      const span = process.from !== undefined && process.to !== undefined ? timeRange(process.from, process.to) : '';
      const lines = process.lines === undefined ? '' : count(process.lines);
      const end: Inline = [
        ENDS[process.end],
        ...(process.endWhy === undefined ? [] : [': ', ...prose(process.endWhy)]),
        ...cited(process.endCitation),
      ];
      const what = [process.role, versionsOf(process)].filter((part) => part !== undefined && part !== '').join(', ');
      return [[view.name(process.id)], [what], [span], [lines], [`${process.logLevel.value} (${process.logLevel.basis})`], end];
    });
  return rows.length === 0 ? undefined : table(['process', 'what', 'seen', 'lines', 'log level', 'end'], rows);
}
