import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';

/** Lines as a server of 7.2 writes them; `+S text` is a moment S seconds after ten o'clock. */
function log(...lines: string[]): string {
  const stamp = (sec: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, 0) + sec * 1000).toISOString().slice(11, 23);
  const written = lines.map((line) => {
    const [, who, at, text] = /^(\S+) ([\d.]+) (.*)$/s.exec(line)!;
    return `${who} 23 Nov 2026 ${stamp(Number(at))} ${text}`;
  });
  return `${written.join('\n')}\n`;
}

const start = (pid: number, at: number) => [
  `${pid}:C ${at} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
  `${pid}:C ${at} * Redis version=7.2.4, bits=64, commit=00000000, modified=0, pid=${pid}, just started`,
  `${pid}:M ${at} * Running mode=standalone, port=6379.`,
  `${pid}:M ${at} * Server initialized`,
];
const ready = (pid: number, at: number) => [...start(pid, at), `${pid}:M ${at + 0.1} * Ready to accept connections tcp`];
const bye = (pid: number, at: number) => [
  `${pid}:M ${at} * User requested shutdown...`,
  `${pid}:M ${at + 0.1} # Redis is now ready to exit, bye bye...`,
];
const noSpace = (at: number) => [
  `1:M ${at} * 10 changes in 300 seconds. Saving...`,
  `1:M ${at} * Background saving started by pid 500`,
  `500:C ${at + 0.1} # Write error while saving DB to the disk(rdbSaveRio): No space left on device`,
  `1:M ${at + 0.2} # Background saving error`,
];
const saved = (at: number) => [
  `1:M ${at} * Background saving started by pid 600`,
  `600:C ${at + 0.1} * DB saved on disk`,
  `1:M ${at + 0.2} * Background saving terminated with success`,
];
const crash = (pid: number, at: number, fn: string) => [
  `${pid}:M ${at} # === REDIS BUG REPORT START: Cut & paste starting from here ===`,
  `${pid}:M ${at} # Redis 7.2.4 crashed by signal: 11, si_code: 1`,
  `${pid}:M ${at} # Accessing address: 0x10`,
  `${pid}:M ${at} # Crashed running the instruction at: 0x55d2c0a0`,
  `${pid}:M ${at} # ------ STACK TRACE ------\nEIP:\n/usr/bin/redis-server *:6379(${fn}+0x1c)[0x55d2c0a0]\n\n${pid} redis-server *\n/usr/bin/redis-server *:6379(${fn}+0x1c)[0x55d2c0a0]\n/usr/bin/redis-server *:6379(call+0xee)[0x55d2c0b0]\n\n=== REDIS BUG REPORT END. Make sure to include from START to END. ===`,
];

async function read(text: string, options: Parameters<typeof analyze>[1] = {}): Promise<Report> {
  async function* bytes() {
    yield Buffer.from(text);
  }
  return analyze(['-'], { ...options, stdin: bytes() });
}

async function leadOf(text: string) {
  const report = await read(text);
  const lead = report.incidents.find((incident) => incident.id === report.verdict.incident);
  return { report, lead, kind: report.verdict.kind };
}

const at = (sec: number) => new Date(Date.UTC(2026, 10, 23, 10, 0, 0) + sec * 1000).toISOString();

describe('how things stand at the end of the input', () => {
  const cases: [name: string, lines: string[], state: string, from: number, to: number][] = [
    ['a full disk that lasts', [...ready(1, 0), ...noSpace(100), ...noSpace(106)], 'going-on', 100.1, 106.2],
    [
      'a full disk and a save that succeeds',
      [...ready(1, 0), ...saved(50), ...noSpace(100), ...noSpace(106), ...saved(112)],
      'over',
      100.1,
      112.1,
    ],
    ['a fault without a later start', [...ready(1, 0), ...crash(1, 100, 'dictFind')], 'down', 100, 100],
    ['a fault and a start that is ready', [...ready(1, 0), ...crash(1, 100, 'dictFind'), ...ready(2, 105)], 'over', 100, 105.1],
    ['a kill and a restart', [...ready(1, 0), '1:M 60 * DB saved on disk', ...ready(2, 90)], 'over', 60, 90.1],
    [
      'an append only file that can be written again',
      [
        ...ready(1, 0),
        '1:M 100 # Error writing to the AOF file: No space left on device',
        '1:M 130 # AOF write error looks solved. The server can write again.',
      ],
      'over',
      100,
      130,
    ],
    [
      'an append only file that cannot be written',
      [...ready(1, 0), '1:M 100 # Error writing to the AOF file: No space left on device', '1:M 130 * DB saved on disk'],
      'going-on',
      100,
      100,
    ],
    [
      'a fork that is refused until one succeeds',
      [
        ...ready(1, 0),
        "1:M 100 # Can't save in background: fork: Cannot allocate memory",
        "1:M 106 # Can't save in background: fork: Cannot allocate memory",
        ...saved(120),
      ],
      'over',
      100,
      120,
    ],
  ];
  it.each(cases)('%s', async (_, lines, state, from, to) => {
    const { lead, report } = await leadOf(log(...lines));
    expect({ state: lead?.state, from: lead?.from, to: lead?.to, ongoing: lead?.ongoing }).toEqual({
      state,
      from: at(from),
      to: at(to),
      ongoing: state === 'going-on',
    });
    expect(report.verdict.status).toBe('incident');
  });
});

