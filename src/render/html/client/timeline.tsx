import { useComputed } from '@preact/signals';
import { useMemo, useState } from 'preact/hooks';
import { dateTime, duration, plural, stampOf, timeRange } from '../../quantities.js';
import { gapText, incidentRows, timelineTable } from '../../sections/timeline.js';
import { Blocks } from './blocks.js';
import { Chart } from './chart/chart.js';
import { markOf, toneOf } from './chart/glyphs.js';
import { GlyphIcon, Legend } from './chart/legend.js';
import { isWhole, pan, show, zoom } from './chart/navigate.js';
import { Overview } from './chart/overview.js';
import { useModel } from './context.js';
import type { Model, Range } from './model.js';
import { open, range } from './state.js';
import type { StoryRow } from './story.js';
import { Cite, count, plain } from './text.js';
import { VirtualRows } from './virtual-rows.js';

/** More lanes than this are shown on demand. */
const LANES = 8;
/** And no more than this: a canvas has a largest height. */
const ALL_LANES = 120;

export function rangeText(now: Range): string {
  const iso = (ms: number) => new Date(ms).toISOString();
  return timeRange(iso(now.fromMs), iso(now.toMs));
}

export function inRange(ms: number, now: Range | undefined): boolean {
  return now === undefined || (ms >= now.fromMs && ms <= now.toMs);
}

function Toolbar({ model }: { model: Model }) {
  const now = range.value;
  const { incident, home, extent } = model;
  return (
    <div class="toolbar" role="toolbar" aria-label="Range of the timeline">
      {incident !== undefined && (
        <button type="button" onClick={() => show(model, home)}>
          Incident
        </button>
      )}
      <button type="button" onClick={() => show(model, extent)} aria-pressed={isWhole(model, now)}>
        All
      </button>
      <span class="group">
        <button type="button" onClick={() => pan(model, -0.5)} aria-label="Earlier">
          ◀
        </button>
        <button type="button" onClick={() => zoom(model, 0.5)} aria-label="Zoom in">
          +
        </button>
        <button type="button" onClick={() => zoom(model, 2)} aria-label="Zoom out">
          −
        </button>
        <button type="button" onClick={() => pan(model, 0.5)} aria-label="Later">
          ▶
        </button>
      </span>
      <output class="range">{now === undefined ? '' : `${rangeText(now)} · ${duration(now.toMs - now.fromMs)}`}</output>
    </div>
  );
}

function chartLabel(model: Model): string {
  const silences = model.lanes
    .flatMap((lane) => lane.silences.filter((silence) => silence.grave).map((silence) => ({ lane, silence })))
    .sort((a, b) => (b.silence.row.durationMs ?? 0) - (a.silence.row.durationMs ?? 0))
    .slice(0, 3)
    .map(({ lane, silence }) => `${lane.name} silent for ${duration(silence.row.durationMs ?? 0)} from ${dateTime(silence.row.time)}`);
  const what = `Log lines, silences and events of ${plural(model.lanes.length, 'lane')} over time`;
  return plain([what, ...silences, 'Arrow keys move, plus and minus zoom, 0 shows all'].join('. '), 400);
}

function StoryText({ row }: { row: StoryRow }) {
  if (row.kind === 'gap') return <strong>{plain(gapText(row))}</strong>;
  const often = row.times > 1 ? ` (×${row.times})` : '';
  return <>{`${plain(row.what, 300)}${often}`}</>;
}

function Story({ model }: { model: Model }) {
  const now = range.value;
  const rows = useMemo(() => {
    if (isWhole(model, now)) return model.story;
    return model.story.filter(
      (row) =>
        inRange(row.ms, now) ||
        (row.kind === 'gap' && now !== undefined && row.ms < now.fromMs && row.ms + (row.durationMs ?? 0) > now.fromMs),
    );
  }, [model, now]);
  const date = useMemo(() => {
    const dates = new Set(model.story.map((row) => stampOf(row.time).date));
    return dates.size === 1 ? [...dates][0] : undefined;
  }, [model]);
  const row = (index: number) => {
    const item = rows[index];
    if (item === undefined) return null;
    const mark = markOf(item);
    const stamp = stampOf(item.time);
    return (
      <>
        <span role="cell" class="time">
          <button type="button" onClick={() => open({ kind: 'event', rows: [item] })}>
            {plain(date === undefined && stamp.date !== '' ? `${stamp.date} ${stamp.clock}` : stamp.clock, 40)}
          </button>
        </span>
        <span role="cell" class="process">
          {plain(model.view.short(item.process), 40)}
        </span>
        <span role="cell" class={`what ${item.kind} ${item.severity}`}>
          {item.kind === 'gap' ? <span class="glyph gap-mark" aria-hidden="true" /> : <GlyphIcon mark={mark} tone={toneOf(item, mark)} />}
          <span>
            <StoryText row={item} />
          </span>
        </span>
        <span role="cell" class="where">
          <Cite citation={item.citation} />
        </span>
      </>
    );
  };
  return (
    <>
      <p class="result" role="status">
        {isWhole(model, now)
          ? `${count(model.story.length)} ${model.story.length === 1 ? 'event' : 'events'}`
          : `${count(rows.length)} of ${count(model.story.length)} events in the range shown`}
        {date !== undefined && date !== '' && `, all on ${date}`}
        {!isWhole(model, now) && (
          <button type="button" class="link" onClick={() => show(model, model.extent)}>
            show all
          </button>
        )}
      </p>
      <VirtualRows
        class={`story${date === undefined ? ' dated' : ''}`}
        label="Events of the timeline"
        columns={['time', 'process', 'what', 'line']}
        count={rows.length}
        estimate={30}
        reset={rows}
        row={row}
      />
    </>
  );
}

/** On paper nothing scrolls: the same selection that the Markdown has. */
function PrintedStory({ model }: { model: Model }) {
  const { view } = model;
  const block = useMemo(() => {
    if (view.incident === undefined) return undefined;
    const { rows } = incidentRows(view, view.incident);
    return rows.length === 0 ? undefined : timelineTable(view, rows);
  }, [view]);
  return <div class="print-only">{block && <Blocks blocks={[block]} label="Timeline" />}</div>;
}

export function Timeline() {
  const model = useModel();
  const [all, setAll] = useState(false);
  const lanes = useMemo(() => model.lanes.slice(0, all ? ALL_LANES : LANES), [model, all]);
  const known = useComputed(() => range.value !== undefined);
  if (model.extent === undefined || !known.value || lanes.length === 0) return null;
  return (
    <section id="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <Toolbar model={model} />
      <Chart lanes={lanes} label={chartLabel(model)} />
      <Overview />
      <div class="below">
        <Legend model={model} />
        <p class="hint screen-only">Drag to choose a range; Ctrl + wheel zooms. The lists follow the range.</p>
      </div>
      {model.lanes.length > LANES && (
        <button type="button" class="link" onClick={() => setAll(!all)}>
          {all ? 'Fewer lanes' : `${Math.min(model.lanes.length, ALL_LANES)} of ${model.lanes.length} lanes`}
        </button>
      )}
      {model.story.length > 0 && <Story model={model} />}
      <PrintedStory model={model} />
    </section>
  );
}
