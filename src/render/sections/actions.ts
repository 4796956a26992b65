import { isHang } from '../../model/kinds.js';
import type { Explanation, Report } from '../../report/schema.js';
import { type Block, code, details, type Inline, joined, list, paragraph, prose, section, strong, table } from '../document.js';
import { visible } from '../escape.js';
import { lowerFirst, withoutStop } from '../evidence.js';
import type { View } from '../view.js';

export type NextStep = Report['nextSteps'][number];

const RISKS = { none: 'none', low: 'low', kills: 'can kill the process' };
const RISK_ORDER = ['none', 'low', undefined, 'kills'];

/** Safest first; the report's own order within one risk. */
export function safestFirst(steps: readonly NextStep[]): NextStep[] {
  return [...steps].sort((a, b) => RISK_ORDER.indexOf(a.risk) - RISK_ORDER.indexOf(b.risk));
}

/** Titles instead of ids where the report knows the signature. */
function titlesOf(view: View, signatures: readonly string[]): Inline {
  const known = new Map((view.incident?.explanations ?? []).map((one) => [one.signature, one.title]));
  const shown = signatures.slice(0, 4).map((id): Inline => (known.has(id) ? prose(lowerFirst(known.get(id) as string)) : [code(id)]));
  return joined(shown, '; ');
}

/** What is asked and why, once: a reason that repeats the question replaces it. */
export function stepText(step: NextStep): string {
  const why = step.why?.trim() ?? '';
  const ask = withoutStop(step.ask.trim());
  if (why === '' || ask.toLowerCase().includes(why.toLowerCase())) return ask;
  return why.toLowerCase().includes(ask.toLowerCase()) ? why : `${ask}: ${lowerFirst(why)}`;
}

function stepCell(view: View, step: NextStep): Inline {
  const titles = step.decides.length === 0 ? [] : [' (decides: ', ...titlesOf(view, step.decides), ')'];
  return [...prose(stepText(step)), ...(step.why === undefined ? titles : [])];
}

/** Commands to paste, each with its reason as a comment; what can kill says so and is commented out. */
export function commandBlock(steps: readonly NextStep[]): Block | undefined {
  const lines: string[] = [];
  for (const step of safestFirst(steps)) {
    if (step.command === undefined) continue;
    const reason = stepText(step);
    if (lines.length > 0) lines.push('');
    lines.push(`# ${visible(reason, 160)}`);
    if (step.risk === 'kills')
      lines.push('# CAN KILL THE PROCESS: remove the # only if that is acceptable', `# ${visible(step.command, 400)}`);
    else lines.push(visible(step.command, 400));
  }
  return lines.length === 0 ? undefined : { type: 'code', language: 'sh', lines };
}

const VERDICTS = { works: 'works', 'does-not-help': 'does not help', harmful: 'harmful', partial: 'helps in part' };

function judgedFixes(lead: Explanation): Block[] {
  const fixes = lead.judgedFixes ?? [];
  if (fixes.length === 0) return [];
  const rows = fixes.map((fix): Inline[] => [prose(fix.fix), [strong(VERDICTS[fix.verdict])], prose(fix.why)]);
  return details('Proposed fixes, judged on the wait-for graph', [table(['fix', 'verdict', 'why'], rows)]);
}

/** `Fixed in: 2.10.25 (RediSearch #7535); 8.2.7 (RediSearch #7534, not verified).` */
function fixedVersions(lead: Explanation): Block | undefined {
  if (lead.fixed.length === 0) return undefined;
  const parts = lead.fixed.flatMap((fix, place): Inline => {
    const proof = fix.verified === true ? ', fix confirmed by a run' : fix.verified === false ? ', not verified' : '';
    return [place === 0 ? '' : '; ', strong(fix.version), ' (', ...prose(fix.change), `${proof})`];
  });
  return paragraph('Fixed in: ', ...parts, '.');
}

function affectedSentence(lead: Explanation): Block | undefined {
  if (lead.affected === null && lead.affectedWhy === undefined) return undefined;
  const word =
    lead.affected === true
      ? 'This server is affected'
      : lead.affected === false
        ? 'This version is not listed as affected'
        : 'Whether this server is affected is not known';
  return paragraph(word, ...(lead.affectedWhy === undefined ? [] : [': ', ...prose(lead.affectedWhy)]));
}

/** While it lasts: what to collect before anything is restarted. Afterwards: what ends it and what prevents it. */
export function nowSection(view: View): Block[] {
  const { incident, lead } = view;
  if (incident === undefined) return [];
  const collect = incident.ongoing ? commandBlock(view.report.nextSteps) : undefined;
  const remedies = (lead?.remedy ?? []).map((text) => prose(text));
  return section(
    'What to do now',
    collect !== undefined && [paragraph(strong('It is still going on: collect before you restart'), ' (safest first):'), collect],
    remedies.length > 0 && list(remedies, true),
    lead && [affectedSentence(lead), fixedVersions(lead)].filter((block): block is Block => block !== undefined),
    lead && judgedFixes(lead),
  );
}

/** Commands and files that would settle what is open, or name it at once the next time. */
export function nextSection(view: View): Block[] {
  const steps = safestFirst(view.report.nextSteps);
  if (steps.length === 0) return [];
  const shownAbove = view.incident?.ongoing === true;
  // What is to be run at once stands in the block above, with its reasons.
  const commands = shownAbove ? [] : steps.filter((step) => step.command !== undefined);
  const rows = commands.map((step): Inline[] => [
    [code(step.command as string)],
    stepCell(view, step),
    [step.risk === undefined ? 'not stated' : step.risk === 'kills' ? strong(RISKS.kills) : RISKS[step.risk]],
  ]);
  const asks = steps.filter((step) => step.command === undefined);
  const items = asks.map((step): Inline => stepCell(view, step));
  const title = view.report.verdict.status === 'incident' && !shownAbove ? 'If it happens again, and how to continue' : 'How to continue';
  return section(
    title,
    rows.length > 0 &&
      paragraph(view.lead && isHang(view.lead.kind) ? 'Before anything is killed or restarted, safest first:' : 'Safest first:'),
    // A pipe cannot stand in a table in a form to copy.
    commands.some((step) => step.command?.includes('|'))
      ? commandBlock(commands)
      : rows.length > 0 && table(['run', 'what it decides', 'risk'], rows),
    items.length > 0 && paragraph('Give these to the tool as well:'),
    items.length > 0 && list(items),
  );
}
