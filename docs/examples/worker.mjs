// Analyses in a thread of their own, so that the program's own event loop goes on; a report is plain data and crosses over as it is.
// Usage: node worker.mjs FILE...
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { analyze } from 'redis-forensics';

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { workerData: process.argv.slice(2), resourceLimits: { maxOldGenerationSizeMb: 512 } });
  worker.once('message', (report) => console.log(report.verdict.status, report.verdict.kind ?? '', report.verdict.confidence));
  worker.once('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
} else {
  parentPort.postMessage(await analyze(workerData));
}
