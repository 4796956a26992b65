import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { raw, sleep } from '../lab.mjs';

/** A server that refuses to start: configuration, log and what it prints elsewhere. */
function refuses(kind, what, prepare, label = {}) {
  return {
    label: { verdict: [kind], what, ...label },
    run: async (lab) => {
      const { conf = [], args = [], wrapper = [], noConf = false, keepConf = true, log } = (await prepare(lab)) ?? {};
      const server = lab.server('redis', { conf, log });
      server.noConf = noConf;
      await lab.start(server, { wait: false, args, wrapper, tracked: false });
      await Promise.race([server.child.exited, sleep(4)]);
      lab.keep('redis.log', 'redis.out', ...(keepConf ? ['redis.conf'] : []));
    },
  };
}

const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** Makes an RDB with a real server and hands its bytes to `change`. */
async function savedRdb(lab, change) {
  const maker = await lab.start(lab.server('maker', { offset: 9, log: null }));
  await lab.cli(maker, 'DEBUG', 'POPULATE', 2000);
  await lab.cli(maker, 'SAVE');
  await lab.stop(maker);
  mkdirSync(lab.path('redis.d'), { recursive: true });
  writeFileSync(lab.path('redis.d/dump.rdb'), change(readFileSync(join(maker.data, 'dump.rdb'))));
}

/** Makes an AOF (appendonlydir) with a real server; `change` gets the path of the increment. */
async function savedAof(lab, change, commands = 300) {
  const maker = await lab.start(lab.server('redis', { offset: 9, log: null, conf: ['appendonly yes'] }));
  await raw(
    maker.port,
    Array.from({ length: commands }, (_, i) => ['SET', `k${i}`, `v${i}`]),
    0.5,
  );
  await lab.stop(maker);
  const folder = lab.path('redis.d/appendonlydir');
  change(
    join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.incr.aof')),
    ),
    folder,
  );
}

/** Started again and again by its supervisor, `times` times. */
async function supervised(lab, server, times) {
  for (let i = 0; i < times; i++) {
    await lab.start(server, { wait: false });
    await Promise.race([server.child.exited, sleep(4)]);
    await sleep(0.8);
  }
}

