import { ArgvReader, classOfOption } from './argv.js';
import { isCommandName } from './command-names.js';
import { addHost } from './fields.js';
import type { LineState } from './line-state.js';
import { allMatches } from './matches.js';
import { quotedParts, unquote } from './quoted.js';
import type { SpanSet } from './spans.js';

/*
 * Commands and their arguments wherever one is written down:
 *   `argv[1]: '"cart:7"'`                                      crash report, logServerInfo in debug.c (bare quotes up to 6.2; may run over lines)
 *   `0 2025-11-24T11:42:01+00:00Z 65.325 [b'SET', b'cart:7']`          slow log of a support package
 *   `1700000000.123456 [0 10.1.2.3:50112] "SET" "cart:7" "x"`  MONITOR
 *   ` 4) 1) "SET"` / `    2) "cart:7"`                         SLOWLOG GET on a terminal; CONFIG GET, ACL LOG and other replies
 *   `SET` / `cart:7` / `10.1.2.3:50112` / `billing`            the same through a pipe, behind its three numbers
 *   `$ redis-cli -h db-2 -a secret GET cart:7`, `db-2:6379> GET cart:7`   transcripts
 *   `` `SET cart:7 x` ``                                       sentences of a report
 */

const ARGV = /argv\[(\d{1,6})\]: (['"])/g;
const LOG_LINE = /^(?:\d{1,10}:[MSCX] |------ |argv\[|===|\d{1,10}:signal-handler )/;

/** From `from` on: the wrapper and the header of the line are behind. */
export function findCommands(set: SpanSet, from: number, state: LineState): void {
  const { text } = set;
  if (state.openArgument !== undefined) continueArgument(set, from, state);
  if (text.includes("[b'") || text.includes('[b"')) findByteList(set, from);
  if (text.includes('argv[')) findArgv(set, from, state);
  else if (text.includes('"')) {
    findMonitor(set, from);
    findTree(set, from, state);
  }
  findRawSlowlog(set, from, state);
  if (/redis-cli|valkey-cli|> |[$#] /.test(text)) findTranscript(set, from);
}

/** `0 2025-11-24T11:42:01+00:00Z 65.325 [b'AUTH', b'secret']`: the slow log of a support package, a command as Python prints it. */
const BYTES = /b'((?:[^'\\]|\\.){0,4000})'|b"((?:[^"\\]|\\.){0,4000})"/g;

function findByteList(set: SpanSet, from: number): void {
  const { text } = set;
  const open = Math.max(text.indexOf("[b'", from), text.indexOf('[b"', from));
  if (open < 0) return;
  const reader = new ArgvReader();
  for (const [index, match] of [...allMatches(BYTES, text.slice(open))].entries()) {
    const raw = match[1] ?? match[2] ?? '';
    const start = open + match.index + 2;
    const cls = reader.take(index, unquote(raw));
    if (cls) set.replace(start, start + raw.length, cls, unquote(raw));
    else set.keep(start, start + raw.length);
  }
}

function findArgv(set: SpanSet, from: number, state: LineState): void {
  const { text } = set;
  const found = [...allMatches(ARGV, text.slice(from))];
  for (const [place, match] of found.entries()) {
    const index = Number(match[1]);
    if (index === 0) state.argv = new ArgvReader();
    const start = from + match.index + match[0].length;
    const next = found[place + 1];
    const limit = next ? from + next.index : text.length;
    const body = text.slice(start, limit);
    const isDouble = match[2] === '"' || body.startsWith('"');
    const open = start + (match[2] === "'" && isDouble ? 1 : 0);
    const tail = match[2] === "'" ? (isDouble ? /"?'\s*$/ : /'\s*$/) : /"\s*$/;
    const end = Math.max(open, start + (tail.exec(body)?.index ?? body.length));
    const raw = text.slice(open, end);
    const cls = state.argv.take(index, isDouble ? unquote(raw) : raw);
    if (cls) set.replace(open, end, cls, isDouble ? unquote(raw) : raw);
    else set.keep(open, end);
    const isWhole = tail.test(body);
    state.openArgument = isWhole || isDouble ? undefined : (cls ?? 'arg');
  }
}

/** The rest of an argument that Redis <= 6.2 printed with its newlines. */
function continueArgument(set: SpanSet, from: number, state: LineState): void {
  const { text } = set;
  if (LOG_LINE.test(text.slice(from))) {
    state.openArgument = undefined;
    return;
  }
  const end = /'\s*$/.exec(text)?.index;
  set.replace(from, end ?? text.replace(/\s+$/, '').length, 'arg');
  if (end !== undefined) state.openArgument = undefined;
}

const MONITOR = /^(?:\+)?\d{10}\.\d{1,6} \[\d{1,6} ([^\]"]{1,200}(?:\]:\d{1,5})?)\] /;

function findMonitor(set: SpanSet, from: number): void {
  const match = MONITOR.exec(set.text.slice(from, from + 300));
  if (!match) return;
  const address = from + match[0].indexOf(match[1], 18);
  if (match[1] !== 'lua' && !match[1].startsWith('unix:')) addHost(set, address, address + match[1].length);
  const reader = new ArgvReader();
  for (const [index, part] of quotedParts(set.text, from + match[0].length).entries()) {
    const cls = reader.take(index, part.text);
    if (cls) set.replace(part.start, part.end, cls, part.text);
    else set.keep(part.start, part.end);
  }
}

const LEAF = /^(\s*(?:\d{1,6}\) +)*)(\d{1,6})\) "([^"\\]*(?:\\.[^"\\]*)*)"?\s*$/;

function findTree(set: SpanSet, from: number, state: LineState): void {
  const leaf = LEAF.exec(set.text.slice(from));
  if (!leaf) {
    state.tree = undefined;
    return;
  }
  const [, outer, digits, raw] = leaf;
  const index = Number(digits);
  const column = outer.length + digits.length;
  const start = from + column + 3;
  const value = unquote(raw);
  if (index === 1 && /(?:^|\D)4\) +$/.test(outer)) state.tree = { column, reader: new ArgvReader() };
  const { tree } = state;
  let cls = state.pending;
  state.pending = undefined;
  if (tree && tree.column === column) cls = tree.reader.take(index - 1, value);
  else if (tree) {
    // behind the arguments: address and name of the client
    state.tree = index === 5 ? tree : undefined;
    if (index !== 6) {
      if (index === 5) addHost(set, start, start + raw.length);
      return;
    }
    cls = 'client';
  } else if (cls === undefined) {
    state.pending = classOfOption(value);
    return;
  }
  if (value === '') return;
  if (cls) set.replace(start, start + raw.length, cls, value);
  else set.keep(start, start + raw.length);
}

const EPOCH = /^\d{9,10}$/;
const ADDRESS = /^(?:\[?[0-9A-Fa-f:.]{2,60}\]?:\d{1,5}|[A-Za-z0-9.-]{1,253}:\d{1,5}|\/\S{1,200}:0)$/;

function findRawSlowlog(set: SpanSet, from: number, state: LineState): void {
  const line = set.text.slice(from).replace(/\r$/, '');
  const { raw } = state;
  const isNumber = /^\d{1,20}$/.test(line);
  if (state.pending !== undefined && !set.text.includes('"')) {
    const isOther = line === '' || /^\s*\d{1,6}\) /.test(line);
    if (!isOther && (!isCommandName(line) || state.pending !== 'key')) set.replace(from, from + line.length, state.pending);
    state.pending = undefined;
    return;
  }
  if (raw.numbers < 3) {
    const fits = isNumber && (raw.numbers !== 1 || EPOCH.test(line));
    raw.numbers = fits ? raw.numbers + 1 : isNumber ? 1 : 0;
    if (raw.numbers === 3) state.raw = { numbers: 3, reader: new ArgvReader(), index: 0, behindAddress: false };
    else if (!isNumber && /^[a-z-]{4,40}$/.test(line)) state.pending = classOfOption(line);
    return;
  }
  readRawArgument(set, from, line, state);
}

function readRawArgument(set: SpanSet, from: number, line: string, state: LineState): void {
  const { raw } = state;
  if (raw.behindAddress) {
    if (line !== '' && !/^\d+$/.test(line)) set.replace(from, from + line.length, 'client');
    state.raw = { numbers: /^\d+$/.test(line) ? 1 : 0, reader: new ArgvReader(), index: 0, behindAddress: false };
    return;
  }
  if (raw.index > 0 && ADDRESS.test(line)) {
    addHost(set, from, from + line.length);
    raw.behindAddress = true;
    return;
  }
  if (raw.index === 0 && !isCommandName(line)) {
    raw.numbers = 0;
    return;
  }
  const cls = raw.reader.take(raw.index, line);
  raw.index++;
  // a number may be the next item of a slow log without addresses (Redis < 4)
  if (cls && !/^\d{1,10}$/.test(line)) set.replace(from, from + line.length, cls);
  else if (line !== '') set.keep(from, from + line.length);
}

const PROMPT = /^(?:not connected|([A-Za-z0-9_.:[\]-]{1,260}):\d{1,5}(?:\[\d{1,5}\])?(?:\(TX\))?)> /;
const SHELL = /^(?:\$|#|\[?([A-Za-z0-9_.-]{1,64})@([A-Za-z0-9_.-]{1,253})[ :][^\]$#>]{0,200}\]?[$#>]) /;
const WORD = /"([^"\\]*(?:\\.[^"\\]*)*)"|'([^']*)'|[^\s"'`|;&]+/g;

function findTranscript(set: SpanSet, from: number): void {
  const line = set.text.slice(from);
  const prompt = PROMPT.exec(line);
  if (prompt) {
    if (prompt[1]) addHost(set, from, from + prompt[1].length);
    addArgvOfLine(set, from + prompt[0].length, line.slice(prompt[0].length));
    return;
  }
  const shell = SHELL.exec(line);
  if (shell?.[1]) {
    const user = from + shell[0].indexOf(shell[1]);
    if (!/^(?:root|redis|redislabs)$/.test(shell[1])) set.replace(user, user + shell[1].length, 'user');
    const host = user + shell[1].length + 1;
    addHost(set, host, host + shell[2].length);
  }
  const cli = /(?:^|[\s/])(?:redis|valkey)-cli(?= )/.exec(line);
  if (cli) addCli(set, from + cli.index + cli[0].length, line.slice(cli.index + cli[0].length));
}

function wordsOf(text: string, offset: number) {
  return [...allMatches(WORD, text)].map((match) => {
    const inner = match[1] ?? match[2];
    const start = offset + match.index + (inner === undefined ? 0 : 1);
    const raw = inner ?? match[0];
    return { start, end: start + raw.length, text: match[1] === undefined ? raw : unquote(raw) };
  });
}

/** A command as it is typed. Nothing is done where the first word is no command: a prompt may as well be prose. */
export function addArgvOfLine(set: SpanSet, offset: number, text: string): void {
  const words = wordsOf(text, offset);
  if (words.length === 0 || !isCommandName(words[0].text)) return;
  const reader = new ArgvReader();
  for (const [index, word] of words.entries()) {
    const cls = reader.take(index, word.text);
    if (cls) set.replace(word.start, word.end, cls, word.text);
    else set.keep(word.start, word.end);
  }
}

const WITH_VALUE: Record<string, 'host' | 'secret' | 'user' | 'url' | 'other'> = {
  '-h': 'host',
  '--sni': 'host',
  '-a': 'secret',
  '--pass': 'secret',
  '--user': 'user',
  '-u': 'url',
  '-p': 'other',
  '-n': 'other',
  '-s': 'other',
  '-r': 'other',
  '-i': 'other',
  '-t': 'other',
  '-d': 'other',
  '-X': 'other',
  '--cert': 'other',
  '--key': 'other',
  '--cacert': 'other',
};

function addCli(set: SpanSet, offset: number, text: string): void {
  const words = wordsOf(text.split(/\s[|>&;]/)[0] ?? '', offset);
  for (let at = 0; at < words.length; at++) {
    const kind = WITH_VALUE[words[at].text];
    if (kind !== undefined && Object.hasOwn(WITH_VALUE, words[at].text)) {
      const value = words[++at];
      if (!value || kind === 'other') continue;
      if (kind === 'host') addHost(set, value.start, value.end);
      else set.replace(value.start, value.end, kind);
    } else if (!words[at].text.startsWith('-')) {
      addArgvOfLine(set, words[at].start, set.text.slice(words[at].start, words[words.length - 1].end));
      return;
    }
  }
}

const BACKTICKED = /`([^`\n]{1,2000})`/g;

/** Commands that a report quotes. */
export function findBackticked(set: SpanSet): void {
  if (!set.text.includes('`')) return;
  for (const match of allMatches(BACKTICKED, set.text)) addArgvOfLine(set, match.index + 1, match[1]);
}
