import type { Contradiction, Mechanism, Pair, Row, SidesComparison } from '../compare/schema.js';
import { placed, quoted, sentence, sideRow, sureness } from './compareParts.js';
import { type Block, code, em, heading, type Inline, list, paragraph, prose, section, strong, table } from './document.js';
import { lowerFirst, withoutStop } from './evidence.js';
import { plural } from './quantities.js';

const RELATIONS: Record<Row['relation'], Inline> = {
  same: ['same'],
  different: [strong('different')],
  'not-comparable': [em('not comparable')],
};

/** Of several sides, those that could see it are compared. */
function relationOf(relation: Row['relation'], blind: boolean): Inline {
  return relation === 'not-comparable' || !blind ? RELATIONS[relation] : [...RELATIONS[relation], ' where seen'];
}

/** Incidents side by side: the conclusion and what contradicts it first, then what it rests on. */
export function composeSides(comparison: SidesComparison, brief: boolean): Block[] {
  const { conclusion, sides } = comparison;
  return [
    heading(1, 'Comparison: ', ...prose(conclusion.headline)),
    verdictLine(comparison),
    list(conclusion.reasons.map(sentence)),
    table(['', 'input', 'verdict', 'incident', 'when'], sides.map(sideRow)),
    ...contradictionSection(comparison.pairs),
    ...tableSection(comparison),
    ...worthSection(comparison),
    ...(brief ? [] : comparison.mechanisms.flatMap((mechanism) => mechanismSection(mechanism))),
    ...pairSection(comparison),
    ...decidingSection(comparison),
    ...section('Notes', comparison.notes.length > 0 && list(comparison.notes.map((note) => prose(note)))),
    paragraph(
      brief ? 'The ledgers of the mechanisms: --format markdown' : `Written by ${comparison.tool.name} ${comparison.tool.version}.`,
    ),
  ];
}

const SAME: Record<SidesComparison['conclusion']['sameMechanism'], string> = { yes: 'yes', no: 'no', unknown: 'not shown' };

function verdictLine({ conclusion }: SidesComparison): Block {
  const sure = sureness(conclusion.word, conclusion.confidence);
  return paragraph('The same mechanism? ', strong(SAME[conclusion.sameMechanism]), ...(sure === '' ? [] : [' — ', em(sure)]));
}

/** What one side holds against what another one shows, each with its line. */
function contradictionSection(pairs: readonly Pair[]): Block[] {
  const all = pairs.flatMap((pair) => pair.contradictions);
  if (all.length === 0) return [];
  const rows = all.map(contradictionRow);
  return section('What in one contradicts the other', table(['in', 'evidence against', 'weight', '', 'what it contradicts'], rows));
}

function contradictionRow(one: Contradiction): Inline[] {
  const why: Inline = one.why === undefined ? [] : [' — ', ...prose(one.why)];
  return [
    [strong(one.side)],
    [...quoted(one.claim, one.citations), ...why],
    [one.strength],
    [strong(one.shownBy.side)],
    quoted(one.shownBy.claim, one.shownBy.citations),
  ];
}

const GROUPS: readonly [Row['about'], string][] = [
  ['outcome', 'Outcome'],
  ['cause', 'Cause'],
  ['environment', 'Environment'],
  ['coverage', 'What the inputs could show'],
];

function tableSection({ rows, sides, unseenRows }: SidesComparison): Block[] {
  const head = ['', ...sides.map((side) => side.id), ''];
  const body = GROUPS.flatMap(([about]) => rows.filter((row) => row.about === about).map(rowCells));
  const unseen = unseenRows.length === 0 ? undefined : paragraph('Could be seen on no side: ', unseenRows.map(small).join(', '), '.');
  return section('Side by side', table(head, body), unseen);
}

function rowCells(row: Row): Inline[] {
  const cells = row.cells.map(
    (cell): Inline => (cell.state === 'seen' ? [...prose(cell.text), ...placed(cell.citations)] : [em(`not seen: ${cell.why ?? ''}`)]),
  );
  return [
    [row.title],
    ...cells,
    relationOf(
      row.relation,
      row.cells.some((cell) => cell.state === 'not-seen'),
    ),
  ];
}

