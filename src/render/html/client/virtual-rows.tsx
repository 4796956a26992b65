import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

interface Props {
  count: number;
  /** Height of a row before it is measured. */
  estimate: number;
  label: string;
  columns: readonly string[];
  class: string;
  /** The rows begin at the top again when this changes. */
  reset: unknown;
  row(index: number): ComponentChildren;
}

/** A table of any length: only the rows in sight are in the page. */
export function VirtualRows({ count, estimate, label, columns, class: name, reset, row }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const holder = useRef<Virtualizer<HTMLDivElement, HTMLDivElement> | undefined>(undefined);
  const options = {
    count,
    estimateSize: () => estimate,
    getScrollElement: () => scroller.current,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    overscan: 8,
    onChange: () => redraw(0),
  };
  holder.current ??= new Virtualizer<HTMLDivElement, HTMLDivElement>(options);
  const virtualizer = holder.current;
  virtualizer.setOptions({ ...virtualizer.options, ...options });
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => {
    virtualizer.measure();
    virtualizer.scrollToOffset(0);
  }, [reset, virtualizer]);
  const items = virtualizer.getVirtualItems();
  return (
    <div class={`virtual ${name}`} role="table" aria-label={label} aria-rowcount={count + 1} aria-colcount={columns.length}>
      <div role="rowgroup" class="head">
        <div role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <span role="columnheader" key={column}>
              {column}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" class="body" ref={scroller} tabIndex={0} aria-label={label}>
        <div class="sizer" role="presentation" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {items.map((item) => (
            <div
              key={item.key}
              role="row"
              class="row"
              aria-rowindex={item.index + 2}
              data-index={item.index}
              ref={(element) => virtualizer.measureElement(element)}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row(item.index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
