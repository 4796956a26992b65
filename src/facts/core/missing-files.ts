import type { CoreFile } from '../../binary/core/core-file.js';
import type { ProcessImage } from '../../binary/process-image.js';
import type { UnwoundStack } from '../../binary/unwind.js';

const MAX_NAMED = 6;

/** Which files, by build id, would name and complete the stacks; those that were refused; and what would have put them into the core. */
export function missingFiles(core: CoreFile, image: ProcessImage, stacks: readonly UnwoundStack[]): string[] {
  const frames = new Map<string, number>();
  let cut = 0;
  for (const stack of stacks) {
    if (stack.cut !== undefined) cut++;
    for (const { object, fn, signal } of stack.frames) if (object && !fn && !signal) frames.set(object, (frames.get(object) ?? 0) + 1);
  }
  const notes: string[] = [];
  // A library without names of its static functions is usual; a program or module without its file leaves the stack unread.
  const lacking = image.objects.filter((object) => frames.has(object.path) && !object.inMemory && image.filesOf(object) === undefined);
  if (lacking.length > 0) {
    const byUse = lacking.sort((a, b) => frames.get(b.path)! - frames.get(a.path)! || (a.path < b.path ? -1 : 1));
    const named = byUse.slice(0, MAX_NAMED).map(({ path, buildId }) => `${path} (build id ${buildId ?? 'not in the core'})`);
    const more = byUse.length > MAX_NAMED ? ` and ${byUse.length - MAX_NAMED} more` : '';
    notes.push(`no names without the programs: give these files, or their debug files, with --symbols: ${named.join(', ')}${more}`);
  }
  if (cut > 0 && lacking.length > 0) {
    notes.push(
      `${cut} of ${stacks.length} stacks end early without them; a core holds the programs when coredump_filter was 0x7f before the process died`,
    );
  }
  if (image.objects.length === 0 && core.threads.length > 0) {
    notes.push('the core does not say which files were mapped: give the program with --symbols');
  }
  return notes;
}
