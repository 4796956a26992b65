// Accuracy over the labelled cases against the floors of fixtures/score-floor.json: a change may raise them, never fall under them.
// usage: node scripts/ci-score.mjs   (after npm run build). Folders that are not there are skipped; the bundled one must be.
import { existsSync, readFileSync } from 'node:fs';
import { scoreCases } from '../dist/commands/score/run.js';
import { renderScore, summarize } from '../dist/commands/score/summary.js';

const BUNDLED = 'fixtures/cases';
const AT_LEAST = ['score', 'perIncident', 'perKind', 'answers'];
const AT_MOST = ['falseAlarms', 'forbidden', 'confirmedWrong', 'failed', 'brier'];
const root = new URL('..', import.meta.url);
const floors = JSON.parse(readFileSync(new URL('fixtures/score-floor.json', root), 'utf8'));

function lost(summary, floor) {
  return Object.entries(floor).flatMap(([figure, bound]) => {
    if (AT_LEAST.includes(figure)) {
      const value = figure === 'answers' ? (summary.answers?.overall ?? 0) : summary[figure];
      return value < bound ? [`${figure} ${value.toFixed(4)} < ${bound}`] : [];
    }
    if (AT_MOST.includes(figure)) return summary[figure] > bound ? [`${figure} ${summary[figure]} > ${bound}`] : [];
    return [`unknown figure ${figure}`];
  });
}

let failed = false;
for (const [folder, floor] of Object.entries(floors)) {
  const path = new URL(`${folder}/`, root).pathname;
  if (!existsSync(path) && folder !== BUNDLED) {
    console.log(`${folder}: not here, skipped`);
    continue;
  }
  const rows = await scoreCases(path);
  const summary = summarize(rows);
  const problems = rows.length === 0 ? ['no labelled case'] : lost(summary, floor);
  console.log(renderScore(rows, summary, problems.length > 0));
  console.log(problems.length > 0 ? `${folder}: UNDER THE FLOOR: ${problems.join('; ')}` : `${folder}: at or above the floor`);
  failed ||= problems.length > 0;
}
process.exitCode = failed ? 1 : 0;