export const cases = {
  'startup-typo-directive': refuses('startup/config', 'a misspelt directive', () => ({ conf: ['maxmemmory 100mb'] })),
  'startup-bad-memory-value': refuses('startup/config', 'a value that is no memory size', () => ({
    conf: ['maxmemory 12parsecs'],
    keepConf: false,
  })),
  'startup-bad-enum': refuses('startup/config', 'appendfsync with a value that does not exist', () => ({
    conf: ['appendfsync sometimes'],
    keepConf: false,
  })),
  'startup-unbalanced-quotes': refuses('startup/config', 'unbalanced quotes', () => ({ conf: ['requirepass "abc'], keepConf: false })),
  'startup-tls-missing-cert': refuses('startup/config', 'TLS port without a certificate', (lab) => ({
    conf: [`tls-port ${lab.basePort + 5}`],
  })),
  'startup-tls-bad-cert': refuses('startup/config', 'the certificate file is not a certificate', (lab) => {
    writeFileSync(lab.path('cert.pem'), 'this is no certificate\n');
    const file = lab.path('cert.pem');
    return {
      conf: [`tls-port ${lab.basePort + 5}`, `tls-cert-file ${file}`, `tls-key-file ${file}`, `tls-ca-cert-file ${file}`],
      keepConf: false,
    };
  }),
  'startup-acl-missing-file': refuses('startup/config', 'the ACL file is not there', (lab) => ({
    conf: [`aclfile ${lab.path('none.acl')}`],
    keepConf: false,
  })),
  'startup-acl-bad-rule': refuses('startup/config', 'a rule of the ACL file is wrong', (lab) => {
    writeFileSync(lab.path('users.acl'), 'user default on nopass ~* +@all\nuser bob on >secret ~x* +@nosuchcategory\n');
    return { conf: [`aclfile ${lab.path('users.acl')}`], keepConf: false };
  }),
  'startup-module-not-a-module': refuses('startup/module', 'loadmodule names a library that is no module', () => ({
    conf: ['loadmodule /lib/x86_64-linux-gnu/libm.so.6'],
    keepConf: false,
  })),
  'startup-module-missing-7': refuses('startup/module', 'loadmodule names a file that is not there', () => ({
    conf: ['loadmodule /usr/lib/redis/modules/redisearch.so'],
    keepConf: false,
  })),
  'startup-port-in-use-7': {
    label: {
      verdict: ['startup/port-in-use'],
      mustNot: ['crash/*'],
      what: 'the port belongs to another server, whose log is there too',
      process: '*redis-second*',
    },
    run: async (lab) => {
      const first = await lab.start(lab.server('redis-first'));
      await sleep(1);
      const second = lab.server('redis-second');
      await lab.start(second, { wait: false });
      await second.child.exited;
      await sleep(1);
      await lab.stop(first);
      lab.keep('redis-first.log', 'redis-second.log');
    },
  },
  'startup-dir-of-another-user': refuses(
    'startup/permission',
    'data folder of root, server of nobody: the AOF folder cannot be made',
    (lab) => {
      mkdirSync(lab.path('redis.d'), { recursive: true });
      writeFileSync(lab.path('redis.log'), '');
      chownSync(lab.path('redis.log'), 65534, 65534);
      return { wrapper: asNobody, conf: ['appendonly yes'], keepConf: false };
    },
  ),
  'startup-rdb-of-another-user': refuses('startup/permission', 'dump.rdb cannot be read by the user of the server', async (lab) => {
    await savedRdb(lab, (bytes) => bytes);
    chmodSync(lab.path('redis.d/dump.rdb'), 0o600);
    chmodSync(lab.path('redis.d'), 0o755);
    writeFileSync(lab.path('redis.log'), '');
    chownSync(lab.path('redis.log'), 65534, 65534);
    return { wrapper: asNobody, keepConf: false };
  }),
  'startup-privileged-port': refuses(
    'startup/permission',
    'port 443 without the right to bind it',
    (lab) => {
      chmodSync(lab.dir, 0o755);
      writeFileSync(lab.path('redis.log'), '');
      chownSync(lab.path('redis.log'), 65534, 65534);
      return { wrapper: [...asNobody, '--bounding-set=-all'], args: ['--port', '443'], keepConf: false };
    },
    { partial: ['startup/config', 'startup/port-in-use'] },
  ),
  'startup-logfile-folder-missing': refuses(
    'startup/config',
    'the folder of the log file does not exist: all that is left is stderr',
    (lab) => ({ conf: [`logfile ${lab.path('no/such/folder.log')}`], keepConf: false }),
    { verdict: ['startup/config', 'startup/permission'] },
  ),
  'startup-bind-foreign-address': refuses('startup/config', 'bind to an address that this host does not have', (_lab) => ({
    conf: ['bind 192.0.2.55'],
    keepConf: false,
  })),
  'startup-include-missing': refuses('startup/config', 'an included file is missing', (lab) => ({
    conf: [`include ${lab.path('common.conf')}`],
  })),
  'startup-rdb-newer-version': refuses(
    'startup/data-version',
    'the RDB says format version 12, one or more newer than this server knows',
    async (lab) => {
      await savedRdb(lab, (bytes) => Buffer.concat([Buffer.from('REDIS0012'), bytes.subarray(9)]));
      return { keepConf: false };
    },
  ),
  'startup-rdb-module-data': refuses(
    'startup/data-version',
    'the RDB holds data of a module that is not loaded',
    async (lab) => {
      // RDB_OPCODE_MODULE_AUX, module id of nine characters in base 64 and encoding version 1, "when" before the keys.
      await savedRdb(lab, (bytes) => {
        const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        let id = 0n;
        for (const letter of 'ft_index0') id = (id << 6n) | BigInt(letters.indexOf(letter));
        id = (id << 10n) | 1n;
        const eight = Buffer.alloc(8);
        eight.writeBigUInt64BE(id);
        const aux = Buffer.concat([Buffer.from([247, 0x81]), eight, Buffer.from([2, 1, 2, 5, 0])]);
        return Buffer.concat([bytes.subarray(0, 9), aux, bytes.subarray(9)]);
      });
      return { keepConf: false };
    },
    { verdict: ['startup/data-version', 'startup/module'] },
  ),
  'startup-rdb-not-an-rdb': refuses('startup/data-corrupt', 'dump.rdb is something else', async (lab) => {
    mkdirSync(lab.path('redis.d'), { recursive: true });
    writeFileSync(lab.path('redis.d/dump.rdb'), 'PK\u0003\u0004 this is a zip archive, renamed\n'.repeat(30));
    return { keepConf: false };
  }),
  'startup-rdb-cut': refuses('startup/data-corrupt', 'dump.rdb ends in the middle', async (lab) => {
    await savedRdb(lab, (bytes) => bytes.subarray(0, bytes.length >> 1));
    return { keepConf: false };
  }),
  'startup-rdb-bit-flip': refuses('startup/data-corrupt', 'one bit of dump.rdb is wrong: the checksum tells', async (lab) => {
    await savedRdb(lab, (bytes) => {
      const copy = Buffer.from(bytes);
      const at = copy.indexOf('value:77') + 6;
      copy[at] = copy[at] ^ 1;
      return copy;
    });
    return { keepConf: false };
  }),
  'startup-aof-cut-refused': refuses(
    'startup/data-corrupt',
    'the AOF ends in the middle of a command and aof-load-truncated is no',
    async (lab) => {
      await savedAof(lab, (file) => writeFileSync(file, readFileSync(file).subarray(0, -7)));
      return { conf: ['appendonly yes', 'aof-load-truncated no'], keepConf: false };
    },
    { partial: ['persistence/aof-truncated'] },
  ),
  'startup-aof-garbage': refuses('startup/data-corrupt', 'garbage in the middle of the AOF', async (lab) => {
    await savedAof(lab, (file) => {
      const bytes = Buffer.from(readFileSync(file));
      bytes.fill(0x7e, 2000, 2100);
      writeFileSync(file, bytes);
    });
    return { conf: ['appendonly yes'], keepConf: false };
  }),
  'startup-aof-manifest-broken': refuses('startup/data-corrupt', 'the manifest of the AOF is damaged', async (lab) => {
    await savedAof(lab, (_file, folder) => {
      const manifest = join(
        folder,
        readdirSync(folder).find((name) => name.endsWith('.manifest')),
      );
      writeFileSync(manifest, 'file appendonly.aof.1.base.rdb seq one type b\n');
    });
    return { conf: ['appendonly yes'], keepConf: false };
  }),
  'startup-aof-file-missing': refuses('startup/data-corrupt', 'a file that the manifest names is gone', async (lab) => {
    await savedAof(lab, (file) => execFileSync('rm', [file]));
    return { conf: ['appendonly yes'], keepConf: false };
  }),
  'aof-tail-cut-loaded': {
    label: {
      verdict: ['persistence/aof-truncated'],
      partial: ['exit/killed'],
      mustNot: ['startup/*', 'crash/*'],
      what: 'the AOF ends in the middle of a command; it is loaded anyway and the server goes on',
    },
    run: async (lab) => {
      await savedAof(lab, (file) => writeFileSync(file, readFileSync(file).subarray(0, -7)));
      const server = await lab.start(lab.server('redis', { conf: ['appendonly yes'] }));
      await lab.load(server, 2);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'aof-multi-unfinished': {
    label: {
      verdict: ['persistence/aof-truncated'],
      partial: ['exit/killed'],
      mustNot: ['startup/*', 'crash/*'],
      what: 'the AOF ends inside MULTI/EXEC: the transaction is reverted',
    },
    run: async (lab) => {
      await savedAof(lab, (file) =>
        writeFileSync(
          file,
          Buffer.concat([readFileSync(file), Buffer.from('*1\r\n$5\r\nMULTI\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n')]),
        ),
      );
      const server = await lab.start(lab.server('redis', { conf: ['appendonly yes'] }));
      await lab.load(server, 2);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'startup-loop-bad-config': {
    label: {
      verdict: ['startup/config'],
      partial: ['startup/module'],
      mustNot: ['crash/*', 'exit/*'],
      what: 'a supervisor restarts a server with a bad ACL rule again and again',
    },
    run: async (lab) => {
      await supervised(lab, lab.server('redis', { conf: ['user eve on +@nope'] }), 6);
      lab.keep('redis.log');
    },
  },
  'startup-loop-corrupt-aof': {
    label: {
      verdict: ['startup/data-corrupt'],
      mustNot: ['crash/fault', 'exit/*'],
      what: 'runs well, is killed, finds its AOF damaged, and is restarted in vain by a supervisor',
    },
    run: async (lab) => {
      await savedAof(lab, (file) => {
        const bytes = Buffer.from(readFileSync(file));
        bytes.fill(0x00, 3000, 3300);
        writeFileSync(file, bytes);
      });
      await supervised(lab, lab.server('redis', { conf: ['appendonly yes'] }), 5);
      lab.keep('redis.log');
    },
  },
  'startup-sentinel-no-monitor-port': {
    label: { verdict: ['startup/config'], what: 'a directive of Sentinel with a master that is not there' },
    run: async (lab) => {
      const server = lab.server('sentinel', { sentinel: true, conf: ['sentinel down-after-milliseconds unknownmaster 3000'] });
      await lab.start(server, { wait: false });
      await Promise.race([server.child.exited, sleep(3)]);
      lab.keep('sentinel.log', 'sentinel.out');
    },
  },
  'startup-cluster-conf-locked': {
    label: {
      verdict: ['startup/config'],
      partial: ['startup/port-in-use'],
      what: 'two cluster nodes share a data folder: nodes.conf is in use',
    },
    run: async (lab) => {
      const first = await lab.start(lab.server('node-1', { conf: ['cluster-enabled yes'] }));
      const second = lab.server('node-2', { offset: 1, conf: ['cluster-enabled yes', `dir ${first.data}`] });
      await lab.start(second, { wait: false });
      await Promise.race([second.child.exited, sleep(3)]);
      await lab.stop(first);
      lab.keep('node-1.log', 'node-2.log');
    },
  },
  'startup-cluster-conf-corrupt': {
    label: { verdict: ['startup/config', 'startup/data-corrupt'], what: 'nodes.conf is damaged' },
    run: async (lab) => {
      const server = lab.server('node-1', { conf: ['cluster-enabled yes'] });
      await lab.start(server);
      await lab.stop(server);
      const file = join(server.data, 'nodes.conf');
      writeFileSync(file, readFileSync(file, 'latin1').replace(/connected/, 'conn'));
      writeFileSync(file, `${readFileSync(file, 'latin1').slice(0, 60)}\n`);
      await lab.start(server, { wait: false });
      await Promise.race([server.child.exited, sleep(3)]);
      lab.keep('node-1.log');
    },
  },
};
