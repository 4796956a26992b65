import type { Signature } from '../model/signatures.js';
import type { ExplainedSignature, Outcome } from '../report/explained.js';
import type { LedgerItem } from '../report/schema.js';
import { terminalFrom } from './blocksTerminal.js';
import { placed, quoted, sentence, sureness } from './compareParts.js';
import { type Block, code, em, heading, type Inline, list, paragraph, prose, strong, table } from './document.js';
import { evidenceOf, withoutStop } from './evidence.js';
import { markdownFrom } from './markdown.js';
import type { TerminalOptions } from './terminalText.js';

export { withShortEntries } from './short-entries.js';

type TextFormat = 'markdown' | 'terminal';

/** Why one signature did or did not apply, incident by incident. */
export function renderExplained(explained: ExplainedSignature, signature: Signature, format: TextFormat, options: TerminalOptions): string {
  const blocks = [
    heading(1, code(explained.id), ': ', ...prose(explained.title)),
    paragraph(code(explained.kind), ` · ${explained.severity}. `, ...prose(signature.summary)),
    ...(explained.outcomes.length === 0 ? [paragraph('The input shows no server process in which it could be looked for.')] : []),
    ...explained.outcomes.flatMap((outcome) => outcomeBlocks(outcome, signature)),
  ];
  return format === 'terminal' ? terminalFrom(blocks, options) : markdownFrom(blocks);
}

/** Every signature in one line. */
export function renderAllExplained(explained: readonly ExplainedSignature[], format: TextFormat, options: TerminalOptions): string {
  const rows = explained.map((one): Inline[] => {
    const [outcome] = one.outcomes;
    if (outcome === undefined) return [['not looked for'], [], [code(one.id)], []];
    return [
      [statusWord(outcome)],
      [sureness('', outcome.confidence)],
      [code(one.id)],
      [...prose(outcome.because), ...placed(outcome.citations.slice(0, 1))],
    ];
  });
  const first = explained[0]?.outcomes[0];
  const title = first?.incident === undefined ? 'without an incident' : `in incident ${first.incident}: ${first.headline}`;
  const blocks = [
    heading(1, `${explained.length} signatures `, ...prose(title)),
    table(['status', 'confidence', 'signature', 'because'], rows),
  ];
  return format === 'terminal' ? terminalFrom(blocks, options, 1) : markdownFrom(blocks);
}

function statusWord(outcome: Outcome): string {
  return outcome.status.replace('-', ' ');
}

function outcomeBlocks(outcome: Outcome, signature: Signature): Block[] {
  const where =
    outcome.incident === undefined
      ? ['No incident; looked for on ', ...prose(outcome.headline)]
      : [`Incident ${outcome.incident}: `, ...prose(outcome.headline)];
  return [
    heading(2, ...where),
    standing(outcome),
    ...anchorBlocks(outcome, signature),
    ...ledgerBlocks(outcome),
    ...missingBlocks(outcome),
    ...wrongBlocks(outcome),
  ];
}

function standing(outcome: Outcome): Block {
  const leads = outcome.leads ? ', the leading explanation' : '';
  const word: Inline = [strong(statusWord(outcome)), outcome.confidence === null ? '' : `, ${sureness('', outcome.confidence)}`, leads];
  if (outcome.considered) return paragraph(...word, ': ', ...quoted(outcome.because, outcome.citations));
  return paragraph(...word, ': ', ...quoted(outcome.because, outcome.citations), '. Not considered: no anchor of it is part of this.');
}

/** A signature is a candidate only where one of its anchors was seen. */
function anchorBlocks(outcome: Outcome, signature: Signature): Block[] {
  if (outcome.considered) return [];
  const anchors = signature.evidence.filter((item) => signature.anchors.includes(item.id));
  const claims = anchors.map((item): Inline => {
    const line = outcome.explanation.ledger.find((one) => one.id === item.id);
    return [
      ...prose(withoutStop(line?.claim ?? item.claim)),
      ' (',
      code(item.id),
      `: ${line === undefined ? 'not asked' : stateWord(line)})`,
    ];
  });
  return [paragraph('It needs at least one of:'), list(claims)];
}

function stateWord(item: LedgerItem): string {
  if (item.state === 'not-observable') return 'could not be seen';
  if (item.expected === 'absent') return item.state === 'absent' ? 'missing, as expected' : 'there, against expectation';
  return item.state === 'absent' ? 'not there' : 'observed';
}

function ledgerBlocks({ explanation }: Outcome): Block[] {
  const { supporting, against, checked, neutral, unseen } = evidenceOf(explanation);
  const groups: [string, readonly LedgerItem[]][] = [
    ['For', supporting],
    ['Against', against],
    ['Looked for, without weight', [...checked, ...neutral]],
    ['Could not be seen', unseen],
  ];
  return groups.flatMap(([title, items]) => {
    if (items.length > 0) return [heading(3, title), table(['item', '', 'weight', 'what'], items.map(itemRow))];
    // That contradictions were looked for is worth a line even when there is none.
    return title === 'Against' ? [heading(3, title), paragraph('Nothing found.')] : [];
  });
}

function itemRow(item: LedgerItem): Inline[] {
  const counts = item.bearing !== 'neutral' && item.state !== 'not-observable';
  const weight = `${item.strength}${counts && item.counted === false ? ', not counted twice' : ''}`;
  const why: Inline = item.why === undefined || item.why === '' ? [] : [' — ', ...prose(withoutStop(item.why))];
  const what =
    item.state === 'observed' ? quoted(item.claim, item.citations) : [...prose(withoutStop(item.claim)), ...placed(item.citations)];
  return [[code(item.id)], [stateWord(item)], [counts ? weight : em(weight)], [...what, ...why]];
}

const SHOWN_MISSING = 6;

function missingBlocks({ status, missing }: Outcome): Block[] {
  if (missing.length === 0 || status === 'confirmed' || status === 'refuted') return [];
  const shown = missing.slice(0, SHOWN_MISSING);
  const items = shown.map(
    (step): Inline => [
      ...prose(step.ask),
      ': would show whether ',
      ...prose(withoutStop(step.claim)),
      ' (',
      code(step.item),
      `, ${step.strength})`,
    ],
  );
  const commands = shown.flatMap((step) => step.command ?? []);
  const lines = commands.filter((command, index) => commands.indexOf(command) === index);
  return [
    heading(3, 'What would make it decidable'),
    list(items),
    ...(lines.length === 0 ? [] : [{ type: 'code', language: 'sh', lines } satisfies Block]),
  ];
}

function wrongBlocks({ explanation, considered }: Outcome): Block[] {
  return considered && explanation.whenWrong !== undefined
    ? [paragraph(strong('When this is wrong: '), ...sentence(explanation.whenWrong))]
    : [];
}
