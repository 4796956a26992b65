import type { Format } from '../../model/format.js';
import { checkTools } from './check-tools.js';
import { clientList } from './client-list.js';
import { clusterCreate } from './cluster-create.js';
import { clusterNodes } from './cluster-nodes.js';
import { composeExit } from './compose-exit.js';
import { dockerInspect } from './docker-inspect.js';
import { dockerPs } from './docker-ps.js';
import { eventLog } from './event-log.js';
import { fatalStart } from './fatal-start.js';
import { info } from './info.js';
import { kernel } from './kernel.js';
import { kubectlDescribe } from './kubectl-describe.js';
import { kubectlEvents } from './kubectl-events.js';
import { kubectlObject } from './kubectl-object.js';
import { kubectlPods } from './kubectl-pods.js';
import { doctor } from './latency-text.js';
import { managerLog } from './manager-log.js';
import { memtest } from './memtest.js';
import { createProbe } from './probe.js';
import { rawLatency } from './raw-latency.js';
import { rawPairs } from './raw-pairs.js';
import { rawSlowlog } from './raw-slowlog.js';
import { redisConf } from './redis-conf.js';
import { redisReply } from './redis-reply.js';
import { redisStdout } from './redis-stdout.js';
import { rladmin } from './rladmin.js';
import { sanitizer } from './sanitizer.js';
import { supervisord } from './supervisord.js';
import { supportFile } from './support-file.js';
import { systemd } from './systemd.js';
import { valgrind } from './valgrind.js';
import { windowsEvent } from './windows-event.js';

/** Formats whose text can stand in the output of a command. */
const OUTPUT_FORMATS: Format[] = [clusterNodes, clientList, info, doctor, redisReply, rawPairs, redisConf, checkTools, fatalStart];

/** Everything that is no Redis log line, crash report or thread dump, the most specific first. */
export const SIDE_FORMATS: Format[] = [
  fatalStart,
  sanitizer,
  valgrind,
  checkTools,
  redisStdout,
  memtest,
  windowsEvent,
  kernel,
  systemd,
  supervisord,
  eventLog,
  managerLog,
  rladmin,
  kubectlDescribe,
  kubectlEvents,
  kubectlPods,
  kubectlObject,
  dockerInspect,
  dockerPs,
  composeExit,
  createProbe(() => OUTPUT_FORMATS),
  clusterNodes,
  clusterCreate,
  clientList,
  doctor,
  info,
  redisReply,
  rawPairs,
  rawSlowlog,
  rawLatency,
  redisConf,
  supportFile,
];

export { type EntryName, parseEntryName } from './entry-name.js';
