import type { Facts } from '../../model/facts.js';
import { lineSigns, unknownLineSigns } from './line-signs.js';
import { containerSigns, managerSigns } from './manager-signs.js';
import {
  checkSigns,
  clientSigns,
  clusterNodeSigns,
  coreSigns,
  dumpSigns,
  fatalStartSigns,
  infoSigns,
  inputSigns,
  kernelSigns,
  lastWordsSigns,
  probeSigns,
  processStateSigns,
  sanitizerSigns,
} from './side-signs.js';
import type { Sign } from './sign.js';
import { unfinishedStarts, unfinishedWork } from './start-signs.js';

/** Which facts hold signs of trouble, or why they hold none. A new list of facts does not compile without a line here. */
export const SIGN_SOURCES: { [List in keyof Required<Facts>]: ((facts: Facts) => Sign[]) | string } = {
  entries: inputSigns,
  processes: (facts) => [...unfinishedStarts(facts), ...unfinishedWork(facts)],
  events: lineSigns,
  silences: 'a silence alone is no trouble; those that something speaks against are anomalies',
  configChanges: 'a change is a cause, not a failure',
  crashes: 'every crash is an anomaly',
  dumps: dumpSigns,
  comparisons: 'two dumps side by side: what stands in both is an anomaly of the dumps',
  openChildren: 'a child without an end is an anomaly',
  witnesses: 'read from lines, which are signs themselves',
  clocks: 'steps of the clock are anomalies',
  fatalStarts: fatalStartSigns,
  kernel: kernelSigns,
  containers: containerSigns,
  managers: managerSigns,
  changes: 'a change that stands still is an anomaly, one that ended well none',
  infos: infoSigns,
  clientLists: 'clients are what they are; limits are told by INFO and the log',
  slowlogs: 'commands that held main for long are anomalies',
  latencies: 'long events are anomalies',
  confs: 'settings are advisories',
  procs: processStateSigns,
  lastWords: lastWordsSigns,
  sanitizers: sanitizerSigns,
  probes: probeSigns,
  clientErrors: clientSigns,
  checks: checkSigns,
  cores: coreSigns,
  clusterNodes: clusterNodeSigns,
  topology: 'each finding anchors a signature',
  novelty: unknownLineSigns,
  yearKnown: 'what the stamps lack',
  collectedMs: 'a moment',
  notes: 'what could not be read stands with its entry',
};

export function signsOfFacts(facts: Facts): Sign[] {
  return Object.values(SIGN_SOURCES).flatMap((source) => (typeof source === 'function' ? source(facts) : []));
}
