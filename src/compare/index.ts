export { summariseRuns } from './runs.js';
export { compareReports } from './sides.js';
