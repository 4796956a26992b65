import { paint } from './state.js';

/** Paper cannot be clicked: what is folded on the screen is printed open, except the evidence of what lost and the idle threads. Charts are drawn again in the colours
 * of paper. */
export function unfoldForPaper(): void {
  let opened: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')].filter(
      (element) => element.closest('.keep-folded') === null,
    );
    for (const element of opened) element.open = true;
    paint.value++;
  });
  addEventListener('afterprint', () => {
    for (const element of opened) element.open = false;
    opened = [];
    paint.value++;
  });
}
