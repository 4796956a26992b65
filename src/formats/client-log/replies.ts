/**
 * Sentences with which the server answers a command, as clients quote them. They are the server's own words: server.c createSharedObjects,
 * rejectCommand, processCommand; cluster.c clusterRedirectClient; networking.c acceptCommonHandler. Redis 2.6 and later, Valkey.
 *   ERR Error running script: OOM command not allowed when used memory > 'maxmemory'.
 *   redis.exceptions.ReadOnlyError: You can't write against a read only replica.
 * redis-py takes the code off (`ReadOnlyError: You can't…`), so the sentence is looked for and not its first word.
 */
import type { ClientError } from '../../model/records.js';

interface Reply {
  error: ClientError;
  says: RegExp;
}

const REPLIES: readonly Reply[] = [
  { error: 'oom', says: /OOM command not allowed|command not allowed when (?:used memory > 'maxmemory'|under OOM prevention)/ },
  {
    error: 'misconf',
    says: /MISCONF |is configured to save RDB snapshots, but|Errors writing to the AOF file: |can't persist AOF|unable to persist (?:to|on) disk/,
  },
  { error: 'readonly', says: /READONLY You can't write|You can't write against a read only (?:replica|slave|script)/ },
  { error: 'loading', says: /\bLOADING (?:Redis|Valkey|KeyDB|The server)|(?:Redis|Valkey) is loading the dataset in memory/ },
  {
    error: 'busy',
    says: /\bBUSY (?:Redis|Valkey) is busy|(?:Redis|Valkey) is busy running a (?:script|function)|\bUNKILLABLE Sorry the script/,
  },
  {
    error: 'noauth',
    says: /NOAUTH Authentication required|\bAuthentication required\.|operation not permitted"?$|HELLO must be called with the client already auth/,
  },
  {
    error: 'wrongpass',
    says: /WRONGPASS |invalid username-password pair|ERR (?:AUTH failed|invalid password)|\bClient sent AUTH, but no password is set|AUTH <password> called without any password configured/,
  },
  { error: 'noperm', says: /\bNOPERM |has no permissions to (?:run|access)|No permissions to access a (?:key|channel)/ },
  { error: 'clusterdown', says: /CLUSTERDOWN |\bHash slot not served|The cluster is down(?:\b|$)/ },
  {
    error: 'masterdown',
    says: /MASTERDOWN |Link with (?:MASTER|PRIMARY) is down and|NOMASTERLINK |Can't SYNC while not connected with my (?:master|primary)/,
  },
  { error: 'noreplicas', says: /NOREPLICAS |Not enough good (?:replicas|slaves) to write/ },
  { error: 'maxclients', says: /max number of clients(?: \+ cluster connections)? reached/ },
  { error: 'tryagain', says: /TRYAGAIN |Multiple keys request during rehashing of slot/ },
  { error: 'protected', says: /DENIED (?:Redis|Valkey) is running in protected mode|is running in protected mode because/ },
  { error: 'moved', says: /\b(?:MOVED|ASK) \d{1,5} \S{0,300}:\d{1,5}\b/ },
  { error: 'execabort', says: /EXECABORT |Transaction discarded because of previous errors/ },
];

/** The quotation: from the code on, where there is one, to the end of the sentence. */
const QUOTED =
  /(?:OOM command|MISCONF|READONLY|LOADING|BUSY|UNKILLABLE|NOAUTH|WRONGPASS|NOPERM|CLUSTERDOWN|MASTERDOWN|NOMASTERLINK|NOREPLICAS|ERR |TRYAGAIN|DENIED|MOVED|ASK|EXECABORT)[^"\\\r\n]{0,160}/;

/** Words that only a text about Redis writes like this; a sentence that other programs may write too needs a sign of Redis beside it. */
const OWN_WORDS =
  /OOM command|MISCONF |READONLY You|LOADING (?:Redis|Valkey)|BUSY (?:Redis|Valkey)|UNKILLABLE|NOAUTH|WRONGPASS|NOPERM|CLUSTERDOWN|MASTERDOWN|NOMASTERLINK|NOREPLICAS|max number of clients|TRYAGAIN|EXECABORT|Hash slot|read only (?:replica|slave)|RDB snapshots/;

/** What a server answered, quoted in a line. */
export function parseQuotedReply(text: string, speaksOfRedis: boolean): { error: ClientError; reply: string } | undefined {
  for (const { error, says } of REPLIES) {
    const found = says.exec(text);
    if (found === null) continue;
    if (!speaksOfRedis && !OWN_WORDS.test(text)) continue;
    const quoted = QUOTED.exec(text.slice(Math.max(0, found.index - 12)))?.[0] ?? text.slice(found.index, found.index + 160);
    return { error, reply: quoted.trim() };
  }
  return undefined;
}
