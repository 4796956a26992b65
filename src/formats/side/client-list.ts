/**
 * CLIENT LIST, CLIENT INFO and the client lines of other replies (catClientInfoString in networking.c, all versions):
 *   id=16 addr=127.0.0.1:44544 laddr=127.0.0.1:6379 fd=11 name= age=0 idle=0 flags=N db=0 … cmd=client|list user=default
 * 2.4–2.8.11 have no id. Valkey adds fields at the end.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ClientInfo, ClientListRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, wrapperStamp } from './cite.js';

const MAX_CLIENTS = 200;
const CLIENT = /^(?:txt:)?(?:id=\d{1,20} )?addr=\S{0,200} (?:laddr=\S{0,200} )?fd=-?\d{1,10} name=/;
const FIELD = /(?:^| )([a-z][a-z-]{0,30})=([^ ]*)/g;

export function detectClientLine(text: string): boolean {
  return CLIENT.test(text) && text.includes(' age=') && text.includes(' flags=');
}

export function parseClientLine(text: string, context: LineContext): ClientInfo {
  const client: ClientInfo = { cite: citeOf(text, context) };
  for (const [, key, value] of text.slice(0, 8192).matchAll(FIELD)) {
    if (key === 'age' || key === 'idle') client[key] = Number(value);
    else if (key === 'id' || key === 'addr' || key === 'laddr' || key === 'name' || key === 'flags' || key === 'cmd' || key === 'user')
      client[key] = keep(value, 300);
  }
  return client;
}

class ClientListReader implements BlockReader {
  private readonly record: ClientListRecord;

  constructor(text: string, context: LineContext) {
    const cite = citeOf(text, context);
    this.record = { type: 'clients', entry: context.entry, sub: context.sub, cite, stamp: wrapperStamp(context), clients: [], count: 0 };
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text === '') return 'taken';
    if (!detectClientLine(text)) return 'refused';
    this.record.count += 1;
    if (this.record.clients.length < MAX_CLIENTS) this.record.clients.push(parseClientLine(text, context));
    return 'taken';
  }

  finish(): ClientListRecord[] {
    return [this.record];
  }
}

export const clientList: Format = {
  name: 'client-list',
  samples: [
    'id=16 addr=127.0.0.1:44544 laddr=127.0.0.1:6379 fd=11 name= age=0 idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=26 cmd=client|list user=default',
    'addr=127.0.0.1:52555 fd=5 name= age=855 idle=0 flags=N db=0 sub=0 psub=0 multi=-1 qbuf=0 qbuf-free=32768 obl=0 oll=0 omem=0 events=r cmd=client',
  ],
  open(text, context) {
    return detectClientLine(text) ? new ClientListReader(text, context) : undefined;
  },
};
