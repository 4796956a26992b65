/**
 * Logs of several containers in one text, each behind the command that printed it:
 *
 *   $ kubectl logs -f rfr-redisfailover-1
 *   ### $ kubectl -n prod logs redis-node-0 -c sentinel
 *   [root@node1 ~]# docker logs --tail 100 redis-2
 *
 * The lines below belong to what the command names; in containers all pids are 1, and without that they would be one process. Not handled: a selector (`-l`),
 * `docker compose logs` (it names the service on each line), commands that only end in `| grep`.
 */
import type { LineTaker } from '../splitter.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser } from './layer.js';

const MAX_COMMAND_BYTES = 300;
/** A prompt, a heading or nothing in front of the command. */
const COMMAND = /^(?:[#>*\s]{0,8}|.{0,80}?[$#%>❯➜]\s{1,3})(?:sudo )?(kubectl|oc|k|docker|podman|crictl)\s(.{0,200}\s)?logs\s(.{1,200})$/u;
const WITH_VALUE: ReadonlySet<string> = new Set([
  '-n',
  '--namespace',
  '--tail',
  '--since',
  '--since-time',
  '--until',
  '--context',
  '--kubeconfig',
]);
const LETTER_L = 0x6c;

/** `pod` or `pod/container` that a command asks the log of. */
export function logCommandName(text: string): string | undefined {
  const found = COMMAND.exec(text.trimEnd());
  if (found === null) return undefined;
  const words = found[3]!.split('|')[0]!.trim().split(/\s+/);
  const named: string[] = [];
  let container: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '-l' || word.startsWith('--selector')) return undefined;
    if (word === '-c' || word === '--container') container = words[++i];
    else if (word.startsWith('--container=')) container = word.slice('--container='.length);
    else if (WITH_VALUE.has(word)) i++;
    else if (!word.startsWith('-')) named.push(word);
  }
  const [name, second] = named;
  if (name === undefined || named.length > 2 || !/^[\w][\w./-]{0,120}$/.test(name)) return undefined;
  const inside = container ?? second;
  return inside === undefined || !/^[\w][\w.-]{0,80}$/.test(inside) ? name : `${name}/${inside}`;
}

/** Only a line that holds ` logs ` is made text of. */
function nameAt(bytes: Buffer, start: number, end: number): string | undefined {
  if (end - start > MAX_COMMAND_BYTES || end - start < 10) return undefined;
  for (let i = start + 3; i + 6 <= end; i++)
    if (bytes[i] === LETTER_L && bytes[i - 1] === 0x20 && bytes[i + 4] === 0x20 && bytes.toString('latin1', i, i + 4) === 'logs')
      return logCommandName(bytes.toString('utf8', start, end));
  return undefined;
}

class ConsolesLayer extends Layer {
  private name = '';

  take(bytes: Buffer, start: number, end: number): void {
    this.name = nameAt(bytes, start, end) ?? this.name;
    this.context.sub = this.name;
    this.next.take(bytes, start, end);
  }
}

/** Two different names: one alone tells nothing apart. */
export const recogniseConsoles: Recogniser = (head: readonly HeadLine[]) => {
  const names = new Set(head.map(({ bytes, end }) => nameAt(bytes, 0, end)).filter((name) => name !== undefined));
  if (names.size < 2) return undefined;
  return { name: 'consoles', open: (next: LineTaker, environment: LayerEnvironment) => new ConsolesLayer(next, environment) };
};
