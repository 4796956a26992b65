import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Citation } from '../../../report/schema.js';
import { prose } from '../../document.js';
import { visible } from '../../escape.js';
import type { FoldedNode } from '../../graph.js';
import { dateTime, duration } from '../../quantities.js';
import { gapText } from '../../sections/timeline.js';
import { Text } from './blocks.js';
import { markOf, toneOf } from './chart/glyphs.js';
import { GlyphIcon } from './chart/legend.js';
import { show } from './chart/navigate.js';
import { useModel } from './context.js';
import { placeKey, type RecordRow } from './model.js';
import { type Detail, detail, search } from './state.js';
import type { StoryRow } from './story.js';
import { Cite, plain } from './text.js';
import { Stack } from './threads.js';

const AROUND = 5;
const FULL_TEXT = 4000;

function close(): void {
  detail.value = undefined;
}

/** The line itself and the kept lines of its entry before and after it. */
function Context({ entry, line, text }: { entry: string; line: number; text: string }) {
  const { recordsByEntry } = useModel();
  const kept = recordsByEntry.get(entry) ?? [];
  const before = kept.filter((row) => row.record.line < line).slice(-AROUND);
  const after = kept.filter((row) => row.record.line > line).slice(0, AROUND);
  const rows = [
    ...before.map((row) => ({ at: row.record.line, shown: row.record.text })),
    { at: line, shown: text },
    ...after.map((row) => ({ at: row.record.line, shown: row.record.text })),
  ];
  return (
    <ol class="context">
      {rows.map((row, at) => (
        <li key={row.at} class={row.at === line ? 'here' : ''}>
          <span class="number">{row.at}</span>
          <code class="log" dir="ltr">
            {visible(row.shown, row.at === line ? FULL_TEXT : 300)}
          </code>
          {at < rows.length - 1 && rows[at + 1].at > row.at + 1 && <span class="skip">⋯</span>}
        </li>
      ))}
    </ol>
  );
}

function Place({ entry, line }: { entry: string; line: number }) {
  return (
    <p class="place">
      <code>{visible(`${entry}:${line}`, 600)}</code>
    </p>
  );
}

/** Half a minute around a moment: enough to see what led to it. */
const AROUND_MS = 15_000;

function Jump({ ms }: { ms: number }) {
  const model = useModel();
  if (Number.isNaN(ms) || model.extent === undefined) return null;
  const jump = () => {
    search.value = '';
    show(model, { fromMs: ms - AROUND_MS, toMs: ms + AROUND_MS });
    close();
    document.getElementById('timeline')?.scrollIntoView();
  };
  return (
    <button type="button" class="link" onClick={jump}>
      Show this moment in the timeline
    </button>
  );
}

function QuoteDetail({ citation }: { citation: Citation }) {
  const { quotes } = useModel();
  const quote = quotes.get(placeKey(citation));
  const ms = citation.time === undefined ? Number.NaN : Date.parse(citation.time);
  return (
    <>
      <Context entry={citation.entry} line={citation.line} text={citation.text} />
      <Place entry={citation.entry} line={citation.line} />
      <Jump ms={ms} />
      {quote !== undefined && quote.claims.length > 0 && (
        <>
          <h3>What rests on it</h3>
          <ul class="claims">
            {quote.claims.map((claim, at) => (
              <li key={at}>
                <Text inline={prose(claim)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function RecordDetail({ row }: { row: RecordRow }) {
  const { record } = row;
  return (
    <>
      <Context entry={record.entry} line={record.line} text={record.text} />
      <Place entry={record.entry} line={record.line} />
      <Jump ms={row.ms} />
    </>
  );
}

function EventDetail({ rows }: { rows: readonly StoryRow[] }) {
  const { view } = useModel();
  return (
    <>
      <ul class="events">
        {rows.map((row, at) => (
          <li key={at}>
            <GlyphIcon mark={markOf(row)} tone={toneOf(row, markOf(row))} />
            <div>
              <p>
                <time>{plain(dateTime(row.time), 40)}</time> {plain(view.name(row.process), 60)}
              </p>
              <p>
                {row.kind === 'gap' ? plain(gapText(row)) : plain(row.what, 600)}
                {row.times > 1 && ` (×${row.times})`}
                {row.kind === 'event' && row.durationMs !== undefined && `, ${duration(row.durationMs)}`} <Cite citation={row.citation} />
              </p>
            </div>
          </li>
        ))}
      </ul>
      {rows.length === 1 && rows[0].citation && (
        <Context entry={rows[0].citation.entry} line={rows[0].citation.line} text={rows[0].citation.text} />
      )}
      <Jump ms={rows[0]?.ms ?? Number.NaN} />
    </>
  );
}

/** Threads of one node of the graph, those with equal stacks together. */
function NodeDetail({ node }: { node: FoldedNode }) {
  const groups = new Map<string, typeof node.threads>();
  for (const thread of node.threads) {
    const key = JSON.stringify([thread.doing, thread.stack]);
    const list = groups.get(key);
    if (list) list.push(thread);
    else groups.set(key, [thread]);
  }
  return (
    <>
      {[...groups.values()].slice(0, 40).map((threads, at) => (
        <div key={at} class="thread">
          <h3>{threads.map((thread) => plain(thread.name || String(thread.tid), 40)).join(', ')}</h3>
          <p>
            <span class="state">{plain(threads[0].state, 30)}</span> <Text inline={prose(threads[0].doing)} />{' '}
            {threads.slice(0, 12).map((thread) => (
              <Cite key={thread.id} citation={thread.citation} />
            ))}
          </p>
          <Stack frames={threads[0].stack} />
        </div>
      ))}
    </>
  );
}

function titleOf(shown: Detail): string {
  if (shown.kind === 'quote') return shown.citation.ref === undefined ? 'Quoted line' : `Quoted line ${shown.citation.ref}`;
  if (shown.kind === 'record') return 'Kept line';
  if (shown.kind === 'node') return shown.node.title;
  return shown.rows.length === 1 ? 'Event' : `${shown.rows.length} events`;
}

function Content({ shown }: { shown: Detail }) {
  switch (shown.kind) {
    case 'quote':
      return <QuoteDetail citation={shown.citation} />;
    case 'record':
      return <RecordDetail row={shown.row} />;
    case 'event':
      return <EventDetail rows={shown.rows} />;
    case 'node':
      return <NodeDetail node={shown.node} />;
  }
}

/** Beside the page, or over it on a phone: whatever was chosen, with its lines. */
export function Panel() {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const shown = detail.value;
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (shown !== undefined && !element.open) element.showModal();
    if (shown === undefined && element.open) element.close();
    body.current?.scrollTo(0, 0);
  }, [shown]);
  return (
    <dialog
      ref={dialog}
      class="panel"
      aria-labelledby="panel-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      {shown !== undefined && (
        <>
          <header>
            <h2 id="panel-title">{plain(titleOf(shown), 120)}</h2>
            <button type="button" onClick={close}>
              Close
            </button>
          </header>
          <div class="panel-body" ref={body} tabIndex={0} role="group" aria-label="Details">
            <Content shown={shown} />
          </div>
        </>
      )}
    </dialog>
  );
}
