import { type ByteReader, type ByteSource, IterableSource } from '../bytes.js';
import { InputError } from '../errors.js';

/* xz-decompress is xz-embedded compiled to WebAssembly. Its five exports are driven directly: the stream class around them lets only one xz be
 * open in the process (an xz inside an xz would wait for ever) and drops up to 64 KB of text before an error. That reaches into
 * statics of the class, so the version is pinned and a test holds it. Several streams in a row and padding are read; SHA-256 checks, BCJ and delta
 * filters and dictionaries that do not fit are not. */

interface Decoder {
  memory: { buffer: ArrayBuffer };
  create_context(): number;
  destroy_context(context: number): void;
  supply_input(context: number, bytes: number): void;
  get_next_output(context: number): number;
}

interface Internals {
  _getModuleInstance?: () => Promise<unknown>;
  _moduleInstance?: { exports: unknown };
}

/** Its names are hidden from ES modules by the bundler; only the default export is sure. */
interface CommonJsModule {
  XzReadableStream?: Internals;
  default?: { XzReadableStream?: Internals };
}

/** Return codes of xz-embedded (xz.h, enum xz_ret). */
const OK = 0;
const STREAM_END = 1;
const MEMORY_ERROR = 3;
const MEMORY_LIMIT = 4;
const FORMAT_ERROR = 5;
const OPTIONS_ERROR = 6;
const NO_PROGRESS = 8;

/** Words of the context: buffer size, input pointer, position and size, output pointer and position. */
const WORD_BUFFER = 0;
const WORD_INPUT = 1;
const WORD_INPUT_AT = 2;
const WORD_INPUT_SIZE = 3;
const WORD_OUTPUT = 4;
const WORD_OUTPUT_AT = 5;

async function loadDecoder(): Promise<Decoder> {
  const module = (await import('xz-decompress')) as unknown as CommonJsModule;
  const internals = module.XzReadableStream ?? module.default?.XzReadableStream ?? {};
  if (!internals._moduleInstance) await internals._getModuleInstance?.();
  if (!internals._moduleInstance) throw new InputError('xz cannot be read: this version of xz-decompress is not known');
  return internals._moduleInstance.exports as Decoder;
}

function renderFailure(code: number): string {
  switch (code) {
    case OK:
    case NO_PROGRESS:
      return 'the xz data is cut off';
    case OPTIONS_ERROR:
      return 'this kind of xz (its filter, checksum or dictionary) is not supported; unpack it with xz -d';
    case MEMORY_ERROR:
    case MEMORY_LIMIT:
      return 'the xz data needs more memory than it is given';
    default:
      return 'the xz data is damaged';
  }
}

async function* decode(input: ByteReader, notes: string[]): AsyncGenerator<Uint8Array> {
  const decoder = await loadDecoder();
  const context = decoder.create_context();
  if (context === 0) throw new InputError(renderFailure(MEMORY_ERROR));
  const words = () => new Uint32Array(decoder.memory.buffer, context, 8);
  try {
    let inputEnded = false;
    for (;;) {
      const [bufferBytes, inputAt] = [words()[WORD_BUFFER], words()[WORD_INPUT]];
      if (words()[WORD_INPUT_AT] === words()[WORD_INPUT_SIZE]) {
        const piece = await input.take(bufferBytes);
        if (piece) new Uint8Array(decoder.memory.buffer).set(piece, inputAt);
        else inputEnded = true;
        decoder.supply_input(context, piece?.length ?? 0);
      }
      const code = decoder.get_next_output(context);
      const outputBytes = words()[WORD_OUTPUT_AT];
      const outputAt = words()[WORD_OUTPUT];
      words()[WORD_OUTPUT_AT] = 0;
      if (outputBytes > 0) yield new Uint8Array(decoder.memory.buffer).slice(outputAt, outputAt + outputBytes);
      if (code === STREAM_END) return;
      if (code === FORMAT_ERROR) {
        // The first stream began with the right mark, so this is what follows the last one.
        notes.push('bytes that are not xz follow the end of the xz data and were left out');
        return;
      }
      if (code !== OK || (inputEnded && outputBytes === 0)) throw new InputError(renderFailure(code));
    }
  } finally {
    decoder.destroy_context(context);
  }
}

export function openXz(input: ByteReader, notes: string[]): ByteSource {
  return new IterableSource(decode(input, notes));
}
