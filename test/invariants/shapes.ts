/** Ways in which collectors hand over the lines of one server: each turns plain lines (oldest first) into the text of an export. */

export interface WrapShape {
  name: string;
  wrap(lines: string[]): string;
}

/** Stamps of the collector: those of the line itself where it has one, else the last one before it. */
function stamped(lines: string[]): { line: string; iso: string; clock: string }[] {
  let last = '2026-11-23T06:00:00.000Z';
  return lines.map((line) => {
    const found = /^\d+:\w (\d\d) (\w{3}) (\d{4}) (\d\d:\d\d:\d\d\.\d{3}) /.exec(line);
    if (found) {
      const month = String('JanFebMarAprMayJunJulAugSepOctNovDec'.indexOf(found[2]) / 3 + 1).padStart(2, '0');
      last = `${found[3]}-${month}-${found[1]}T${found[4]}Z`;
    }
    return { line, iso: last, clock: last.slice(11, 19) };
  });
}

const csv = (text: string) => `"${text.replaceAll('"', '""')}"`;
const each = (name: string, wrap: (line: string, iso: string, clock: string, i: number) => string, head: string[] = []): WrapShape => ({
  name,
  wrap: (lines) => `${[...head, ...stamped(lines).map(({ line, iso, clock }, i) => wrap(line, iso, clock, i))].join('\n')}\n`,
});
const START_SCRIPT = Array.from({ length: 80 }, (_, i) => `+ step ${i} of the start script: chown -R redis /data/${i}`);

export const SHAPES: WrapShape[] = [
  each('foreman', (line, _iso, clock) => `${clock} redis.1      | ${line}`),
  each('overmind', (line) => `redis   | ${line}`),
  each('stern', (line) => `redis-master-0 redis ${line}`),
  each('kubetail', (line) => `[redis-master-0] ${line}`),
  each('docker compose --timestamps', (line, iso) => `redis-1  | ${iso} ${line}`),
  each('Rancher', (line, iso) => `${iso.slice(0, 10)} ${iso.slice(11, 23)} | ${line}`),
  each('aws logs tail', (line, iso) => `${iso.replace('Z', '000+00:00')} redis/redis/0f1e2d3c ${line}`),
  each('tab', (line, iso) => `${iso}\t${line}`),
  each('table of a viewer', (line, iso) => `|   | ${iso.replace('T', ' ').replace('Z', '')} | ${line} |`),
  each('colours', (line) => `\u001b[36mredis-1  |\u001b[0m ${line}\u001b[0m`),
  each('Grafana CSV', (line, iso) => `${csv(iso.replace('T', ' ').replace('Z', ''))},${csv(line)}`, ['"Time","Line"']),
  each('CloudWatch CSV', (line, iso) => `${Date.parse(iso)},${csv(line)}`, ['timestamp,message']),
  each('Kibana CSV', (line, iso) => `${csv(iso)},redis-0,${csv(line)}`, ['"@timestamp","kubernetes.pod.name",message']),
  each('fluent-bit', (line, iso) =>
    JSON.stringify({ date: Date.parse(iso) / 1000, stream: 'stdout', log: line, kubernetes: { pod_name: 'redis-0' } }),
  ),
  each('Cloud Logging', (line, iso) =>
    JSON.stringify({ textPayload: line, timestamp: iso, resource: { labels: { pod_name: 'redis-0' } } }),
  ),
  each('Azure', (line, iso) => JSON.stringify({ time: iso, category: 'ConnectedClientList', properties: { message: line } })),
  each('docker', (line, iso) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: iso })),
  { name: 'CR alone', wrap: (lines) => lines.join('\r') },
  { name: 'CRLF', wrap: (lines) => `${lines.join('\r\n')}\r\n` },
  { name: 'start script', wrap: (lines) => `${[...START_SCRIPT, ...lines].join('\n')}\n` },
  {
    name: 'start script behind the prefix of a viewer',
    wrap: (lines) => `${[...START_SCRIPT, ...lines].map((line) => `Mon, Nov 23 2026 9:42:15 pm | ${line}`).join('\n')}\n`,
  },
  each('HTML', (line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  each('Markdown', (line) => line.replace(/ ([*#.-]) /, ' \\$1 ')),
  { name: 'code fence', wrap: (lines) => `It said:\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\nand that is all.\n` },
  {
    name: 'newest first, stamped',
    wrap: (lines) =>
      `${stamped(lines)
        .map(({ line, iso }) => `${iso} ${line}`)
        .reverse()
        .join('\n')}\n`,
  },
  { name: 'newest first, plain', wrap: (lines) => `${[...lines].reverse().join('\n')}\n` },
  {
    name: 'newest first, CSV',
    wrap: (lines) =>
      `"Time","Line"\n${stamped(lines)
        .map(({ line, iso }) => `${csv(iso)},${csv(line)}`)
        .reverse()
        .join('\n')}\n`,
  },
];
