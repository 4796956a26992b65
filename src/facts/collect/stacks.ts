import type { CollectedProcess } from '../../formats/collect/index.js';
import type { MemoryArea, Thread, ThreadDump } from '../../model/records.js';

/** Gives threads that still stand where their stack was read all their calls instead of the innermost place alone. */
export function callStacks(dump: ThreadDump, areas: readonly MemoryArea[], calls: CollectedProcess): void {
  const stacks = new Map<number, MemoryArea>();
  for (const area of areas) if (area.what === 'stack' && area.tid !== undefined && !stacks.has(area.tid)) stacks.set(area.tid, area);
  const unnamed: number[] = [];
  for (const thread of dump.threads) {
    const stack = stacks.get(thread.tid);
    const place = thread.frames[0];
    if (stack?.pc === undefined || place?.address === undefined || Number(place.address) !== stack.pc) continue;
    if (thread.sp !== undefined && Math.abs(thread.sp - stack.at) >= 8) continue;
    const { frames, cut } = calls.framesOf(thread.sp ?? stack.at, stack.pc, place.line);
    if (frames.length > 0) thread.frames = [withPlace(frames[0], place), ...frames.slice(1)];
    if (cut) unnamed.push(...placesOf(thread));
  }
  const missing = calls.missingFiles(unnamed);
  if (missing.length > 0)
    dump.incomplete.push(
      `callers are not shown without these files, or their symbols: ${missing.slice(0, 8).join(', ')}${missing.length > 8 ? ' …' : ''}`,
    );
}

/** The innermost frame is the line of the system call, which can be cited. */
function withPlace(frame: Thread['frames'][number], place: Thread['frames'][number]): Thread['frames'][number] {
  return { ...place, ...frame, ...(place.text === undefined ? {} : { text: place.text }) };
}

function placesOf(thread: Thread): number[] {
  return thread.frames.map((frame) => Number(frame.address));
}
