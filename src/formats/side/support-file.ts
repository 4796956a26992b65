/**
 * Files of the Redis Enterprise support package whose name is documented and whose layout is not: `node_N_sys_info.txt`,
 * `ccs-redis.json`, `database_N_ccs_info.txt`, diagnostics, configuration of a node, headings inside `redis_UID.txt`. Their lines are
 * claimed one by one, so that any part another format knows (INFO, CLIENT LIST, CONFIG GET…) is read by it. Of the
 * CCS dump only errors of state machines become records; a dump of hundreds of megabytes is never parsed whole.
 *   "__sm_error": "ProvisioningError: no available nodes in cluster!",
 */
import type { BlockReader, Format } from '../../model/format.js';
import type { ManagerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP, newFields } from './cite.js';
import { parseEntryName } from './entry-name.js';

const SM_ERROR = /["']?__sm_(error|failed_state)["']?\s{0,4}[:=]\s{0,4}["']([^"']{1,300})["']/g;
const MAX_SCANNED = 262_144;
const MAX_RECORDS = 50;

function stateMachineErrors(text: string, context: LineContext): ManagerRecord[] {
  if (!text.includes('__sm_')) return [];
  const records: ManagerRecord[] = [];
  for (const [, name, value] of text.slice(0, MAX_SCANNED).matchAll(SM_ERROR)) {
    if (records.length >= MAX_RECORDS) break;
    const fields = newFields();
    fields[name === 'error' ? 'message' : 'state'] = keep(value, 300);
    const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp: { ...NO_STAMP } };
    records.push({ type: 'manager', component: 'ccs', ...place, level: '', event: 'state-machine-failed', fields });
  }
  return records;
}

/** parseEntryName for the entry of the line before: lines come entry by entry. */
let lastEntry = '';
let lastIsSupport = false;

function isSupportFile(entry: string): boolean {
  if (entry !== lastEntry) {
    lastEntry = entry;
    lastIsSupport = parseEntryName(entry).supportFile !== undefined;
  }
  return lastIsSupport;
}

export const supportFile: Format = {
  name: 'support-package',
  samples: [],
  open(text, context): BlockReader | undefined {
    if (!isSupportFile(context.entry)) return undefined;
    const records = stateMachineErrors(text, context);
    return { line: () => 'refused', finish: () => records };
  },
};
