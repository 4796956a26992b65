import { CODE_WORDS } from './code-words.js';
import { PROGRAM_WORDS } from './program-words.js';
import { isKnownWord } from './vocabulary.js';

/*
 * What may stay in a strictly redacted text: numbers, sizes and times, and words that Redis, its modules and tools, the kernel and this program
 * write themselves. Everything else may be somebody's. A word is judged part by part (`io-threads-active`, `RedisModule_Call`, `sha256`).
 */

/** Of services, systems and tools around a server. */
const FURTHER = `
supervisord mdns pdns ldap archiver exporter scheduler gossip heartbeatd envoy dmcproxy crdb provider tasks cloudwatch export containerd rlcheck bios
follower pods fastlock readwritelock becoming notifying identifying bootstrapping overflows lease renewed requeued positives sufficiently python libgomp
libthr falkordb sharding reshard tagged durable raftlib syslog aws gcp azure ecs eks aks gke fargate lambda vpc subnet east west north south central
linux kernel freebsd openbsd windows darwin ubuntu debian redhat centos fedora alpine suse amzn rocky nvme xvda sda sdb ext xfs btrfs overlay tmpfs zfs
nfs cgroupfs memcg sigpipe sighup sigurg sigtstp sigcont sigttin sigttou sigio sigxcpu sigxfsz sigvtalrm sigprof sigwinch sigpwr sigpoll sigsys vfs ksys
skb rcv snd tcp udp icmp sockaddr inet netfilter conntrack iptables arp mtu psi slab percpu rcu hrtimers softirq irq tsc hpet acpi xen kvm vmware hvm
gitlab github grafana prometheus datadog newrelic fluentd fluentbit logstash kibana loki vector promtail helm argocd istio linkerd calico cilium coredns
jedis lettuce redisson ioredis spring rails sidekiq celery django flask express kafka nginx haproxy twemproxy predixy codis stunnel keepalived corosync
pacemaker ansible terraform monit wait notify reader sites packages gems site makecontext swapcontext funlockfile domu hypervisor
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep oct nov dec utc gmt cet cest est edt pst pdt cst cdt mst mdt
env pwd passwd issuer authorization bearer ssl tls cert neighbour lladdr backup bucket
gib mib kib tib gbps mbps kbps rps qps rpm tps iops pct usr sys iowait idle steal nice irqs ctxt
`;

const words = new Set<string>();
for (const list of [PROGRAM_WORDS, CODE_WORDS, FURTHER]) for (const word of list.split(/\s+/)) if (word !== '') words.add(word);

/** Words of two letters and one that mean something; other short ones are few in a name, or the name is made of nothing else. */
const SHORT = new Set(
  `a i x b k m g s h d v e n p r t c f z an as at be by do go he id if in io is it me my no of ok on or so to up us we db fd fn ft ip gb kb mb
  tb ms ns rs rm rw ro rx tx cb ck cc ld ls os pc ps rc sd sh sp td th tm ts tz ui ut vm vs wd xs nx xx ex px gt lt dm ds es gs cs ss bp bx cx dx ax si di ip
  eq ne ge le am pm uv rh el fc de en js py rb go pl so ko eu ap sa ca cn cpu`.split(/\s+/),
);

/** Whole words that no rule explains: the first line of a start. */
const WHOLE = new Set(['oO0OoO0OoO0Oo', 'i386', 'i686', 'ia32', 'x86_64', 'ia64', 'sha1', '64a', '32a', 'utf8mb4', 'k8s', '5xx', '4xx']);

/** Addresses as maps of memory and registers show them: whole pages of the heap, the stack and libraries, and small negative numbers. */
const MAPPED = /^(?:(?:5[56]|7[ef])[0-9a-f]{7}000|f{8,15}[0-9a-f]{1,8}|0{4,64}|f{4,64}|(?:00)*(?:2a){4,8})$/i;

/** Letters that stand behind a number: sizes, times, ordinals, suffixes of literals. */
const UNIT =
  /^(?:[kmgtp]i?b?|b|ms|us|ns|s|m|h|d|w|y|min|sec|hz|khz|mhz|ghz|st|nd|rd|th|x|u|ul|ull|l|f|z|v|e|am|pm|rc|bit|bits|beta|alpha|kops|ops)$/i;
/** Letters in front of a number, with how many digits. */
const PREFIX = /^(?:id|db|v|r|x|el|fc|eth|cpu|fd|pid|p|id|cl|t|n|h|ip|rc|so|m|ver|bz|utf|xmm|ymm|zmm|st|mm|cr|dr)$/i;
const TIME = /^(?:[IWEF]\d{4}|(?:\d{1,6}(?:[dhm]|[mun]?s))+|\d{1,9}T\d{1,6}Z?)$/;
const CAMEL = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;
/** Words that people make passwords of, with a number behind them. */
const PASSWORD_LIKE =
  /^(?:pass(?:word|wd|phrase)?|pwd|secret|admin|root|redis|default|user|test|master|server|database|token|access|login|private)$/i;
const MAX_DIGITS = 20;

