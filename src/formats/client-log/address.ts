export interface Address {
  host: string;
  port: number;
}

const HOST = '(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]{2,45}\\]|[A-Za-z][\\w-]{0,62}(?:\\.[\\w-]{1,63}){0,10})';
const URL = new RegExp(`(?:rediss?|valkeys?|tcp|tls)(?:\\+\\w{1,10})?://(?:[^@\\s/"']{0,200}@)?(${HOST}):(\\d{2,5})(?!\\d)`);
const CONFIGURED = new RegExp(`(?:rediss?|valkeys?)://(?:[^@\\s/"']{0,200}@)?(${HOST}):(\\d{2,5})(?!\\d)`);
const DIALLED = new RegExp(`->(${HOST}):(\\d{2,5})(?!\\d)`);
const ENDPOINT = new RegExp(`serverEndpoint: (?:Unspecified/)?(${HOST}):(\\d{2,5})(?!\\d)`);
const PLAIN = new RegExp(`(?:^|[\\s/'"(=@,<])(${HOST}):(\\d{2,5})(?!\\d|:\\d)`, 'g');
/** `client.rb:290`, `nc_core.c:237`, `redis.go:51` are places in a program. */
const SOURCE_FILE = /\.(?:rb|py|js|ts|mjs|cjs|tsx|go|java|kt|scala|c|cc|cpp|h|php|cs|rs|ex|exs|erl|pl|lua|log)$/i;
/** Words that stand before a number without being a host: `line:80`, `attempt:10`. */
const NO_HOST =
  /^(?:line|attempts?|retry|retries|port|pid|id|code|status|errno|error|err|timeout|db|slot|tid|time|ts|level|count|in|is|ERROR|WARN|INFO)$/i;
const PORTS_OF_OTHERS = new Set([80, 443, 2181, 3306, 5432, 5672, 8080, 8125, 9092, 9121, 9200, 11211, 27017]);

/** `url=redis://cache:12471/0` of a client that says at its start where it will connect to. */
export function parseConfiguredAddress(text: string): Address | undefined {
  const found = text.includes('://') ? CONFIGURED.exec(text) : null;
  return found !== null && isPort(found[2]) ? { host: found[1]!, port: Number(found[2]) } : undefined;
}

/** The server that a line speaks of: a URL, the far end of a Go connection, otherwise the last `host:port`, where the ports of Redis come first. */
export function parseAddress(text: string): Address | undefined {
  for (const form of [URL, DIALLED, ENDPOINT]) {
    const found = form.exec(text);
    if (found !== null && isPort(found[2])) return { host: found[1]!, port: Number(found[2]) };
  }
  let best: Address | undefined;
  for (const [, host, port] of text.matchAll(PLAIN)) {
    if (!isPort(port) || SOURCE_FILE.test(host!) || NO_HOST.test(host!)) continue;
    const found = { host: host!, port: Number(port) };
    if (best === undefined || isUsual(found.port) || !isUsual(best.port)) best = found;
  }
  return best;
}

function isPort(text: string | undefined): boolean {
  const port = Number(text);
  return port >= 20 && port <= 65_535;
}

/** 6379 and its neighbours, Sentinel's, and the 7000s of every cluster tutorial. */
function isUsual(port: number): boolean {
  return (port >= 6370 && port <= 6399) || (port >= 26370 && port <= 26399) || (port >= 7000 && port <= 7010);
}

export function isRedisPort(port: number | undefined): boolean {
  return port !== undefined && ((port >= 6379 && port <= 6389) || (port >= 26379 && port <= 26389));
}

export function isForeignPort(port: number | undefined): boolean {
  return port !== undefined && PORTS_OF_OTHERS.has(port);
}
