import type { Frame, Thread, ThreadDump } from '../../src/model/records.js';

const FRAME = /^(.*?)\(([^()]*?)(?:\+(0x[0-9a-f]+))?\)\s?\[(0x[0-9a-f]+)\]$/;
const HEAD = /^(\d+) (.+?)( \*)?$/;

/** The stacks of a Redis crash or watchdog report, each `STACK TRACE` section one dump. Enough for tests of the reading. */
export function dumpsOfReport(text: string, entry = 'redis.log'): ThreadDump[] {
  const lines = text.split('\n');
  const dumps: ThreadDump[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at].startsWith('------ STACK TRACE ------')) continue;
    const dump = dumpAt(lines, at + 1, entry);
    if (dump.threads.length > 0) dumps.push(dump);
  }
  return dumps;
}

function dumpAt(lines: string[], from: number, entry: string): ThreadDump {
  const threads: Thread[] = [];
  const cite = { entry, line: from, offset: 0, text: lines[from - 1] };
  let thread: Thread | undefined;
  let all = false;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at];
    if (/signal-handler|^------|expected stacktraces/.test(line)) break;
    if (line === 'EIP:') at++;
    else if (line === 'Backtrace:') {
      thread = { tid: 0, frames: [], marked: true, cite };
      threads.push(thread);
    } else if (FRAME.test(line)) thread?.frames.push(frameOf(line, at + 1));
    else if (HEAD.test(line)) {
      const head = HEAD.exec(line)!;
      all = true;
      thread = { tid: Number(head[1]), name: head[2], frames: [], marked: head[3] !== undefined, cite };
      threads.push(thread);
    }
  }
  const source = lines.slice(Math.max(0, from - 4), from).some((line) => line.includes('WATCHDOG')) ? 'redis-watchdog' : 'redis-report';
  return {
    type: 'dump',
    source,
    entry,
    sub: '',
    pid: pidOf(lines),
    stamp: { wallMs: 0, basis: 'none' },
    threads,
    incomplete: [],
    allThreads: all,
    cite,
  };
}

function frameOf(line: string, number: number): Frame {
  const match = FRAME.exec(line)!;
  const object = match[1].split(' ')[0].split('/').pop();
  return {
    ...(match[2] ? { fn: match[2] } : {}),
    ...(object ? { object } : {}),
    ...(match[3] ? { offset: match[3] } : {}),
    address: match[4],
    line: number,
  };
}

function pidOf(lines: string[]): number {
  for (const line of lines) {
    const match = /^(\d+):M /.exec(line);
    if (match) return Number(match[1]);
  }
  return 0;
}
