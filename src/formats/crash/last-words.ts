import { baseName } from '../../model/origin.js';
import type { LastWords } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from '../side/cite.js';

/** What a C library, a runtime, the allocator or a module writes on stderr before it calls abort(). Redis' handler then reports signal 6,
 * and only this line says why; a server without handler (`crash-log-enabled no`, a fault in a child) leaves nothing else.
 *
 *     free(): double free detected in tcache 2                                             glibc malloc.c malloc_printerr (2.26+)
 *     *** Error in `redis-server': free(): invalid pointer: 0x00007f… ***                  glibc to 2.25
 *     *** stack smashing detected ***: terminated                                          glibc fortify_fail.c
 *     redis-server: networking.c:1999: readQueryFromClient: Assertion `c->flags' failed.   glibc assert.c
 *     Fatal glibc error: pthread_mutex_lock.c:94 (___pthread_mutex_lock): assertion failed: mutex->__data.__owner == 0
 *     Assertion failed: ret == 0 (raft.c: callRaftPeriodic: 1012)                          musl assert.c
 *     Assertion failed: (ret == 0), function callRaftPeriodic, file raft.c, line 1012.     macOS, FreeBSD
 *     terminate called after throwing an instance of 'std::bad_alloc'                      libstdc++ vterminate.cc, `  what():  …` follows
 *     libc++abi: terminating due to uncaught exception of type std::bad_alloc: …           libc++abi
 *     F0000 00:00:1758548776.198207    1248 utils.cc:76] Check failed: !set_main_thread    absl log, glog `F20260101 …`
 *     thread '<unnamed>' panicked at json_path/src/json_node.rs:238:24:                    Rust 1.73+, the message follows
 *     thread '<unnamed>' panicked at 'index out of bounds', src/lib.rs:12:5                Rust to 1.72
 *     memory allocation of 8589934592 bytes failed                                         Rust alloc::handle_alloc_error
 *     <jemalloc>: src/arena.c:301: Failed assertion: "…"                                   jemalloc assert.h
 *     <jemalloc>: Unsupported system page size                                             jemalloc pages.c pages_boot: it allocates nothing at all then
 *     zmalloc: Out of memory trying to allocate 2466055263228213039 bytes                  zmalloc.c zmalloc_default_oom, before the handler is set
 *     Segmentation fault (core dumped)                                                     the shell that ran the server, bash with `FILE: line 3: 77 ` before it
 *     qemu: uncaught target signal 11 (Segmentation fault) - core dumped                   qemu linux-user/signal.c, an image of another architecture
 *     PANIC: unprotected error in call to Lua API (not enough memory)                      lauxlib.c panic
 *     # Check failed: Start().                                                             V8 base/logging.cc (RedisGears), between lines of `#`
 *     REDIS RAFT PANIC                                                                     redisraft.h, the message follows
 */
export function parseLastWords(text: string, context: LineContext): LastWords | undefined {
  if (text.length < 8 || text.length > MAX_CHARS || !OF_INTEREST.test(text)) return undefined;
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(text);
    if (match !== null) return { ...read(match), cite: citeOf(text, context) };
  }
  return undefined;
}

/** A line that goes on what the line before began: the message of a Rust panic, `what()` of an exception, the reason of a Raft panic. */
export function continueLastWords(words: LastWords, text: string): boolean {
  if (words.by === 'c++') {
    const what = /^ {0,4}what\(\): {1,2}(.{0,500})/.exec(text);
    if (what === null) return false;
    words.message = `${words.message}: ${keep(what[1], 500)}`;
    return true;
  }
  if (words.message !== '' || (words.by !== 'rust' && words.by !== 'raft')) return false;
  if (/^[!\s]*$/.test(text)) return true;
  if (/^note: run with|^stack backtrace:|^=== /.test(text)) return false;
  words.message = keep(text, 500);
  return true;
}

const MAX_CHARS = 4000;
/** Cheap test before the expressions. */
const OF_INTEREST =
  /ssertion|\): |\*\*\* |size vs\.|terminat|panicked at|allocation of|Check failed|<jemalloc>|PANIC|bad_alloc|glibc error|double free|bad length|F\d{4}|memory trying|page size|fault|Abort|instruction|Bus err|qemu: /;

type Words = Omit<LastWords, 'cite'>;

/** strsignal() of the C library, as shells print it. */
const DEATHS: Record<string, number> = {
  'Segmentation fault': 11,
  'Illegal instruction': 4,
  'Bus error': 7,
  'Floating point exception': 8,
  Aborted: 6,
};

