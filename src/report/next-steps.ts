import { isConditional } from '../diagnosis/answer.js';
import type { DiagnosedIncident, Diagnosis } from '../diagnosis/diagnose.js';
import { type Explained, isCandidate } from '../diagnosis/explain.js';
import { versionIn } from '../diagnosis/versions.js';
import type { Facts } from '../model/facts.js';
import { isHang } from '../model/kinds.js';
import { isoTime } from './cite.js';
import { withCollector } from './collect-step.js';
import type { Report } from './schema.js';
import { leading } from './story.js';

type Step = Report['nextSteps'][number];

const RISK = { none: 0, low: 1, kills: 2 } as const;

/** The observation that separates the leading two comes first; then what the leading signature asks for, safest first. */
export function nextStepsOf(diagnosis: Diagnosis, facts: Facts): Step[] {
  const lead = diagnosis.lead;
  if (lead === undefined) return [...openSteps(diagnosis), ...(facts.processes.length === 0 ? [nothingRead()] : [])];
  const top = leading(lead);
  const steps: Step[] = [...decidingStep(lead)];
  for (const item of top?.signature.collect ?? []) {
    // What a version may not survive is asked only of versions that are known to.
    if (item.onlyIf !== undefined && versionIn(lead.scope.victim, item.onlyIf) !== true) continue;
    steps.push({ ask: item.ask, command: item.command, decides: [top!.signature.id], risk: item.risk ?? 'none', why: item.why });
  }
  steps.push(...gapSteps(lead, facts));
  const seen = new Set<string>();
  const windows = isWindows(facts);
  const unique = steps
    .filter((step) => step.command === undefined || !windows || !LINUX_ONLY.test(step.command))
    .map((step) => bearable(step, lead))
    .filter((step) => !seen.has(sameStep(step)) && seen.add(sameStep(step)) !== undefined);
  const [first, ...rest] = withCollector(unique, lead, facts);
  return first === undefined ? [] : [first, ...rest.sort((a, b) => RISK[a.risk ?? 'none'] - RISK[b.risk ?? 'none'])].slice(0, 10);
}

/** One command is one step, wherever its output goes. */
function sameStep({ command, ask }: Step): string {
  return command?.replace(/\s*2?>[>&]?\s*\S+/g, '') ?? ask;
}

/** What would decide about the signs that nothing explains. */
function openSteps({ account }: Diagnosis): Step[] {
  const asks = account.signs.flatMap((sign) => (sign.outcome === 'open' ? (sign.decide ?? []) : []));
  return [...new Set(asks)].slice(0, 5).map((ask) => ({ ask, decides: [], risk: 'none', why: 'a sign of trouble is open' }));
}

/** Tools that a Windows host does not have. */
const LINUX_ONLY = /\b(?:gdb|dmesg|journalctl|systemctl|ulimit|sysctl|kubectl|df|namei|lsof|ss|kill|dmidecode)\b|\/proc\//;
/** Words of the Windows port: its fork, its allocator, its sockets, its paths. */
const WINDOWS = /QForkMaster|QForkControl|\bmaxheap\b|\bVirtualAlloc|\bWSA[A-Z][A-Za-z]+|\b[A-Z]:\\[\w ]+\\/;

function isWindows(facts: Facts): boolean {
  return facts.processes.some((process) =>
    process.runs.some((run) => [...run.events, ...run.tail].some((line) => WINDOWS.test(line.text))),
  );
}

