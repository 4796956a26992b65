import pc from 'picocolors';
import type { FixList, ListedFix } from '../../known-fixes/list.js';
import { type Block, heading, type Inline, list, paragraph, prose, strong, table } from '../../render/document.js';
import { markdownFrom } from '../../render/markdown.js';
import { plural } from '../../render/quantities.js';
import { wrapCapped } from '../../render/width.js';

function countSentence(found: FixList): string {
  const touching = [
    found.command === undefined ? '' : ` that ${found.fixes.length === 1 ? 'touches' : 'touch'} ${found.command}`,
    found.function === undefined ? '' : ` that ${found.fixes.length === 1 ? 'names' : 'name'} ${found.function}`,
  ].join('');
  const between = `between ${found.productName} ${found.from} and ${found.to}`;
  if (found.fixes.length === 0) return `No fix in this index ${between}${touching}.`;
  const vulnerable = found.fixes.filter((fix) => fix.cve.length > 0).length;
  const marked = vulnerable === 0 ? '' : `, ${vulnerable} with a CVE`;
  return `${plural(found.fixes.length, 'fix', 'fixes')}${touching} ${between}${marked}.`;
}

/** Dates as published; whether they lie behind is for the reader's clock. */
function lineSentence({ line, productName, from }: FixList): string {
  const released = line.released === undefined ? '' : ` ${from} is of ${line.released}.`;
  const support = line.eoas === undefined ? '' : `, end of active support ${line.eoas}`;
  const end = line.eol === undefined ? 'no end of life is published' : `end of life ${line.eol}`;
  return `${productName} ${line.line}: newest ${line.newest} (${line.newestDate})${support}, ${end}.${released}`;
}

const whereFixed = (fix: ListedFix) => `${fix.fixedIn ?? 'in no release'}${fix.sameLine ? '' : ' (not on this line)'}`;
const what = (fix: ListedFix) => `${fix.summary}${fix.conditions === undefined ? '' : ` (${fix.conditions})`}`;

export function fixesMarkdown(found: FixList): string {
  const rows = found.fixes.map((fix): Inline[] => [
    [whereFixed(fix)],
    [fix.class],
    [...(fix.cve.length > 0 ? [strong(fix.cve.join(', ')), ' '] : []), ...prose(what(fix))],
    [fix.commands.slice(0, 6).join(', ')],
    [{ url: fix.url }],
  ]);
  const blocks: Block[] = [
    heading(1, `Fixed bugs: ${found.productName} ${found.from} to ${found.to}`),
    paragraph(countSentence(found)),
    paragraph(lineSentence(found)),
    ...(rows.length === 0 ? [] : [table(['fixed in', 'class', 'what', 'commands', 'change'], rows)]),
    ...(found.holes.length === 0 ? [] : [paragraph('Not in the index:'), list(found.holes.map((hole): Inline => prose(hole)))]),
  ];
  return markdownFrom(blocks);
}

export function fixesTerminal(found: FixList, { width, color }: { width: number; color: boolean }): string {
  const { bold, dim, red } = pc.createColors(color);
  const columns = Math.max(40, Math.min(width, 140));
  const versions = Math.max(8, ...found.fixes.map((fix) => (fix.fixedIn ?? '–').length + (fix.sameLine ? 0 : 1))) + 2;
  const lines = [...wrapCapped(countSentence(found), columns, 3).map(bold), ...wrapCapped(lineSentence(found), columns, 3), ''];
  for (const fix of found.fixes) {
    const version = `${fix.fixedIn ?? '–'}${fix.sameLine ? '' : '*'}`;
    const text = wrapCapped(`${what(fix)} ${fix.label}`, columns - versions, 3);
    lines.push(...text.map((line, index) => `${index === 0 ? bold(version.padEnd(versions)) : ' '.repeat(versions)}${line}`));
    if (fix.cve.length > 0) lines.push(`${' '.repeat(versions)}${red(fix.cve.join(', '))}`);
    lines.push(`${' '.repeat(versions)}${dim(fix.url)}`);
  }
  if (found.fixes.some((fix) => !fix.sameLine)) lines.push('', '* not on this line');
  for (const hole of found.holes) lines.push('', ...wrapCapped(`Not in the index: ${hole}`, columns, 4));
  return `${lines.join('\n')}\n`;
}