const HEAP =
  'free\\(\\): |double free or corruption|malloc\\(\\): |realloc\\(\\): |calloc\\(\\): |memalign\\(\\): |munmap_chunk\\(\\): |malloc_consolidate\\(\\): |corrupted (?:size vs\\. prev_size|double-linked list)|break adjusted to free malloc space|tcache_thread_shutdown\\(\\): |free_perturb|invalid (?:fastbin|chunk) ';

const FORMS: readonly (readonly [pattern: RegExp, read: (match: RegExpExecArray) => Words])[] = [
  // The name of the program as glibc knows it, without the title that Redis gives its process.
  [
    /^([\w./+-]{1,60}): ([^:]{1,200}):(\d{1,7}): (?:(.{1,2500}): )?Assertion [`'"](.{0,1000})' failed\.$/,
    ([, program, file, line, fn, message]) => ({
      by: 'glibc',
      what: 'assertion',
      program,
      file,
      fileLine: Number(line),
      fn: bare(fn),
      message,
    }),
  ],
  [
    /^Fatal glibc error: (\S{1,200}):(\d{1,7}) \((.{1,200})\): assertion failed: (.{1,1000})$/,
    ([, file, line, fn, message]) => ({ by: 'glibc', what: 'assertion', file, fileLine: Number(line), fn, message }),
  ],
  [/^Fatal glibc error: (.{1,500})$/, ([, message]) => ({ by: 'glibc', what: 'abort', message })],
  [
    /^Assertion failed: (.{1,1000}) \(([^()]{1,200}): ([^()]{1,200}): (\d{1,7})\)$/,
    ([, message, file, fn, line]) => ({ by: 'musl', what: 'assertion', file, fileLine: Number(line), fn, message }),
  ],
  [
    /^Assertion failed: \((.{1,1000})\), function (.{1,300}), file (.{1,300}), line (\d{1,7})\.$/,
    ([, message, fn, file, line]) => ({
      by: 'macos',
      what: 'assertion',
      file: baseName(file),
      fileLine: Number(line),
      fn: bare(fn),
      message,
    }),
  ],
  [
    new RegExp(`^\\*\\*\\* (?:Error in|glibc detected \\*\\*\\*) [\`']?(.{1,200}?)'?: ((?:${HEAP}).{0,300}?) ?\\*{0,3}$`),
    ([, program, message]) => ({ by: 'glibc', what: 'heap-corruption', program: program.split(' ')[0], message }),
  ],
  [new RegExp(`^(?:${HEAP})`), (match) => ({ by: 'glibc', what: 'heap-corruption', message: keep(match.input, 300) })],
  [
    /^\*\*\* ((?:stack smashing|buffer overflow|longjmp causes|%n in writable segment|invalid %N\$ use)\b.{0,60}?) \*\*\*/,
    ([, message]) => ({ by: 'glibc', what: 'stack-smashing', message }),
  ],
  [
    /^terminate called after throwing an instance of '(.{1,300})'$/,
    ([, message]) => ({
      by: 'c++',
      what: /bad_alloc|bad_array_new_length|length_error/.test(message) ? 'out-of-memory' : 'panic',
      message,
    }),
  ],
  [
    /^terminate called (without an active exception|recursively)$/,
    ([, message]) => ({ by: 'c++', what: 'panic', message: `terminate called ${message}` }),
  ],
  [
    /^libc\+\+abi(?:\.dylib)?: terminating (?:due to|with) uncaught exception of type (.{1,500})$/,
    ([, message]) => ({
      by: 'c++',
      what: /bad_alloc|bad_array_new_length|length_error/.test(message) ? 'out-of-memory' : 'panic',
      message,
    }),
  ],
  [
    /^F\d{4,8} \d\d:\d\d:[\d.]{2,20} +\d{1,10} ([\w./+-]{1,200}):(\d{1,7})\] (.{1,1000})$/,
    ([, file, line, message]) => ({
      by: 'glog',
      what: message.startsWith('Check failed') ? 'assertion' : 'panic',
      file,
      fileLine: Number(line),
      message: message.replace(/^Check failed: /, '').trim(),
    }),
  ],
  [
    /^thread '.{0,200}?'(?: \(\d{1,10}\))? panicked at '(.{0,3000})', ([^\s,':]{1,300}):(\d{1,7})(?::\d{1,5})?$/,
    ([, message, file, line]) => ({ by: 'rust', what: 'panic', file, fileLine: Number(line), message: keep(message, 500) }),
  ],
  [
    /^thread '.{0,200}?'(?: \(\d{1,10}\))? panicked at ([^\s,':]{1,300}):(\d{1,7})(?::\d{1,5})?:?$/,
    ([, file, line]) => ({ by: 'rust', what: 'panic', file, fileLine: Number(line), message: '' }),
  ],
  // A message that was cut off, or holds a newline.
  [
    /^thread '.{0,200}?'(?: \(\d{1,10}\))? panicked at '(.{1,3000})$/,
    ([, message]) => ({ by: 'rust', what: 'panic', message: keep(message, 500) }),
  ],
  [/^memory allocation of (\d{1,20}) bytes failed/, (match) => ({ by: 'rust', what: 'out-of-memory', bytes: match[1], message: match[0] })],
  [
    /^<jemalloc>: (\S{1,200}):(\d{1,7}): Failed assertion: "(.{0,1000})"/,
    ([, file, line, message]) => ({ by: 'jemalloc', what: 'assertion', file, fileLine: Number(line), message }),
  ],
  [
    /^<jemalloc>: (.{0,300}(?:double free|corrupt|size mismatch|invalid (?:free|dealloc)|use-after-free|unrecoverable|abort).{0,300})$/i,
    ([, message]) => ({ by: 'jemalloc', what: /out of memory/i.test(message) ? 'out-of-memory' : 'heap-corruption', message }),
  ],
  [
    /^PANIC: unprotected error in call to Lua API \((.{0,500})\)$/,
    ([, message]) => ({ by: 'lua', what: /not enough memory/.test(message) ? 'out-of-memory' : 'panic', message: `Lua: ${message}` }),
  ],
  [
    /^<jemalloc>: (Unsupported system page size.{0,100})$/,
    ([, message]) => ({ by: 'jemalloc', what: 'page-size', message: message.trim() }),
  ],
  [
    /^(?:zmalloc: )?Out of memory trying to allocate (\d{1,20}) bytes/,
    (match) => ({ by: 'server', what: 'out-of-memory', bytes: match[1], message: match[0] }),
  ],
  [
    /^(Segmentation fault|Illegal instruction|Bus error|Floating point exception|Aborted(?= *\())(?: *\(core dumped\))?$/,
    ([message, death]) => ({ by: 'shell', what: 'signal', signal: DEATHS[death], message }),
  ],
  [
    /^.{1,200}: line \d{1,7}: +\d{1,10} (Segmentation fault|Illegal instruction|Bus error|Floating point exception|Aborted) *(?:\(core dumped\))?(?: +(\S.{0,500}))?$/,
    ([text, death, command]) => ({
      by: 'shell',
      what: 'signal',
      signal: DEATHS[death],
      message: keep(text, 300),
      ...(command === undefined ? {} : { program: baseName(command.split(/\s/, 1)[0] ?? '') }),
    }),
  ],
  [
    /^qemu: uncaught target signal (\d{1,3}) \(.{1,60}\)(?: - core dumped)?$/,
    (match) => ({ by: 'qemu', what: 'signal', signal: Number(match[1]), message: match[0] }),
  ],
  // RediSearch fork_gc.c FGC_recvFixed, which aborts then.
  [
    /^(?:warning: )?(got a bad length when writing to pipe)/,
    ([, message]) => ({ by: 'module', what: 'abort', message: `RediSearch fork GC: ${message}` }),
  ],
  [
    /^# (?:Debug check|Check) failed: (.{1,1000})$/,
    ([, message]) => ({ by: 'v8', what: 'assertion', message: `Check failed: ${message}` }),
  ],
  [/^REDIS RAFT PANIC$/, () => ({ by: 'raft', what: 'panic', message: '' })],
];

/** `void f(int, char*)` -> `f`: GCC gives C++ functions their whole signature. */
function bare(fn: string | undefined): string | undefined {
  if (fn === undefined) return undefined;
  const paren = fn.indexOf('(');
  const head = withoutTemplates(paren > 0 ? fn.slice(0, paren) : fn);
  return head.slice(head.lastIndexOf(' ') + 1);
}

/** `bool set<T, U>::find` -> `bool set::find`: what stands in angle brackets may hold blanks. */
function withoutTemplates(name: string): string {
  let kept = '';
  let depth = 0;
  for (const char of name) {
    if (char === '<') depth++;
    else if (char === '>' && depth > 0) depth--;
    else if (depth === 0) kept += char;
  }
  return depth === 0 ? kept : name;
}
