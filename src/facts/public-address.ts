const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
/** `addr=203.0.113.7:41022` of a client's description; anything else is the address itself. */
const CLIENT_ADDRESS = /(?:^|\s)addr=(\S{1,100}?):\d{1,5}(?:\s|$)/;

/** Does the text name an address that private, local, shared (RFC 6598) and link-local networks do not use? Names of hosts are never public:
 * nobody knows where they lead. */
export function isPublicAddress(text: string): boolean {
  const host = (CLIENT_ADDRESS.exec(text)?.[1] ?? text).replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  const parts = IPV4.exec(host);
  if (parts === null) return /^[23][0-9a-f]{3}:/i.test(host);
  const [a, b] = [Number(parts[1]), Number(parts[2])];
  if (parts.slice(1).some((part) => Number(part) > 255)) return false;
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  return !((a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b < 128));
}
