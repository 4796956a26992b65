import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { masterAndReplicas, sentinels, sleep } from '../lab.mjs';

/** A clock of its own (clock.c), which steps when its file changes. */
function clock(lab, offsetSeconds = 0) {
  const file = lab.path('clock.offset');
  const library = lab.path('clock.so');
  const set = (seconds) => {
    const eight = Buffer.alloc(8);
    eight.writeBigInt64LE(BigInt(Math.round(seconds)));
    if (!existsSync(file)) writeFileSync(file, eight);
    const fd = openSync(file, 'r+');
    writeSync(fd, eight, 0, 8, 0);
    closeSync(fd);
  };
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, new URL('../clock.c', import.meta.url).pathname]);
  set(offsetSeconds);
  return {
    env: { LD_PRELOAD: library, CLOCK_OFFSET_FILE: file },
    step: (seconds) => {
      lab.note(`the clock is set to ${seconds} s from the real one`);
      set(seconds);
    },
  };
}

/** Starts with a faked date and zone: a calendar event passes while it runs. */
function calendar(start, zone, seconds, what, label, options = {}) {
  return {
    label: { verdict: ['healthy'], mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'], what, ...label },
    run: async (lab) => {
      const server = lab.server('redis', { level: options.level ?? 'verbose', conf: ['save 5 1'] });
      const faked = clock(lab, (Date.parse(`${start}Z`) - Date.now()) / 1000);
      lab.note(`start with the clock at ${start} UTC in ${zone}`);
      await lab.start(server, { env: { ...faked.env, TZ: zone } });
      await lab.load(server, seconds, { every: 0.5 });
      await lab.stop(server);
      lab.keep('redis.log');
    },
  };
}

export const cases = {
  'clock-forward-600': {
    label: {
      verdict: ['clock/step', 'inconclusive'],
      partial: ['hang/process-paused', 'hang/main-thread-stuck'],
      mustNot: ['deadlock/*', 'crash/*'],
      what: 'the clock jumps 600 s forward at verbose; nothing else happens',
    },
    run: async (lab) => {
      const faked = clock(lab);
      const server = await lab.start(lab.server('redis', { level: 'verbose' }), { env: faked.env });
      await lab.load(server, 25);
      faked.step(600);
      await lab.load(server, 25);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'clock-back-900': {
    label: {
      verdict: ['clock/step'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'],
      what: 'the clock jumps 900 s back at verbose',
    },
    run: async (lab) => {
      const faked = clock(lab);
      const server = await lab.start(lab.server('redis', { level: 'verbose' }), { env: faked.env });
      await lab.load(server, 20);
      faked.step(-900);
      await lab.load(server, 20);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'clock-back-90-notice': {
    label: {
      verdict: ['clock/step'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'],
      what: 'the clock jumps 90 s back at notice, between saves',
    },
    run: async (lab) => {
      const faked = clock(lab);
      const server = await lab.start(lab.server('redis', { conf: ['save 5 1'] }), { env: faked.env });
      await lab.load(server, 16);
      faked.step(-90);
      await lab.say(server, 'BGSAVE');
      await lab.load(server, 16);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'clock-forward-then-back': {
    label: {
      verdict: ['clock/step'],
      mustNot: ['deadlock/*', 'crash/*', 'exit/*'],
      what: 'the clock jumps one day forward and is corrected half a minute later',
    },
    run: async (lab) => {
      const faked = clock(lab);
      const server = await lab.start(lab.server('redis', { level: 'verbose' }), { env: faked.env });
      await lab.load(server, 20);
      faked.step(86400);
      await lab.load(server, 15);
      faked.step(0);
      await lab.load(server, 20);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'clock-sentinel-back': {
    label: {
      verdict: ['clock/step'],
      partial: ['hang/process-paused'],
      mustNot: ['deadlock/*', 'crash/*', 'exit/*'],
      what: 'the clock of the host steps 40 s back: Sentinel goes to TILT',
    },
    run: async (lab) => {
      const faked = clock(lab);
      const master = await lab.start(lab.server('redis-a'), { env: faked.env });
      const conf = [`sentinel monitor mymaster 127.0.0.1 ${master.port} 1`, 'sentinel down-after-milliseconds mymaster 4000'];
      const sentinel = await lab.start(lab.server('sentinel-1', { offset: 10, sentinel: true, conf }), { env: faked.env });
      await sleep(8);
      faked.step(-40);
      await sleep(45);
      await lab.stop(sentinel);
      await lab.stop(master);
      lab.keep('redis-a.log', 'sentinel-1.log');
    },
  },
  'clock-host-forward-pair': {
    label: {
      verdict: ['clock/step', 'hang/process-paused', 'inconclusive'],
      partial: ['replication/link-timeout'],
      mustNot: ['deadlock/*', 'crash/*', 'exit/*'],
      what: 'the clock of master and replica jumps 300 s at once: both time the other out',
    },
    run: async (lab) => {
      const faked = clock(lab);
      const master = await lab.start(lab.server('redis-a', { level: 'verbose' }), { env: faked.env });
      const replica = await lab.start(
        lab.server('redis-b', { offset: 1, level: 'verbose', conf: [`replicaof 127.0.0.1 ${master.port}`] }),
        { env: faked.env },
      );
      await lab.load(master, 25);
      faked.step(300);
      await lab.load(master, 20);
      await lab.stop(replica);
      await lab.stop(master);
      lab.keep('redis-a.log', 'redis-b.log');
    },
  },
  'clock-dst-half-hour-back': calendar(
    '2026-04-04 14:59:40',
    'Australia/Lord_Howe',
    45,
    'daylight saving ends on an island where it is half an hour',
    { verdict: ['healthy', 'inconclusive'], partial: ['clock/step'] },
  ),
  'clock-dst-berlin-back': calendar(
    '2026-10-25 00:59:40',
    'Europe/Berlin',
    45,
    'daylight saving ends in Berlin: 03:00 CEST becomes 02:00 CET',
  ),
  'clock-dst-santiago-forward': calendar(
    '2026-09-06 03:59:40',
    'America/Santiago',
    45,
    'daylight saving begins at midnight in Chile: 00:00 becomes 01:00',
  ),
  'clock-dst-sao-paulo-back-notice': calendar(
    '2018-02-18 01:59:40',
    'America/Sao_Paulo',
    45,
    'daylight saving ends at midnight of a Saturday in Brazil',
    {},
    { level: 'notice' },
  ),
  'clock-new-year-7': calendar('2026-12-31 23:59:45', 'UTC', 35, 'the year changes'),
  'clock-sentinel-stopped-tilt': {
    label: {
      verdict: ['hang/process-paused', 'inconclusive', 'healthy'],
      partial: ['clock/step'],
      mustNot: ['deadlock/*', 'crash/*', 'exit/*'],
      what: 'one of three Sentinels is stopped for 30 s and goes to TILT when it wakes up',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      const [first, ...others] = await sentinels(lab, 3, master);
      await sleep(8);
      const gapFrom = new Date().toISOString();
      lab.signal(first, 'STOP');
      await sleep(30);
      lab.signal(first, 'CONT');
      const gapTo = new Date().toISOString();
      await sleep(35);
      for (const server of [first, ...others, ...replicas, master]) await lab.stop(server);
      lab.keep('redis-a.log', 'redis-b.log', 'sentinel-1.log', 'sentinel-2.log', 'sentinel-3.log');
      return { gapFrom, gapTo };
    },
  },
};