export interface SafeWords {
  /** Words that an option lists, in small letters. */
  kept: ReadonlySet<string>;
}

function isDictionaryWord(word: string): boolean {
  const lower = word.toLowerCase();
  return words.has(lower) || (word.length > 2 && isKnownWord(word));
}

/** Letters alone: one word, or words that are told apart by their capitals. */
export function isSafeLetters(run: string): boolean {
  if (run.length <= 2 || isDictionaryWord(run)) return true;
  if (!/[a-z][A-Z]|[A-Z]{2}[a-z]/.test(run)) return false;
  let odd = 0;
  let long = 0;
  for (const part of run.match(CAMEL) ?? []) {
    if (part.length > 2) {
      if (!isDictionaryWord(part)) return false;
      long++;
    } else if (!SHORT.has(part.toLowerCase())) odd += part.length;
  }
  return long > 0 && odd <= 2;
}

/** Letters and digits without anything between them. */
export function isSafePart(part: string): boolean {
  if (/^\d+$/.test(part)) return (part.length <= MAX_DIGITS && !isCardNumber(part) && !isSpelledOut(part)) || /^0+$/.test(part);
  if (/^[A-Za-z]+$/.test(part)) return isSafeLetters(part);
  if (/^0x[0-9a-f]{1,16}$/i.test(part)) return !holdsText(part.slice(2));
  if (/^0{2,}[0-9a-f]{4,14}$/i.test(part) && (part.length === 16 || part.length === 8)) return !holdsText(part);
  if (TIME.test(part) || WHOLE.has(part) || MAPPED.test(part)) return true;
  return isSafeMixture(part.match(/[A-Za-z]+|\d+/g) ?? []);
}

function isSafeMixture(runs: readonly string[]): boolean {
  let odd = 0;
  let digits = 0;
  for (const [at, run] of runs.entries()) {
    if (run.charCodeAt(0) < 0x40) {
      digits += run.length;
      continue;
    }
    const isUnit = at > 0 && UNIT.test(run);
    const isPrefix = at + 1 < runs.length && PREFIX.test(run);
    if (isUnit || isPrefix) odd += 0.5;
    else if (run.length <= 2) odd++;
    else if (!isSafeLetters(run)) return false;
    else if (PASSWORD_LIKE.test(run) && runs.length === 2 && digits + (runs[1]?.length ?? 0) > 2) return false;
  }
  const isPlain = runs.length <= 2 && odd < 1;
  return isPlain ? digits <= 12 : odd <= 1 && digits <= (odd >= 1 ? 2 : 6);
}

/** Issuers' prefixes and the check digit (ISO/IEC 7812). */
export function isCardNumber(digits: string): boolean {
  if (
    !/^(?:4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14})$/.test(
      digits,
    )
  )
    return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** A number that is nothing but letters where two digits are a character: `7973747472756772`. */
function isSpelledOut(digits: string): boolean {
  return digits.length >= 14 && /^(?:3\d|4[1-9]|5\d|6[1-9]|7\d){7,}$/.test(digits) && /[4-7]\d(?:[4-7]\d){3}/.test(digits);
}

const MASKED = 0x2a;

/** Hexadecimal digits that are readable as text: a pointer's two upper bytes are zero and its others are seldom all readable. */
export function holdsText(hex: string): boolean {
  const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
  let run = 0;
  let longest = 0;
  let length = 0;
  let isStarred = true;
  for (let at = 0; at < digits.length; at += 2) {
    const byte = Number.parseInt(digits.slice(at, at + 2), 16);
    if (length > 0 || byte !== 0) length++;
    const isReadable = byte >= 0x20 && byte < 0x7f;
    if (isReadable && byte !== MASKED) isStarred = false;
    run = isReadable ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return !isStarred && (length > 6 ? longest >= 5 : length >= 4 && longest === length);
}

/** The digits with every readable byte as an asterisk: 0x2a. */
export function maskText(hex: string): string {
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const masked = even.replace(/../g, (pair) => {
    const byte = Number.parseInt(pair, 16);
    return byte >= 0x20 && byte < 0x7f ? '2a' : pair;
  });
  return masked.slice(even.length - hex.length);
}

const PARTS = /[A-Za-z0-9]+|[^\x00-\x7f]+/g;
const LETTER = /[\p{L}\p{N}]/u;

/** Parts that are joined by `_`, `-`, `.` and the like. */
export function isSafeWord(word: string, kept: ReadonlySet<string>): boolean {
  if (kept.size > 0 && kept.has(word.toLowerCase())) return true;
  const odd = new Set<string>();
  let sure = 0;
  for (const [part] of word.matchAll(PARTS)) {
    if (kept.size > 0 && kept.has(part.toLowerCase())) continue;
    if (part.charCodeAt(0) > 0x7f ? LETTER.test(part) : !isSafePart(part)) return false;
    if (part.length > 2) sure++;
    else if (/[A-Za-z]/.test(part) && !SHORT.has(part.toLowerCase())) odd.add(part);
  }
  return odd.size <= 2 || sure >= odd.size;
}
