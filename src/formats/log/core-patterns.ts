import type { LogPattern } from '../../model/patterns.js';
import { CLUSTER } from './catalogue/cluster.js';
import { LIFECYCLE } from './catalogue/lifecycle.js';
import { MODULES } from './catalogue/modules.js';
import { PERSISTENCE } from './catalogue/persistence.js';
import { REPLICATION } from './catalogue/replication.js';
import { SEARCH } from './catalogue/search.js';
import { SENTINEL } from './catalogue/sentinel.js';
import { SERVICE } from './catalogue/service.js';

/** The catalogue of known log lines. Ids are stable: facts and signatures ask for them. One family a file; several texts share an
 * id where the wording drifted between versions or products. Redis 2.8 to 8, Valkey 8 and 9, RediSearch 2.x to 8.x. */
export const CORE_PATTERNS: LogPattern[] = [
  ...LIFECYCLE,
  ...PERSISTENCE,
  ...REPLICATION,
  ...CLUSTER,
  ...SENTINEL,
  ...SERVICE,
  ...MODULES,
  ...SEARCH,
];
