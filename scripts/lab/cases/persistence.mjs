import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { raw, sleep, smallDisk } from '../lab.mjs';

const NOT = ['crash/*', 'hang/*', 'exit/*', 'deadlock/*'];

/** A library that delays fdatasync(2) while a file exists: a slow disk for this process only. */
function slowDisk(lab, milliseconds) {
  const source = lab.path('slow.c');
  const library = lab.path('slow.so');
  const flag = lab.path('slow.flag');
  writeFileSync(
    source,
    `#include <unistd.h>\n#include <sys/syscall.h>\nint fdatasync(int fd) { if (access("${flag}", F_OK) == 0) usleep(${milliseconds} * 1000); return syscall(SYS_fdatasync, fd); }\n`,
  );
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source]);
  return {
    env: { LD_PRELOAD: library },
    on: () => {
      lab.note(`fdatasync takes ${milliseconds} ms from now on`);
      writeFileSync(flag, '');
    },
    off: () => {
      lab.note('fdatasync is fast again');
      rmSync(flag);
    },
  };
}

export const cases = {
  'disk-full-rdb-7': {
    label: {
      verdict: ['persistence/disk-full'],
      partial: ['persistence/save-failed'],
      mustNot: NOT,
      what: 'BGSAVE by save points on a full file system; space is made later',
    },
    run: async (lab) => {
      const server = lab.server('redis', { conf: ['save 2 1', 'rdbcompression no'] });
      smallDisk(lab, server.data, 1);
      await lab.start(server);
      await lab.say(server, 'DEBUG', 'POPULATE', 30000, 'key', 60);
      await lab.load(server, 14);
      await lab.say(server, 'FLUSHALL');
      await lab.load(server, 8);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'disk-full-aof-everysec-7': {
    label: {
      verdict: ['persistence/disk-full'],
      partial: ['persistence/save-failed'],
      mustNot: NOT,
      what: 'appendfsync everysec on a full file system: writes fail until space is made',
    },
    run: async (lab) => {
      const server = lab.server('redis', { conf: ['save ""', 'appendonly yes', 'auto-aof-rewrite-percentage 0'] });
      smallDisk(lab, server.data, 1);
      writeFileSync(`${server.data}/ballast`, 'x'.repeat(600_000));
      await lab.start(server);
      for (let i = 0; i < 20; i++) await raw(server.port, [['SET', `k${i}`, 'y'.repeat(30_000)]], 0.2).catch(() => '');
      await sleep(8);
      rmSync(`${server.data}/ballast`);
      lab.note('space is made');
      await sleep(4);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'disk-full-aof-always-7': {
    label: {
      verdict: ['persistence/disk-full'],
      partial: ['persistence/save-failed'],
      mustNot: ['crash/*', 'hang/*', 'deadlock/*'],
      what: 'appendfsync always on a full file system: the server exits; its supervisor starts it again',
    },
    run: async (lab) => {
      const server = lab.server('redis', { conf: ['save ""', 'appendonly yes', 'appendfsync always', 'auto-aof-rewrite-percentage 0'] });
      smallDisk(lab, server.data, 1);
      for (let life = 0; life < 2; life++) {
        await lab.start(server);
        for (let i = 0; i < 60 && server.child.exitCode === null; i++)
          await raw(server.port, [['SET', `k${i}`, 'y'.repeat(30_000)]], 0.1).catch(() => '');
        await Promise.race([server.child.exited, sleep(5)]);
        await sleep(1);
      }
      lab.keep('redis.log');
    },
  },
  'save-read-only-folder': {
    label: {
      verdict: ['persistence/save-failed'],
      partial: ['persistence/disk-full'],
      mustNot: NOT,
      what: 'the file system of the data folder becomes read-only',
    },
    run: async (lab) => {
      const server = lab.server('redis', { conf: ['save 2 1'] });
      smallDisk(lab, server.data, 4);
      await lab.start(server);
      await lab.load(server, 4);
      execFileSync('mount', ['-o', 'remount,ro', server.data]);
      lab.note('remounted read-only');
      await lab.load(server, 14);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'save-folder-removed': {
    label: { verdict: ['persistence/save-failed'], mustNot: NOT, what: 'somebody removes the data folder under a running server' },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save 2 1'] }));
      await lab.load(server, 4);
      rmSync(server.data, { recursive: true });
      lab.note('the data folder is removed');
      await lab.load(server, 12);
      await lab.stop(server, 'KILL');
      lab.keep('redis.log');
    },
  },
  'save-blocked-by-folder': {
    label: { verdict: ['persistence/save-failed'], mustNot: NOT, what: 'dump.rdb is a folder: the rename at the end of every save fails' },
    run: async (lab) => {
      const server = lab.server('redis', { conf: ['save 2 1', 'dbfilename data.rdb'] });
      await lab.start(server);
      mkdirSync(`${server.data}/data.rdb/x`, { recursive: true });
      await lab.load(server, 12);
      await lab.stop(server, 'KILL');
      lab.keep('redis.log');
    },
  },
  'fork-refused-pids': {
    label: {
      verdict: ['persistence/fork-failed'],
      partial: ['persistence/save-failed'],
      mustNot: NOT,
      what: 'the pids cgroup is full: fork fails',
    },
    run: async (lab) => {
      const group = `/sys/fs/cgroup/pids/lab-${lab.name}`;
      mkdirSync(group, { recursive: true });
      lab.cleanups.push(() => rmdirSync(group));
      const server = await lab.start(lab.server('redis', { conf: ['save 2 1'] }));
      writeFileSync(`${group}/cgroup.procs`, String(server.pid));
      const tasks = readdirSync(`/proc/${server.pid}/task`).length;
      writeFileSync(`${group}/pids.max`, String(tasks));
      lab.note(`pids.max is ${tasks}`);
      await lab.load(server, 12);
      await lab.stop(server, 'KILL');
      lab.keep('redis.log');
    },
  },
  'slow-disk-7': {
    label: {
      verdict: ['persistence/slow-disk'],
      partial: ['hang/main-thread-stuck'],
      mustNot: ['crash/*', 'exit/*', 'deadlock/*'],
      what: 'fdatasync takes five seconds for half a minute',
      note: 'fdatasync is delayed by a preloaded library',
    },
    run: async (lab) => {
      const disk = slowDisk(lab, 5000);
      const server = await lab.start(lab.server('redis', { conf: ['appendonly yes', 'save ""'] }), { env: disk.env });
      await lab.load(server, 5);
      disk.on();
      await lab.load(server, 30);
      disk.off();
      await lab.load(server, 8);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'slow-disk-always-with-replica': {
    label: {
      verdict: ['persistence/slow-disk', 'hang/main-thread-stuck', 'inconclusive'],
      partial: ['hang/process-paused', 'hang/slow-command', 'replication/link-timeout'],
      mustNot: ['crash/*', 'exit/*', 'deadlock/*'],
      what: 'appendfsync always and fdatasync takes twelve seconds: main stands still, the replica times out; LATENCY names it',
      note: 'fdatasync is delayed by a preloaded library',
    },
    run: async (lab) => {
      const disk = slowDisk(lab, 12_000);
      const master = await lab.start(
        lab.server('redis-a', {
          conf: [
            'appendonly yes',
            'appendfsync always',
            'save ""',
            'latency-monitor-threshold 100',
            'repl-timeout 6',
            'repl-ping-replica-period 2',
          ],
        }),
        { env: disk.env },
      );
      const replica = await lab.start(
        lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${master.port}`, 'save ""', 'repl-timeout 6'] }),
      );
      await lab.load(master, 9);
      disk.on();
      await lab.load(master, 26, { every: 1 });
      disk.off();
      await lab.ready(master, 40);
      await lab.load(master, 6);
      lab.write('latency.txt', `${await lab.cli(master, 'LATENCY', 'LATEST')}\n`);
      await lab.stop(replica);
      await lab.stop(master);
      lab.keep('redis-a.log', 'redis-b.log');
    },
  },
};