describe('bounds', () => {
  it('a save that fails had failed since some moment after the last that succeeded', async () => {
    const { lead } = await leadOf(log(...ready(1, 0), ...saved(50), ...noSpace(100)));
    expect(lead?.fromRange).toEqual([at(50.2), at(100.1)]);
  });

  it('a kill lies between the last line and the next start; so does the downtime', async () => {
    const { lead } = await leadOf(log(...ready(1, 0), '1:M 60 * DB saved on disk', ...ready(2, 90)));
    expect(lead?.fromRange).toEqual([at(60), at(90)]);
    expect(lead?.downtime).toMatchObject({ durationMs: 30_100, leastMs: 100, mostMs: 30_100 });
  });
});

describe('what is one incident', () => {
  it('saves whose children are killed again and again', async () => {
    const killed = (sec: number) => [
      `1:M ${sec} * Background saving started by pid 7`,
      `1:M ${sec + 2} # Background saving terminated by signal 9`,
    ];
    const { report, lead } = await leadOf(log(...ready(1, 0), ...[60, 120, 180, 240, 300].flatMap(killed)));
    expect(report.incidents).toHaveLength(1);
    expect([lead?.from, lead?.to, lead?.state]).toEqual([at(62), at(302), 'going-on']);
  });

  it('faults of successive starts in one function are a loop, in different functions they are not', async () => {
    const loop = (functions: string[]) =>
      functions.flatMap((fn, index) => [...ready(index + 1, index * 60), ...crash(index + 1, index * 60 + 30, fn)]);
    const same = await leadOf(log(...loop(['dictFind', 'dictFind', 'dictFind'])));
    expect(same.kind).toBe('crash/loop');
    const others = await leadOf(log(...loop(['dictFind', 'zslInsert', 'lpNext'])));
    expect(others.kind).toBe('crash/fault');
    expect(others.report.incidents).toHaveLength(3);
    expect(others.lead?.from).toBe(at(150));
  });

  it('a fault that recovered does not lead over a full disk that lasts', async () => {
    const { kind, lead } = await leadOf(
      log(...ready(9, 0), ...crash(9, 30, 'dictFind'), ...ready(1, 40), ...noSpace(4000), ...noSpace(4010)),
    );
    expect([kind, lead?.state]).toEqual(['persistence/disk-full', 'going-on']);
  });
});

describe('properties', () => {
  const RANK: Record<string, number> = { over: 0, unknown: 1, 'going-on': 2, down: 3 };

  it('a later line that it works again never makes the state worse', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 300 }), async (failures, later) => {
        const lines = [...ready(1, 0), ...Array.from({ length: failures }, (_, index) => noSpace(100 + 6 * index)).flat()];
        const before = (await leadOf(log(...lines))).lead;
        const after = (await leadOf(log(...lines, ...saved(100 + 6 * failures + later)))).lead;
        expect(RANK[after?.state ?? '']).toBeLessThanOrEqual(RANK[before?.state ?? '']!);
        expect(after?.from).toBe(before?.from);
      }),
      { numRuns: 8 },
    ));

  it('another zone changes no duration', async () => {
    const text = log(...ready(1, 0), '1:M 60 * DB saved on disk', ...ready(2, 90));
    const there = (await read(text, { timezones: ['+05:30'] })).incidents[0];
    const here = (await read(text)).incidents[0];
    expect([there?.durationMs, there?.downtime?.mostMs]).toEqual([here?.durationMs, here?.downtime?.mostMs]);
    expect(Date.parse(here!.from) - Date.parse(there!.from)).toBe(5.5 * 3_600_000);
  });
});

describe('--since and --until', () => {
  const text = log(...ready(1, 0), ...crash(1, 100, 'dictFind'), ...ready(2, 105), '2:M 7000 * DB saved on disk', ...bye(2, 7200));
  it('count for the verdict', async () => {
    expect((await read(text)).verdict.kind).toBe('crash/fault');
    const later = await read(text, { since: at(3600) });
    expect(later.incidents).toHaveLength(0);
    expect(later.verdict.status).not.toBe('incident');
    expect(later.notes.map((note) => note.text).join()).toContain('outside --since and --until');
    expect((await read(text, { until: at(3600) })).verdict.kind).toBe('crash/fault');
  });
});

describe('a year that nobody wrote', () => {
  it('is not said', async () => {
    const text = log(...ready(1, 0), ...crash(1, 100, 'dictFind')).replaceAll('23 Nov 2026 ', '23 Nov ');
    const report = await read(text);
    expect(report.yearKnown).toBe(false);
    expect(report.incidents[0]?.summary?.join(' ')).toMatch(/23 Nov 10:01:40/);
    expect(report.incidents[0]?.summary?.join(' ')).not.toMatch(/197\d/);
  });
});
