/** Place of the first item behind a value in a list that is sorted by `keyOf`; its length where none is. */
export function firstAfter<T>(list: readonly T[], value: number, keyOf: (item: T) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyOf(list[middle]!) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
