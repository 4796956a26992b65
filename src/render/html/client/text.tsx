import { useState } from 'preact/hooks';
import type { Citation } from '../../../report/schema.js';
import { PROSE_CAP, QUOTE_CAP, visible } from '../../escape.js';
import { useModel } from './context.js';
import { placeKey } from './model.js';
import { openQuote } from './state.js';

/** Quoted from a log or a name: one line, hidden characters spelled out. */
export function Log({ text, cap = QUOTE_CAP }: { text: string; cap?: number }) {
  return (
    <code class="log" dir="ltr">
      {visible(text, cap)}
    </code>
  );
}

export function plain(text: string, cap = PROSE_CAP): string {
  return visible(text, cap);
}

/** `redis-1.log:54`, the whole name on hover and to copy in the side panel. */
export function placeText(entry: string, line: number | string): string {
  const { shortEntry } = useModel();
  return `${visible(shortEntry(entry), 60)}:${line}`;
}

/** `E4`, or the place of a line without a number; opens the quoted line. */
export function Cite({ citation }: { citation: Citation | undefined }) {
  const place = placeText(citation?.entry ?? '', citation?.line ?? 0);
  if (citation === undefined) return null;
  const label = citation.ref ?? place;
  return (
    <a
      class="cite"
      href={citation.ref === undefined ? '#quotes' : `#${citation.ref}`}
      title={visible(placeKey(citation), 300)}
      aria-label={`Quoted line ${label}`}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        openQuote(citation);
      }}
    >
      {visible(label, 60)}
    </a>
  );
}

/** Each number once, in their order; many on one claim are folded. */
export function Cites({ citations, cap = 4 }: { citations: readonly Citation[]; cap?: number }) {
  const [all, setAll] = useState(false);
  const seen = new Set<string>();
  const unique = citations.filter((citation) => {
    const key = citation.ref ?? placeKey(citation);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  const shown = all || unique.length <= cap + 1 ? unique : unique.slice(0, cap);
  return (
    <span class="cites">
      {shown.map((citation) => (
        <Cite key={placeKey(citation)} citation={citation} />
      ))}
      {shown.length < unique.length && (
        <button type="button" class="more" onClick={() => setAll(true)}>
          +{unique.length - shown.length}
        </button>
      )}
    </span>
  );
}

/** Commands to paste. */
export function Paste({ lines, label }: { lines: readonly string[]; label: string }) {
  const [state, setState] = useState('Copy');
  const text = lines.map((line) => visible(line, 500)).join('\n');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${text}\n`);
      setState('Copied');
    } catch {
      setState('Select and copy by hand');
    }
  };
  return (
    <div class="paste">
      <pre tabIndex={0} role="group" aria-label={label}>
        {text.split('\n').map((line, at) => (
          <span key={at} class={line.startsWith('#') ? 'remark' : ''}>
            {`${line}\n`}
          </span>
        ))}
      </pre>
      <button type="button" class="copy" onClick={copy} aria-live="polite">
        {state}
      </button>
    </div>
  );
}

export function count(value: number): string {
  const digits = String(Math.round(value));
  return digits.length <= 4 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