/** Titles of rows are ours and hold no names. */
function small(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** Equal symptoms are what misleads: they are named, and what they are worth. */
function worthSection({ conclusion }: SidesComparison): Block[] {
  const { alike, unlike, relation } = conclusion;
  const proof = relation === 'same' ? '' : ' Equal symptoms do not prove an equal cause.';
  return section(
    'What the likeness is worth',
    alike.length > 0 && paragraph(strong('Alike: '), `${alike.map(small).join(', ')}.${proof}`),
    unlike.length > 0 && paragraph(strong('Unlike, where a cause could lie: '), `${unlike.map(small).join(', ')}.`),
  );
}

function mechanismSection(mechanism: Mechanism): Block[] {
  const head = ['', ...mechanism.sides.map((side) => side.side), ''];
  const telling = mechanism.items.filter((item) =>
    item.cells.some((cell) => cell.bearing !== 'neutral' && cell.state !== 'not-observable'),
  );
  const rows = telling.map((item): Inline[] => [
    [code(item.id)],
    ...item.cells.map(ledgerCell),
    relationOf(
      item.relation,
      item.cells.some((cell) => cell.state === 'not-observable' || cell.state === 'not-asked'),
    ),
  ]);
  const rest = mechanism.items.length - telling.length;
  return section(
    `Mechanism: ${lowerFirst(mechanism.title)}`,
    list(mechanism.sides.map((side): Inline => standing(side, mechanism))),
    table(head, rows),
    rest > 0 && paragraph(`${plural(rest, 'further item')} could be seen on no side or had no weight.`),
  );
}

function standing(side: Mechanism['sides'][number], mechanism: Mechanism): Inline {
  const sure = sureness(side.status?.replace('-', ' '), side.confidence);
  const leads = mechanism.leads.includes(side.side) ? ', leads there' : '';
  const why: Inline = side.why === undefined ? [] : [' — ', ...prose(side.why)];
  return [strong(side.side), `: ${sure === '' ? 'not comparable' : sure}${leads}`, ...why];
}

type LedgerCell = Mechanism['items'][number]['cells'][number];

const BEARINGS: Record<LedgerCell['bearing'], string> = { supports: 'for', contradicts: 'against', neutral: 'no weight' };

function ledgerCell(cell: LedgerCell): Inline {
  if (cell.state === 'not-asked') return [em('not asked')];
  if (cell.state === 'not-observable') return [em(`not seen: ${cell.why ?? ''}`)];
  const weight = cell.bearing === 'neutral' ? BEARINGS.neutral : `${BEARINGS[cell.bearing]}, ${cell.strength}`;
  return [strong(weight), ': ', ...ledgerText(cell), ...placed(cell.citations)];
}

function ledgerText(cell: LedgerCell): Inline {
  const why: Inline = cell.why === undefined ? [] : [': ', ...prose(cell.why)];
  if (cell.expected === 'absent') return cell.state === 'absent' ? [...prose(withoutStop(cell.claim)), ...why] : ['it is there'];
  return cell.state === 'observed' ? prose(withoutStop(cell.claim)) : ['not there', ...why];
}

/** Of more than two sides, each pair. */
function pairSection({ pairs }: SidesComparison): Block[] {
  if (pairs.length < 2) return [];
  const rows = pairs.map((pair): Inline[] => [
    [pair.sides.join(' – ')],
    prose(pair.headline),
    [SAME[pair.sameMechanism]],
    [sureness(pair.word, pair.confidence)],
  ]);
  return section('Pair by pair', table(['', '', 'same mechanism?', 'how sure'], rows));
}

function decidingSection({ pairs, nextSteps }: SidesComparison): Block[] {
  const unseen = pairs.flatMap((pair) => pair.unseen);
  const keys = unseen.map((one) => `${one.side} ${one.signature} ${one.item}`);
  const items = unseen
    .filter((_, index) => keys.indexOf(keys[index]) === index)
    .map(
      (one): Inline => [
        'in ',
        strong(one.side),
        ', whether ',
        ...prose(lowerFirst(withoutStop(one.claim))),
        ' — not seen: ',
        ...prose(one.why),
      ],
    );
  const asks = nextSteps
    .filter((step) => step.command === undefined)
    .map((step): Inline => ['for ', strong(step.side), ': ', ...prose(step.ask)]);
  const commands = nextSteps.flatMap((step) => (step.command === undefined ? [] : [`# ${step.side}: ${step.ask}`, step.command]));
  return section(
    'What would decide',
    items.length > 0 && list(items),
    asks.length > 0 && list(asks),
    commands.length > 0 && { type: 'code', language: 'sh', lines: commands },
  );
}
