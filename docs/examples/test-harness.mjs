// After a test run: what did the servers' logs say? Usage: node test-harness.mjs FOLDER
import { analyze, render } from 'redis-forensics';

const [folder = '.'] = process.argv.slice(2);
const report = await analyze([folder]);
if (report.verdict.status === 'incident') {
  console.log(render(report, 'markdown', { brief: true }));
  process.exitCode = 1;
} else {
  console.log(`${report.verdict.status}: nothing that would fail this run`);
}
