import { useMemo } from 'preact/hooks';
import { QUOTE_CAP, visible } from '../../escape.js';
import { useModel } from './context.js';
import type { Quote } from './model.js';
import { openQuote } from './state.js';
import { placeText } from './text.js';

const SHOWN = 400;

function numbered(quotes: ReadonlyMap<string, Quote>): Quote[] {
  const unique = [...new Set(quotes.values())].filter((quote) => /^E\d{1,6}$/.test(quote.citation.ref ?? ''));
  return unique.sort((a, b) => Number(a.citation.ref?.slice(1)) - Number(b.citation.ref?.slice(1)));
}

function QuoteRow({ quote }: { quote: Quote }) {
  const { citation } = quote;
  return (
    <li id={citation.ref}>
      <button type="button" class="cite" onClick={() => openQuote(citation)} aria-label={`${citation.ref} with the lines around it`}>
        {citation.ref}
      </button>
      <div>
        <code class="log" dir="ltr">
          {visible(citation.text.trim(), QUOTE_CAP)}
        </code>
        <small title={visible(citation.entry, 300)}>{placeText(citation.entry, citation.line)}</small>
      </div>
    </li>
  );
}

/** Every line that the report rests on, under its number. */
export function Quotes() {
  const { quotes } = useModel();
  const list = useMemo(() => numbered(quotes), [quotes]);
  if (list.length === 0) return null;
  return (
    <section id="quotes" aria-labelledby="quotes-title">
      <h2 id="quotes-title">Quoted lines</h2>
      <ol class="quotes">
        {list.slice(0, SHOWN).map((quote) => (
          <QuoteRow key={quote.citation.ref} quote={quote} />
        ))}
      </ol>
      {list.length > SHOWN && <p class="faint">{list.length - SHOWN} more are in the JSON report.</p>}
    </section>
  );
}
