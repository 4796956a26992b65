/** A command line that talks to a server through redis-cli, as typed at a prompt. */
export interface ProbeCommand {
  /** The whole command as typed. */
  command: string;
  host?: string;
  port?: number;
  /** Run under timeout(1). */
  limited: boolean;
  /** The Redis command in upper case, at most three words: `SLOWLOG GET`, `PING`. */
  request: string;
}

const CLI = /^(?:redis|valkey|keydb)-cli$/;
const BEFORE = /^(?:sudo|time|timeout|env|nohup|watch|docker|podman|kubectl|oc|docker-compose|crictl|nerdctl)$/;
const SHELL_PROMPT = /^(?:\[[^\]]{1,120}\]|[\w.@:~/()+ -]{1,120})?[$#%❯] (.{1,4000})$/;
const CLI_PROMPT =
  /^(?:redis |valkey )?([\w.-]{1,253}|\[[0-9a-fA-F:]{2,45}\]):(\d{1,5})(?:\[\d{1,5}\])?(?:\(TX\)|\(subscribed mode\))?> ?(.*)$/;
const OPTIONS_WITH_VALUE = new Set('-h -p -s -a -u -n -r -i -t -d -D -X --user --pass --sni --cacert --cacertdir --cert --key'.split(' '));
const MAX_WORDS = 64;

/** Text behind a shell prompt; undefined when the line is no prompt with a command. */
export function parseShellPrompt(text: string): string | undefined {
  if (text.length > 4200 || !/[$#%❯] /.test(text.slice(0, 250))) return undefined;
  return SHELL_PROMPT.exec(text)?.[1].trim();
}

function requestOf(words: string[]): string {
  return words.slice(0, 3).join(' ').toUpperCase().slice(0, 200);
}

function setTarget(probe: ProbeCommand, option: string, value: string): void {
  if (option === '-h') probe.host = value;
  if (option === '-p' && /^\d{1,5}$/.test(value)) probe.port = Number(value);
  const url = option === '-u' ? /^rediss?:\/\/(?:[^@/]{0,300}@)?([^:/]{1,253})(?::(\d{1,5}))?/.exec(value) : null;
  if (url) {
    probe.host = url[1];
    probe.port = Number(url[2] ?? 6379);
  }
}

/** The position of redis-cli among the words: at the start, or behind the likes of `timeout 5` and `docker exec NAME`. */
function indexOfCli(words: string[]): number {
  const at = words.findIndex((word) => CLI.test(word.slice(word.lastIndexOf('/') + 1)));
  return at <= 0 || BEFORE.test(words[0]) || /^\w+=/.test(words[0]) ? at : -1;
}

/** `timeout 5 redis-cli -h 127.0.0.1 -p 7001 PING`. Without -p, -s or -u redis-cli connects to 127.0.0.1:6379. */
export function parseCliCommand(command: string): ProbeCommand | undefined {
  const words = command.split(/\s+/, MAX_WORDS);
  const at = indexOfCli(words);
  if (at < 0) return undefined;
  const probe: ProbeCommand = { command, limited: words.slice(0, at).includes('timeout'), request: '' };
  let next = at + 1;
  let elsewhere = false;
  for (; next < words.length && words[next].startsWith('-'); next += 1) {
    if (words[next] === '-s') elsewhere = true;
    if (!OPTIONS_WITH_VALUE.has(words[next])) continue;
    setTarget(probe, words[next], words[next + 1] ?? '');
    next += 1;
  }
  if (!elsewhere) {
    probe.host ??= '127.0.0.1';
    probe.port ??= 6379;
  }
  probe.request = requestOf(words.slice(next));
  return probe;
}

/** `127.0.0.1:6379> PING`: the prompt of redis-cli itself. */
export function parseCliPrompt(text: string): ProbeCommand | undefined {
  if (text.length > 4200 || !text.includes('> ')) return undefined;
  const found = CLI_PROMPT.exec(text);
  if (!found || !/^[A-Za-z_][\w.]*(?: |$)/.test(found[3])) return undefined;
  const port = Number(found[2]);
  if (port > 65_535) return undefined;
  return { command: text.trim(), host: found[1], port, limited: false, request: requestOf(found[3].split(/\s+/, 4)) };
}
