import type { ComponentChildren } from 'preact';
import type { Block, Inline, Span } from '../../document.js';
import { PROSE_CAP, visible } from '../../escape.js';
import { useModel } from './context.js';
import { Cite, Log, Paste } from './text.js';

/** The same shape that Markdown links have: nothing else becomes one. */
const SAFE_URL = /^https?:\/\/[A-Za-z0-9][\w./~%#?&=+:;,$!()-]*$/;
const PLACE = /^(.*):(\d+(?:[–, ]|and more|\d)*)$/s;

/** A code span that names a place becomes its short name and, when the line is known, opens it. */
function Code({ text }: { text: string }) {
  const { quotes, shortEntry } = useModel();
  const quote = quotes.get(text);
  if (quote !== undefined) return <Cite citation={{ ...quote.citation, ref: undefined }} />;
  const found = PLACE.exec(text.slice(0, 600));
  const short = found ? `${shortEntry(found[1])}:${found[2]}` : shortEntry(text);
  if (short === text) return <Log text={text} />;
  return (
    <code class="log" title={visible(text, 300)}>
      {visible(short)}
    </code>
  );
}

/** `(redis-1.log:724)` at the end of what a sentence says. */
const CITED = /\(([^()\n]{1,400}:\d{1,9})\)/;

/** A place in brackets becomes a link to its line. */
function Sentence({ text }: { text: string }) {
  const { quotes } = useModel();
  const found = text.length <= PROSE_CAP ? CITED.exec(text) : null;
  const quote = found === null ? undefined : quotes.get(found[1]);
  if (found === null || quote === undefined) return <>{visible(text, PROSE_CAP)}</>;
  return (
    <>
      {visible(text.slice(0, found.index), PROSE_CAP)}
      <Cite citation={quote.citation} />
      {visible(text.slice(found.index + found[0].length), PROSE_CAP)}
    </>
  );
}

function SpanView({ span }: { span: Span }) {
  const { quotes } = useModel();
  if (typeof span === 'string') return <Sentence text={span} />;
  if ('code' in span) return <Code text={span.code} />;
  if ('strong' in span)
    return (
      <strong>
        <Text inline={span.strong} />
      </strong>
    );
  if ('em' in span)
    return (
      <em>
        <Text inline={span.em} />
      </em>
    );
  if ('ref' in span) {
    const quote = quotes.get(span.ref);
    return quote === undefined ? <Log text={span.ref} cap={20} /> : <Cite citation={quote.citation} />;
  }
  if (!SAFE_URL.test(span.url)) return <Log text={span.url} cap={400} />;
  return (
    <a href={span.url} rel="noopener noreferrer" target="_blank">
      {visible(span.url, 400)}
    </a>
  );
}

/** A place that becomes a link needs no brackets around it. */
function withoutBrackets(inline: Inline, quotes: ReadonlyMap<string, unknown>): Inline {
  return inline.map((span, at) => {
    if (typeof span !== 'string') return span;
    const isLink = (other: Span | undefined) => typeof other === 'object' && 'code' in other && quotes.has(other.code);
    const opened = span.endsWith('(') && isLink(inline[at + 1]) ? span.slice(0, -1) : span;
    return opened.startsWith(')') && isLink(inline[at - 1]) ? opened.slice(1) : opened;
  });
}

/** Spans of the shared report text as text nodes. */
export function Text({ inline }: { inline: Inline }) {
  const { quotes } = useModel();
  return (
    <>
      {withoutBrackets(inline, quotes).map((span, at) => (
        <SpanView key={at} span={span} />
      ))}
    </>
  );
}

/** The words alone, for places where a link cannot stand. */
export function wordsOf(inline: Inline): string {
  const words = (span: Span): string => {
    if (typeof span === 'string') return span;
    if ('code' in span) return span.code;
    if ('strong' in span) return wordsOf(span.strong);
    return 'em' in span ? wordsOf(span.em) : '';
  };
  return visible(inline.map(words).join('').trim(), PROSE_CAP);
}

/** Wide content scrolls in its own box, with the keyboard too. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

const isNumeric = (cell: Inline | undefined) => cell?.every((span) => typeof span === 'string' && /^[\d.,\s]*$/.test(span));

function TableView({ block, label }: { block: Extract<Block, { type: 'table' }>; label: string }) {
  const headless = block.head.every((cell) => cell.every((span) => span === ''));
  const numeric = block.head.map((_, at) => block.rows.length > 0 && block.rows.every((row) => isNumeric(row[at])));
  return (
    <Scroll label={label}>
      <table class={headless ? 'facts' : ''}>
        {!headless && (
          <thead>
            <tr>
              {block.head.map((cell, at) => (
                <th key={at} scope="col" class={numeric[at] ? 'number' : ''}>
                  {cell.length === 0 || cell[0] === '' ? (
                    <span class="hidden">{at === 0 ? 'reference' : 'detail'}</span>
                  ) : (
                    <Text inline={cell} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) =>
                headless && at === 0 ? (
                  <th key={at} scope="row">
                    <Text inline={cell} />
                  </th>
                ) : (
                  <td key={at} class={numeric[at] ? 'number' : ''}>
                    <Text inline={cell} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function BlockView({ block, label }: { block: Block; label: string }) {
  switch (block.type) {
    case 'heading': {
      const Heading = block.level === 2 ? 'h2' : 'h3';
      return (
        <Heading>
          <Text inline={block.text} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Text inline={block.text} />
        </p>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, at) => (
            <li key={at}>
              <Text inline={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return <TableView block={block} label={label} />;
    case 'code':
      return <Paste lines={block.lines} label={label} />;
    case 'details':
      return (
        <details>
          <summary>{block.summary}</summary>
          {block.blocks.map((inner, at) => (
            <BlockView key={at} block={inner} label={label} />
          ))}
        </details>
      );
    case 'mermaid':
      return null;
  }
}

/** Sections that all views share, without their own first heading. */
export function Blocks({ blocks, label }: { blocks: readonly Block[]; label: string }) {
  return (
    <>
      {blocks.map((block, at) => (
        <BlockView key={at} block={block} label={label} />
      ))}
    </>
  );
}

/** A section of the page from a section of the shared report; nothing when that is empty. */
export function SharedSection({ id, blocks }: { id: string; blocks: readonly Block[] }) {
  const [first, ...rest] = blocks;
  if (first === undefined || first.type !== 'heading') return null;
  const title = first.text.map((span) => (typeof span === 'string' ? span : '')).join('');
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <Text inline={first.text} />
      </h2>
      <Blocks blocks={rest} label={title} />
    </section>
  );
}
