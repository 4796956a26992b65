import type { Facts, SilenceFact, WitnessFact } from '../../model/facts.js';
import { append } from '../../model/grouping.js';
import { isInside } from '../scope.js';
import type { Anomaly, BenignReading } from './types.js';

/** What peers say when a process does not answer. */
export const COMPLAINTS: ReadonlySet<WitnessFact['what']> = new Set([
  'node-failing',
  'node-fail-received',
  'master-timeout',
  'replica-timeout',
  'sdown',
  'odown',
  'socket-timeout',
  'probe-timeout',
] as const);

const MIN_FROZEN_MS = 3000;

/** Silences count when periodic lines were missed or when somebody else noticed; an idle server may be silent for hours at notice. */
export function standstills(facts: Facts, benign: BenignReading[]): Anomaly[] {
  const found: Anomaly[] = [];
  for (const crash of facts.crashes) {
    if (crash.inChild || crash.frozen === undefined || crash.frozen.forMs < MIN_FROZEN_MS) continue;
    found.push({
      what: 'stuck',
      family: 'death',
      process: crash.process,
      fromMs: crash.frozen.atMs,
      toMs: crash.timeMs,
      severity: 'critical',
      label: "main's clock was frozen before the report",
      cite: crash.frozen.cite,
      interval: true,
    });
  }
  const complaintsAbout = complaintsByServer(facts);
  for (const silence of facts.silences) {
    const complaints = complaintsAbout(silence);
    const noticed =
      complaints.length > 0 && silence.endedBy !== 'restart'
        ? true
        : complaints.some((item) => item.timeMs < silence.toMs - 3000 && item.what !== 'sdown');
    if (silence.benign !== undefined && !noticed) {
      if (silence.durationMs > 30_000)
        benign.push({
          what: `${Math.round(silence.durationMs / 1000)} s without a line`,
          why: BENIGN_WORDS[silence.benign] ?? silence.benign,
          process: silence.process,
          cite: silence.before,
        });
      continue;
    }
    const lost =
      silence.heartbeatLost && silence.benign === undefined && !(silence.endedBy === 'restart' || silence.endedBy === 'end-of-log');
    if (lost || noticed) found.push(standstill(silence, complaints, lost));
    else if (silence.durationMs > (silence.beatsEnded === undefined ? 60_000 : 30_000) && silence.endedBy === 'resumed') {
      benign.push({
        what: `${Math.round(silence.durationMs / 1000)} s without a line`,
        why:
          BENIGN_WORDS[silence.beatsEnded ?? ''] ??
          'nothing periodic is printed at this level and nobody complained: an idle server is silent too',
        process: silence.process,
        cite: silence.before,
      });
    }
  }
  return found;
}

const BENIGN_WORDS: Record<string, string> = {
  loading: 'a server that loads its data prints nothing until it has finished',
  'clock-step': 'the wall clock also ran backwards in this log by a like amount: it was set, the process did not stand still',
  'beats-ended':
    'the periodic lines ended and did not come back although the process lived: the log level was lowered, or the last key is gone',
  'keys-gone': 'the periodic lines are printed only for databases that hold keys, and these could expire or were deleted',
  dst: 'the wall clock moved by one hour at the change of daylight saving time; the pid went on and nothing else was missing',
};

function standstill(silence: SilenceFact, complaints: WitnessFact[], lost: boolean): Anomaly {
  return {
    what: 'stuck',
    family: 'death',
    process: silence.process,
    fromMs: silence.fromMs,
    toMs: silence.toMs,
    severity: 'critical',
    interval: true,
    label: lost ? 'periodic lines are missing' : `silent while others complain (${complaints[0]?.what})`,
    cite: silence.before,
  };
}

/** Complaints about a process, or another incarnation of its server, inside one of its silences. */
function complaintsByServer(facts: Facts): (silence: SilenceFact) => WitnessFact[] {
  const serverOf = new Map(facts.processes.map((process) => [process.id, process.role === 'child' ? process.id : process.server]));
  const complaints = new Map<string, WitnessFact[]>();
  for (const witness of facts.witnesses) {
    const server = serverOf.get(witness.about ?? '');
    if (server === undefined || !COMPLAINTS.has(witness.what)) continue;
    append(complaints, server, witness);
  }
  return ({ process, fromMs, toMs }) =>
    (complaints.get(serverOf.get(process) ?? '') ?? []).filter((item) => isInside(item.timeMs, { fromMs, toMs }));
}
