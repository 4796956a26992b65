import { useMemo, useState } from 'preact/hooks';
import { visible } from '../../escape.js';
import { stampOf } from '../../quantities.js';
import { isWhole, show } from './chart/navigate.js';
import { useModel } from './context.js';
import type { RecordRow } from './model.js';
import { open, range, search } from './state.js';
import { count, placeText, plain } from './text.js';
import { inRange, rangeText } from './timeline.js';
import { VirtualRows } from './virtual-rows.js';

const TEXT_CAP = 600;

/** All words have to occur, in the line or in the name of its entry. */
function wordsOf(query: string): string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 12);
}

function hasWords(row: RecordRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = row.record.text.toLowerCase();
  return words.every((word) => text.includes(word) || row.record.entry.toLowerCase().includes(word));
}

/** The text with what was searched for marked. */
function Marked({ text, words }: { text: string; words: readonly string[] }) {
  const lower = text.toLowerCase();
  // Characters that change their length in lower case would shift the marks.
  if (words.length === 0 || lower.length !== text.length) return <>{text}</>;
  const parts = [];
  let at = 0;
  while (at < text.length && parts.length < 40) {
    let next = -1;
    let length = 0;
    for (const word of words) {
      const found = lower.indexOf(word, at);
      if (found >= 0 && (next < 0 || found < next)) [next, length] = [found, word.length];
    }
    if (next < 0) break;
    if (next > at) parts.push(text.slice(at, next));
    parts.push(<mark key={next}>{text.slice(next, next + length)}</mark>);
    at = next + length;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}

const HEADER = /^(?:\[\d+\]|\d+:\S) \S.{5,40}? [.\-*#] /;

/** The message; pid, time and level stand in columns of their own. */
function messageOf(row: RecordRow): string {
  const { text, time } = row.record;
  return time === undefined ? text : text.replace(HEADER, '');
}

interface Filter {
  words: string[];
  level: string;
  process: string;
}

function useFiltered(filter: Filter): RecordRow[] {
  const { records } = useModel();
  const now = range.value;
  const model = useModel();
  return useMemo(() => {
    const whole = isWhole(model, now);
    const { words, level, process } = filter;
    return records.filter(
      (row) =>
        (whole || inRange(row.ms, now)) &&
        (level === '' || row.record.level === level) &&
        (process === '' || row.record.process === process) &&
        hasWords(row, words),
    );
  }, [records, now, filter, model]);
}

function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: string;
  options: [value: string, name: string][];
  onChoose: (value: string) => void;
}) {
  return (
    <label class="choice">
      <span class="hidden">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{`all ${label}`}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function LeftOut() {
  const { report, left } = useModel();
  const dropped = report.recordsDropped ?? 0;
  const cut = left.find((one) => one.list === 'records');
  const parts = [
    dropped > 0 ? `${count(dropped)} further lines were counted and not kept` : '',
    cut ? `${count(cut.all - cut.shown)} kept lines are only in the JSON report, because this page is capped` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? null : <> {parts.join('; ')}.</>;
}

export function Records() {
  const model = useModel();
  const { records, report, view } = model;
  const [level, setLevel] = useState('');
  const [process, setProcess] = useState('');
  const query = search.value;
  const filter = useMemo(() => ({ words: wordsOf(query), level, process }), [query, level, process]);
  const rows = useFiltered(filter);
  const levels = useMemo(() => [...new Set(records.flatMap((row) => row.record.level ?? []))], [records]);
  if (records.length === 0) return null;
  const now = range.value;
  const whole = isWhole(model, now);
  const row = (index: number) => {
    const item = rows[index];
    if (item === undefined) return null;
    const { record } = item;
    const stamp = record.time === undefined ? undefined : stampOf(record.time);
    return (
      <>
        <span role="cell" class="time">
          <button
            type="button"
            onClick={() => open({ kind: 'record', row: item })}
            title={record.time === undefined ? undefined : plain(record.time, 40)}
          >
            {stamp === undefined ? 'no time' : plain(stamp.clock, 24)}
          </button>
        </span>
        <span role="cell" class="process">
          {plain(view.short(record.process), 40)}
        </span>
        <span role="cell" class={`level ${levels.includes(record.level ?? '') ? record.level : ''}`}>
          {plain(record.level ?? '', 12)}
        </span>
        <span role="cell" class="text" dir="ltr">
          <Marked text={visible(messageOf(item), TEXT_CAP)} words={filter.words} />
        </span>
        <span role="cell" class="where">
          {placeText(record.entry, record.line)}
        </span>
      </>
    );
  };
  return (
    <section id="records" aria-labelledby="records-title" class="screen-only">
      <h2 id="records-title">Kept lines</h2>
      <p class="faint">
        What the report keeps of the logs: the lines that it looks for, and those around every silence, crash and end.
        <LeftOut />
      </p>
      <div class="toolbar">
        <input
          type="search"
          placeholder="Search the lines"
          aria-label="Search the kept lines"
          value={query}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
        />
        <Choice label="levels" value={level} options={levels.map((one) => [one, plain(one, 12)])} onChoose={setLevel} />
        <Choice
          label="processes"
          value={process}
          options={report.processes.slice(0, 200).map((one) => [one.id, plain(view.name(one.id), 60)])}
          onChoose={setProcess}
        />
      </div>
      <p class="result" role="status">
        {rows.length === records.length
          ? `${count(rows.length)} ${rows.length === 1 ? 'line' : 'lines'}`
          : `${count(rows.length)} of ${count(records.length)} lines`}
        {!whole && now !== undefined && ` in ${rangeText(now)}`}
        {!whole && (
          <button type="button" class="link" onClick={() => show(model, model.extent)}>
            all times
          </button>
        )}
      </p>
      <VirtualRows
        class="records"
        label="Kept lines of the logs"
        columns={['time', 'process', 'level', 'line', 'where']}
        count={rows.length}
        estimate={30}
        reset={rows}
        row={row}
      />
    </section>
  );
}
