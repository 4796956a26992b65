/**
 * What `docker compose up` prints when a container ends:
 *   redis-1 exited with code 139
 *   awx_redis exited with code 132 (restarting)
 * Only names that speak of Redis become records; the others of the same console are not our business. The lines carry no time.
 */
import type { BlockReader, Format } from '../../model/format.js';
import type { ContainerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, wrapperStamp } from './cite.js';
import { OURS } from './pod-record.js';

const EXITED = /^([\w.-]{1,120}) exited with code (\d{1,3})( \(restarting\))?$/;

class ComposeExitReader implements BlockReader {
  private readonly record: ContainerRecord;

  constructor(match: RegExpExecArray, context: LineContext) {
    const [text, name, code, restarting] = match;
    this.record = {
      type: 'container',
      source: 'docker-inspect',
      entry: context.entry,
      sub: context.sub,
      cite: citeOf(text, context),
      stamp: wrapperStamp(context),
      name: keep(name, 120),
      event: restarting === undefined ? 'exited' : 'restarted',
      exitCode: Number(code),
      message: `exited with code ${code}`,
      fields: { via: 'docker compose' },
    };
  }

  line(): 'refused' {
    return 'refused';
  }

  finish(): ContainerRecord[] {
    return [this.record];
  }
}

export const composeExit: Format = {
  name: 'compose-exit',
  samples: ['redis-1 exited with code 139', 'awx_redis exited with code 132 (restarting)'],
  open(text, context) {
    if (text.length > 200 || !text.includes(' exited with code ')) return undefined;
    const match = EXITED.exec(text);
    return match !== null && OURS.test(match[1]) ? new ComposeExitReader(match, context) : undefined;
  },
};
