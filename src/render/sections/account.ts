import type { Report } from '../../report/schema.js';
import { type Block, type Inline, list, paragraph, prose, section, strong, table } from '../document.js';
import { count, dateTime, plural } from '../quantities.js';
import { places, type View } from '../view.js';

type Account = NonNullable<Report['account']>;
type Sign = Account['signs'][number];

/** Open signs shown one by one; the others stand in the JSON. */
const OPEN_ROWS = 8;

export function openSigns(report: Report): Sign[] {
  return (report.account?.signs ?? []).filter((sign) => sign.outcome === 'open');
}

/** `9 signs of trouble explained, 1 found harmless, 2 open`, or nothing where there was no sign. */
export function accountSentence(report: Report): string | undefined {
  const account = report.account;
  if (account === undefined || account.explained + account.cleared + account.open === 0) return undefined;
  const parts = [
    account.explained > 0 ? `${count(account.explained)} explained` : '',
    account.cleared > 0 ? `${count(account.cleared)} found harmless` : '',
    account.open > 0 ? `${count(account.open)} open` : 'none open',
  ];
  const all = account.explained + account.cleared + account.open;
  return `${plural(all, 'sign')} of trouble: ${parts.filter((part) => part !== '').join(', ')}`;
}

/** A line without its stamp, as somebody would quote it. */
function withoutHead(what: string): string {
  return what.replace(/^(?:\d+:[A-Z] )?\d{1,2} [A-Z][a-z]{2} (?:\d{4} )?[\d:.]+ [-.*#] /, '');
}

function openRow(view: View, sign: Sign): Inline[] {
  const repeats = sign.count > 1 ? ` (${count(sign.count)} times)` : '';
  return [
    [...prose(withoutHead(sign.what)), repeats],
    [view.name(sign.process)],
    sign.from === undefined ? [] : [dateTime(sign.from)],
    places(sign.citations),
    prose(sign.decide ?? ''),
  ];
}

function openTable(view: View): Block[] {
  const open = openSigns(view.report);
  if (open.length === 0) return [];
  const left = (view.report.account?.open ?? 0) - Math.min(open.length, OPEN_ROWS);
  const rows = open.slice(0, OPEN_ROWS).map((sign) => openRow(view, sign));
  const decided = rows.some((row) => row[4]!.length > 0);
  const cut = (row: Inline[]) => (decided ? row : row.slice(0, 4));
  return [
    table(cut([['what'], ['process'], ['when'], ['where'], ['what would decide']]), rows.map(cut)),
    ...(left > 0 ? [paragraph(`${plural(left, 'more open sign')} in the JSON report.`)] : []),
  ];
}

/** First of all where nothing explains what was seen: the open signs, each with its line. */
export function openSection(view: View): Block[] {
  return section('Signs of trouble without an explanation', ...openTable(view));
}

/** What the report leaves open, and how much it accounts for. */
export function accountSection(view: View): Block[] {
  const sentence = accountSentence(view.report);
  if (sentence === undefined || view.report.verdict.status === 'healthy') return [];
  const cleared = (view.report.account?.signs ?? []).filter((sign) => sign.outcome === 'cleared').slice(0, 5);
  return section(
    'What is accounted for',
    paragraph(strong(sentence), '.'),
    ...(view.report.verdict.status === 'incident' ? openTable(view) : []),
    cleared.length > 0 &&
      list(
        cleared.map(
          (sign): Inline => [
            ...prose(withoutHead(sign.what)),
            ': harmless, ',
            ...prose(sign.why),
            ' ',
            ...places(sign.citations.slice(0, 1)),
          ],
        ),
      ),
  );
}
