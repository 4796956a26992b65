#!/usr/bin/env node
// Reliability of the confidences over labelled cases: claimed against actual, and a temperature fitted leaving out one family of cases at a
// time. usage: node scripts/calibration.mjs DIR... ; prints a Markdown table. Needs a build.
import { scoreCases } from '../dist/commands/score/run.js';

const dirs = process.argv.slice(2);
const rows = [];
for (const dir of dirs) rows.push(...(await scoreCases(dir, {})));
const scored = rows
  .filter((row) => typeof row.confidence === 'number')
  .map((row) => ({ p: row.confidence, right: row.points >= 0.75 ? 1 : 0, family: row.want.split('/')[0] }));
const brier = (list, t = 1) => list.reduce((sum, row) => sum + (temper(row.p, t) - row.right) ** 2, 0) / (list.length || 1);
function temper(p, t) {
  const clipped = Math.min(0.9999, Math.max(0.0001, p));
  return 1 / (1 + Math.exp(-Math.log(clipped / (1 - clipped)) / t));
}

const edges = [0.6, 0.7, 0.8, 0.9, 0.95, 1.0001];
console.log('| claimed | cases | mean claimed | actually right |\n|---|---|---|---|');
for (let i = 0; i + 1 < edges.length; i++) {
  const bin = scored.filter((row) => row.p >= edges[i] && row.p < edges[i + 1]);
  if (bin.length === 0) continue;
  const mean = (f) => bin.reduce((sum, row) => sum + f(row), 0) / bin.length;
  console.log(
    `| ${edges[i].toFixed(2)} – ${Math.min(1, edges[i + 1]).toFixed(2)} | ${bin.length} | ${mean((row) => row.p).toFixed(3)} | ${mean((row) => row.right).toFixed(3)} |`,
  );
}

// What the constants would be if one family had never been seen: a temperature for all other families, judged on the one left out.
let leftOut = 0;
let count = 0;
for (const family of new Set(scored.map((row) => row.family))) {
  const others = scored.filter((row) => row.family !== family);
  const mine = scored.filter((row) => row.family === family);
  let best = 1;
  for (let t = 0.5; t <= 3; t += 0.05) if (brier(others, t) < brier(others, best)) best = t;
  leftOut += brier(mine, best) * mine.length;
  count += mine.length;
}
console.log(
  `\nBrier score ${brier(scored).toFixed(3)}; with a temperature fitted leaving the family of each case out ${(leftOut / count).toFixed(3)} (${scored.length} cases with a confidence).`,
);
