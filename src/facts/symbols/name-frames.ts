import type { Binaries, GivenBinary } from '../../binary/binaries.js';
import { plainName } from '../../binary/binaries.js';
import type { ElfImage } from '../../binary/elf-image.js';
import type { EntryRecords, Frame, ThreadDump } from '../../model/records.js';
import { fitOf, type PrintedPlace, sameFile } from './fit.js';

/*
 * Names for frames of stripped programs and modules in text reports:
 *
 *   /opt/redis/lib/redisearch.so(+0x1c8d5a)[0x7f82efdc8d5a]      offset from the load bias, which is the file's virtual address
 *
 * The address is a return address, so the call is one byte before it; only the place that faulted is exact.
 */

/** Texts of Redis itself print offsets from the load bias; debuggers print absolute addresses without saying where files begin. */
const WITH_OFFSETS = new Set<ThreadDump['source']>(['redis-report', 'redis-watchdog', 'redis-sigalrm']);
const MAX_PLACES = 4000;

interface Block {
  entry: EntryRecords;
  dump?: ThreadDump;
  frames: { frame: Frame; exact: boolean }[];
}

/** Names what the given files name, and notes in each entry by which file, or why a file was refused. Frames are changed in place: they were read for this report. */
export function nameFrames(entries: readonly EntryRecords[], binaries: Binaries): void {
  if (binaries.given.length === 0) return;
  for (const entry of entries) for (const block of blocksOf(entry)) nameBlock(block, binaries);
}

function blocksOf(entry: EntryRecords): Block[] {
  const blocks: Block[] = [];
  for (const record of entry.records) {
    const dump = record.type === 'crash' ? record.dump : record.type === 'dump' ? record : undefined;
    const eip = record.type === 'crash' && record.eipFrame ? [{ frame: record.eipFrame, exact: true }] : [];
    if (dump !== undefined && !WITH_OFFSETS.has(dump.source)) continue;
    const frames = (dump?.threads ?? []).flatMap(({ frames }) => frames.map((frame, i) => ({ frame, exact: i === faultAt(frames) })));
    if (eip.length + frames.length > 0) blocks.push({ entry, ...(dump ? { dump } : {}), frames: [...eip, ...frames] });
  }
  return blocks;
}

const HANDLER =
  /^(?:sigsegvHandler|sigalrmSignalHandler|watchdogSignalHandler|logStackTrace|bugReport\w*|printCrashReport|collect_stacktrace_data|invoke_callback|ThreadsManager_\w+|writeStacktraces?)$/;

/** The frame that the signal interrupted: below the handlers and the nameless library frame through which the kernel returns. */
function faultAt(frames: readonly Frame[]): number {
  let at = 0;
  for (let i = 0; i < Math.min(frames.length, 8); i++) if (HANDLER.test(frames[i].fn ?? '')) at = i + 1;
  return /^lib(?:c|pthread)[-.]/.test(frames[at]?.object ?? '') && frames[at]?.fn === undefined ? at + 1 : at;
}

function nameBlock({ entry, dump, frames }: Block, binaries: Binaries): void {
  const byObject = new Map<string, Block['frames']>();
  for (const item of frames) {
    const { object } = item.frame;
    if (object === undefined) continue;
    const known = byObject.get(object);
    if (known) known.push(item);
    else byObject.set(object, [item]);
  }
  for (const [object, items] of byObject) {
    const alike = binaries.given.filter(({ name }) => sameFile(name, object));
    if (alike.length > 0 && items.some(({ frame }) => frame.fn === undefined)) nameObject(entry, dump, items, alike);
  }
}

function nameObject(entry: EntryRecords, dump: ThreadDump | undefined, items: Block['frames'], alike: readonly GivenBinary[]): void {
  const places = items.flatMap(({ frame, exact }) => placeOf(frame, exact) ?? []).slice(0, MAX_PLACES);
  const fitting: { name: string; image: ElfImage; proved: boolean; why: string }[] = [];
  for (const { name, image } of alike) {
    const fit = fitOf(image, places);
    if (fit.fits) fitting.push({ name, image, proved: fit.proved, why: fit.why });
    else note(entry, dump, `${name} was not used for names: ${fit.why}; it is another build`);
  }
  // A stripped file that is proved speaks for the debug file of the same build.
  const proved = new Set(fitting.flatMap(({ image, proved }) => (proved && image.buildId ? [image.buildId] : [])));
  const best = fitting.filter(({ image, proved: own }) => own || (image.buildId !== undefined && proved.has(image.buildId)));
  const usable = best.length > 0 ? best : fitting;
  const builds = new Set(usable.map(({ image, name }) => image.buildId ?? name));
  if (usable.length === 0) return;
  if (builds.size > 1) {
    note(entry, dump, `${usable.map(({ name }) => name).join(' and ')} are different builds and both fit: no frame was named`);
    return;
  }
  const source = usable.toSorted((a, b) => b.image.symbols.size - a.image.symbols.size)[0];
  const named = items.filter(({ frame, exact }) => nameFrame(frame, exact, source.image)).length;
  if (named === 0) return;
  const what = `${named} ${named === 1 ? 'frame' : 'frames'} of ${plainName(source.name)} ${named === 1 ? 'is' : 'are'} named by ${source.name}`;
  const speaker = best.length > 0 ? best.find((one) => one.proved)! : source;
  note(entry, dump, best.length > 0 ? `${what}: ${speaker.why}` : `${what}, which is not proved to be the same build: ${speaker.why}`);
}

function placeOf(frame: Frame, exact: boolean): PrintedPlace | undefined {
  const offset = Number(frame.offset);
  if (frame.offset === undefined || !Number.isSafeInteger(offset) || offset <= 0) return undefined;
  const address = frame.address === undefined ? undefined : Number(frame.address);
  return { ...(frame.fn === undefined ? {} : { fn: frame.fn }), offset, exact, ...(address ? { address } : {}) };
}

function nameFrame(frame: Frame, exact: boolean, image: ElfImage): boolean {
  if (frame.fn !== undefined || frame.offset === undefined) return false;
  const at = Number(frame.offset) - (exact ? 0 : 1);
  const found = image.symbols.at(at);
  if (found === undefined) return false;
  frame.fn = found.name;
  frame.offset = `0x${(found.offset + (exact ? 0 : 1)).toString(16)}`;
  return true;
}

function note(entry: EntryRecords, dump: ThreadDump | undefined, text: string): void {
  if (!entry.notes.includes(text)) entry.notes.push(text);
  if (dump && !dump.incomplete.includes(text) && text.includes('not proved')) dump.incomplete.push(text);
}