/** Commands name the process where it still lives. A server that does not answer keeps redis-cli waiting for ever. */
function bearable(asked: Step, incident: DiagnosedIncident): Step {
  const pid = livePid(incident);
  const port = incident.scope.victim?.port;
  const named = asked.command?.replace(/\bPID\b/g, pid).replace(/\bPORT\b/g, port === undefined ? 'PORT' : String(port));
  const step = named === undefined ? asked : { ...asked, command: named };
  const hangs = isHang(leading(incident)?.signature.kind ?? '') && incident.course.state !== 'over';
  if (!hangs || step.command === undefined || !/(^|[;{ ])redis-cli /.test(step.command)) return step;
  return { ...step, command: step.command.replace(/(^|[;{] ?)redis-cli /g, '$1timeout 5 redis-cli ') };
}

function nothingRead(): Step {
  return {
    ask: 'the log of the server, its crash report, or stacks of all its threads',
    decides: [],
    risk: 'none',
    why: 'no Redis process was found in the input',
  };
}

/** An item that one of the leading two could not observe and that is strong there. */
export function decidingObservation(incident: DiagnosedIncident): { text: string; claim: string; signatures: string[] } | undefined {
  const [first, second] = incident.explanations.filter(isCandidate);
  // What is confirmed needs no further observation.
  if (first === undefined || first.status === 'confirmed') return undefined;
  const rank = { decisive: 3, strong: 2, moderate: 1, weak: 0 } as const;
  for (const candidate of [first, second]) {
    const open = candidate?.ledger
      .filter((line) => line.state === 'not-observable' && rank[line.strength] >= 2 && canBeObtained(line, incident))
      .sort((a, b) => rank[b.strength] - rank[a.strength])[0];
    if (open !== undefined && candidate !== undefined) {
      return {
        text: `${open.claim} (${open.why ?? 'not observable'})`,
        claim: open.claim,
        signatures: [first.signature.id, ...(second === undefined ? [] : [second.signature.id])],
      };
    }
  }
  return undefined;
}

/** A process that lives has written no report of its death; what only means something with another item decides nothing by itself. */
function canBeObtained(line: Explained['ledger'][number], { ongoing }: DiagnosedIncident): boolean {
  return !isConditional(line.why) && !(ongoing && line.why?.startsWith('no crash report') === true);
}

function decidingStep(incident: DiagnosedIncident): Step[] {
  const deciding = decidingObservation(incident);
  if (deciding === undefined) return [];
  return [
    {
      ask: deciding.claim,
      command: commandFor(deciding.text, incident),
      decides: deciding.signatures,
      risk: 'low',
      why: deciding.signatures.length > 1 ? 'whether this is so decides between the leading explanations' : 'whether this is so decides',
    },
  ];
}

/** A pid to paste only where the process still lives; pid 1 is that of a container, and another process on the host. */
function livePid(incident: DiagnosedIncident): string {
  const victim = incident.scope.victim;
  return incident.ongoing && victim !== undefined && victim.pid > 1 ? String(victim.pid) : 'PID';
}

function commandFor(text: string, incident: DiagnosedIncident): string | undefined {
  const pid = livePid(incident);
  if (/stack|thread|main|worker|cycle|circle|barrier/i.test(text))
    return `gdb -p ${pid} -batch -ex 'thread apply all bt' > stacks.txt 2>&1`;
  if (/kernel|OOM/i.test(text)) return "dmesg -T | grep -iE 'oom|killed process|segfault'";
  if (/\/proc|state/i.test(text))
    return `cat /proc/${pid}/status /proc/${pid}/wchan; for t in /proc/${pid}/task/*; do echo "$t $(cat $t/comm) $(cat $t/wchan)"; done`;
  if (/INFO|clock/i.test(text)) return 'redis-cli INFO everything > info.txt';
  return undefined;
}

/** An hour around the incident, where it is dated. */
function sinceOf(incident: DiagnosedIncident): string {
  const at = isoTime(incident.fromMs - 1_800_000);
  const until = isoTime(incident.toMs + 1_800_000);
  const stamp = (iso: string) => `${iso.slice(0, 16).replace('T', ' ')} UTC`;
  return at === undefined || until === undefined ? '' : ` --since '${stamp(at)}' --until '${stamp(until)}'`;
}

/** What the inputs lack for this incident. */
function gapSteps(incident: DiagnosedIncident, facts: Facts): Step[] {
  const steps: Step[] = [];
  const kind = leading(incident)?.signature.kind ?? '';
  const decides = incident.explanations.slice(0, 2).map((item) => item.signature.id);
  const pid = livePid(incident);
  if (/^(hang|deadlock)/.test(kind) && !incident.scope.dumps.some((dump) => dump.dump.allThreads)) {
    steps.push({
      ask: 'stacks of all threads while it hangs',
      command: `gdb -p ${pid} -batch -ex 'thread apply all bt' > stacks-1.txt 2>&1`,
      decides,
      risk: 'low',
      why: 'the process pauses while gdb is attached; it names the lock and who waits',
    });
    steps.push({
      ask: 'the same without a debugger',
      command: `for t in /proc/${pid}/task/*; do echo "$t $(cat $t/comm) $(cat $t/wchan) $(awk '{print $14+$15}' $t/stat)"; done`,
      decides,
      risk: 'none',
      why: 'where each thread waits and how much CPU it uses; twice, 10 s apart',
    });
  }
  if (/^exit\//.test(kind) && facts.kernel.length === 0)
    steps.push({
      ask: 'the kernel log of that time',
      command: `journalctl -k --no-pager${sinceOf(incident)} | grep -iE 'oom|killed process'`,
      decides,
      risk: 'none',
      why: 'tells the OOM killer from a kill by hand',
    });
  if (/^(exit|hang)/.test(kind) && !incident.scope.hasPeers())
    steps.push({
      ask: 'the logs of its replicas, cluster peers, Sentinels or managers for the same time',
      decides,
      risk: 'none',
      why: 'they date and locate what the process could not log itself',
    });
  return steps;
}
