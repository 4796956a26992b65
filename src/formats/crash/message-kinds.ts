/** Messages that only the crash handler prints, with the log prefix, inside a report (debug.c, 2.8 to 8.x, Valkey). A prefixed
 * line of the same process that is none of these comes from another thread or from a server that lives on. */
const REPORT_MESSAGE = new RegExp(
  `^(?:${[
    '(?: {4})?(?:Redis|Valkey|valkey|KeyDB) \\S{1,40} crashed by signal: ',
    'Redis version: \\S{1,40}$',
    'Accessing address: ',
    ' {0,4}SIG\\w+ caused by address: ',
    'Killed by PID: ',
    'Crashed running the inst\\w+ at: ',
    ' {0,4}Failed assertion: ',
    '=== (?:RECURSIVE )?ASSERTION FAILED',
    '==> \\S{1,200}:\\d+ ',
    'client->',
    'Object (?:type|encoding|refcount|raw string|size|value)',
    '(?:List|Set|Hash|Sorted set|Skiplist|Listpack|Ziplist) (?:length|size|level)',
    '\\(forcing SIG',
    '-{3,6} [A-Z]',
    '-{48}$',
    '!!! ',
    'Guru Meditation: ',
    '\\([0-9a-f]{8,16}\\) -> ',
    'hide-user-data-from-log is on',
    'client: ',
    'id=\\d+ addr=',
    'argv\\[\\d+\\]',
    'argc: ',
    "key '.{0,1000}' found in DB containing",
    'key .{0,40} found in DB',
    'Bio (?:worker )?thread ',
    'IO thread\\(tid:',
    'main thread terminated',
    'Fast memory test ',
    'Preparing to test memory',
    'dump of function ',
    '=== \\w+ BUG REPORT ',
    'hash_init_value:',
    'Cannot (?:dump|get)',
  ].join('|')})`,
);

export function detectReportMessage(text: string): boolean {
  return text === '' || REPORT_MESSAGE.test(text);
}

/** Lines with which a report can begin, when its START line is missing or comes later. */
const OPENING_MESSAGE =
  /^(?:(?: {4})?(?:Redis|Valkey|valkey|KeyDB) \S{1,40} crashed by signal: \d|=== (?:RECURSIVE )?ASSERTION FAILED|=== [A-Z]{2,20} BUG REPORT START: |--- (?:EXCEPTION_[A-Z]|ABORT$)|!!! Software Failure\. Press left mouse button|Guru Meditation: )/;

export function detectOpeningMessage(text: string): boolean {
  return OPENING_MESSAGE.test(text);
}

/** A signal line that lost its header: nothing but a prefix stands before the product, and nothing behind the code. A
 * backtick in front opens a whole pasted report; with one behind it is a quotation. */
const BARE_SIGNAL =
  /^`?[^"'`=]{0,120}?\b((?:Redis|Valkey|valkey|KeyDB) \d{1,3}\.\d{1,5}\S{0,30} crashed by signal: \d{1,2}(?:, si_code: -?\d{1,6})?)\s*$/;

export function bareSignalLine(text: string): string | undefined {
  return text.includes(' crashed by signal: ') ? BARE_SIGNAL.exec(text)?.[1] : undefined;
}

export function detectStart(text: string): boolean {
  return /^=== [A-Z]{2,20} BUG REPORT START: /.test(text);
}

export function detectEnd(text: string): boolean {
  return /^=== [A-Z]{2,20} BUG REPORT END\b/.test(text);
}

/** `------ INFO OUTPUT ------`, in 2.8 and 3.0 `--- INFO OUTPUT`. */
export function parseHeading(text: string): string | undefined {
  const match = /^-{3,6} ([A-Z][A-Z /]{2,40}?)(?: -{6})?$/.exec(text);
  return match?.[1];
}
