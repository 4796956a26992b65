import { explainAddress, faultCode } from '../facts/crash-numbers.js';
import { signalName } from '../facts/crashes.js';
import type { Facts } from '../model/facts.js';
import { citation } from './cite.js';
import type { Report } from './schema.js';

export function withPlace(text: string, file: string | undefined, line: number | undefined): string {
  return file === undefined || file === '' ? text : `${text} (${file}:${line ?? '?'})`;
}

/** What the numbers of the report mean, and what stands around it. */
export function detailsOf(crash: Facts['crashes'][number]): Partial<Report['crashes'][number]> {
  const { report } = crash;
  const code = report.signal !== undefined && (report.siCode ?? 0) > 0 ? faultCode(report.signal, report.siCode!) : undefined;
  const stopped = report.assertion ?? report.panic ?? report.outOfMemory;
  return {
    signalName: report.exception ?? (report.signal === undefined ? undefined : signalName(report.signal)),
    codeName: code,
    place: crash.place,
    module: crash.module,
    addressMeaning: stopped === undefined ? explainAddress(report) : undefined,
    bytes: report.outOfMemory?.bytes,
    bytesMeaning: crash.size?.text,
    bits: report.bits,
    lastWords: report.lastWords?.map((words) => ({
      by: words.by,
      text: [words.message, words.fn, words.file === undefined ? undefined : `${words.file}:${words.fileLine ?? '?'}`]
        .filter((part) => part !== undefined && part !== '')
        .join(', '),
      citation: citation(words.cite, crash.timeMs),
    })),
    context: report.context,
    nested: report.nestedFault === undefined ? undefined : { text: report.nestedFault.text, citation: citation(report.nestedFault.cite) },
    memoryTest: report.memoryTest,
    ...(crash.loading === true ? { loading: true } : {}),
    asked: crash.asked,
    suspicious: crash.suspicious,
    unwritten: report.unwritten,
  };
}
