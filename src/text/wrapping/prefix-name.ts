/** Who wrote a line, as its prefix says: `redis.1`, `redis-0/redis`, `MASTER2`. Stamps, levels, numbers and marks name nobody. */

const MAX_TOKENS = 24;
const MAX_NAME = 120;
const NOT_NAMES = new Set(
  (
    'jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december ' +
    'mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday am pm utc gmt z ' +
    'cet cest est edt pst pdt cst cdt bst ist jst msk stdout stderr out err f p ' +
    'trace debug verbose info notice warn warning error err fatal crit critical alert emerg panic dbg inf wrn ' +
    'log line message msg text time timestamp ts level stream'
  ).split(' '),
);
const NAME_KEYS = /^(?:pod|pod_name|container|container_name|host|hostname|instance|service|app|job|node|name|task|unit|component)$/i;
/** `server.go:174`, and the level and date of glog: `I0516`. */
const SOURCE = /^(?:[\w./-]+\.\w{1,4}:\d+|[IWEFD]\d{4})$/;
const EDGE = /^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu;
const STAMP = /^\d[\d.,:+/-]*(?:[TtZz][\d.,:+-]*)*[Zz]?$/;

/** '' when nobody is named, or more words stand there than a name has. */
export function nameInPrefix(prefix: string): string {
  if (prefix.includes('":') || prefix.includes('",')) return '';
  const names: string[] = [];
  for (const token of prefix.split(/[\s|›]+/, MAX_TOKENS)) {
    const name = nameOf(token);
    if (name !== '' && !names.includes(name)) names.push(name);
  }
  return names.length <= 2 ? names.join('/').slice(0, MAX_NAME) : '';
}

function nameOf(token: string): string {
  const equals = token.indexOf('=');
  if (equals > 0) return NAME_KEYS.test(token.slice(0, equals).replace(EDGE, '')) ? token.slice(equals + 1).replace(EDGE, '') : '';
  // `app[redis.1]:` keeps its bracket.
  const bare = /^[\w.-]+\[[^\]]+\]:?$/.test(token) ? token.replace(/:$/, '') : token.replace(EDGE, '');
  if (bare.length === 0 || STAMP.test(bare) || SOURCE.test(bare) || !/[\p{L}]/u.test(bare)) return '';
  return NOT_NAMES.has(bare.toLowerCase()) ? '' : bare;
}
