import type { ClusterNode } from '../model/records.js';

const SLOTS = 16_384;
const RANGE = /^(\d{1,5})(?:-(\d{1,5}))?$/;
const SHOWN_RANGES = 4;

/** Which slots a set of nodes owns: `0-5460 10923 [93-<-292f8b365bb…]`; what is being moved still belongs to its owner. */
export function slotOwners(nodes: readonly Pick<ClusterNode, 'slots'>[]): {
  owned: number;
  missing: number;
  ranges: string;
  slots: Set<number>;
} {
  const slots = new Set<number>();
  for (const node of nodes)
    for (const piece of node.slots.split(' ')) {
      const found = RANGE.exec(piece);
      if (found === null) continue;
      const from = Number(found[1]);
      const to = Number(found[2] ?? found[1]);
      for (let slot = from; slot <= to && slot < SLOTS; slot++) slots.add(slot);
    }
  const ranges: string[] = [];
  for (let slot = 0; slot < SLOTS; slot++) {
    if (slots.has(slot)) continue;
    const from = slot;
    while (slot + 1 < SLOTS && !slots.has(slot + 1)) slot++;
    ranges.push(from === slot ? String(from) : `${from}-${slot}`);
  }
  const more = ranges.length > SHOWN_RANGES ? ` and ${ranges.length - SHOWN_RANGES} more` : '';
  return { owned: slots.size, missing: SLOTS - slots.size, ranges: `${ranges.slice(0, SHOWN_RANGES).join(', ')}${more}`, slots };
}
