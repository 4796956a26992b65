/**
 * `docker ps -a` (also podman): rows of containers whose image, command or name speaks of Redis become records.
 *   CONTAINER ID   IMAGE         COMMAND                  CREATED        STATUS                       PORTS      NAMES
 *   3f1c0a5b7d9e   redis:7.4.1   "docker-entrypoint.s…"   2 hours ago    Exited (137) 5 minutes ago              cache
 * The times are relative to an unknown moment: the records have no stamp.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ContainerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP } from './cite.js';

const MAX_RECORDS = 200;
const HEADER = /^CONTAINER ID +IMAGE +COMMAND +CREATED +STATUS +PORTS +NAMES *$/;
const ROW = /^([0-9a-f]{12}) +(\S{1,300}) +(".{0,200}?") +/;
const STATUS =
  /\b(Up [^(]{1,40}?|Exited \((\d{1,3})\) .{1,40}?|Restarting \((\d{1,3})\) .{1,40}?|Created|Dead)(?: \((healthy|unhealthy|Paused)\))?(?: {2,}|$)/;

function eventOf(status: string): ContainerRecord['event'] {
  if (status.startsWith('Exited') || status === 'Dead') return 'exited';
  if (status.startsWith('Restarting')) return 'restarted';
  return status.startsWith('Up') ? 'running' : 'other';
}

class DockerPsReader implements BlockReader {
  private readonly records: ContainerRecord[] = [];

  line(text: string, context: LineContext): BlockAnswer {
    const row = text.length < 4096 ? ROW.exec(text) : null;
    if (!row) return text.trim() === '' ? 'taken' : 'refused';
    const status = STATUS.exec(text.slice(row[0].length - 1));
    const name = text.slice(text.trimEnd().lastIndexOf(' ') + 1).trim();
    const speaks = /redis|valkey|sentinel|keydb/i.test(`${row[2]} ${row[3]} ${name}`);
    if (status && speaks && this.records.length < MAX_RECORDS) this.records.push(this.record(row, status, name, text, context));
    return 'taken';
  }

  finish(): ContainerRecord[] {
    return this.records;
  }

  private record(row: RegExpExecArray, status: RegExpExecArray, name: string, text: string, context: LineContext): ContainerRecord {
    const code = status[2] ?? status[3];
    const health = status[4] ? { health: status[4] } : undefined;
    const record: ContainerRecord = {
      type: 'container',
      source: 'docker-inspect',
      entry: context.entry,
      sub: context.sub,
      cite: citeOf(text, context),
      stamp: { ...NO_STAMP },
      name: keep(name, 200),
      event: eventOf(status[1]),
      message: keep(status[0].trim(), 200),
      fields: { via: 'docker ps', id: row[1], image: row[2], command: row[3], ...health },
    };
    return code === undefined ? record : { ...record, exitCode: Number(code) };
  }
}

export const dockerPs: Format = {
  name: 'docker-ps',
  samples: ['CONTAINER ID   IMAGE         COMMAND                  CREATED        STATUS                       PORTS      NAMES'],
  open(text) {
    return HEADER.test(text) ? new DockerPsReader() : undefined;
  },
};
