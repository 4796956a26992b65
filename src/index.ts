/**
 * redis-forensics as a library: the pipeline of the command, without its console and its exit codes. What the report holds is the promise
 * (`schema`, a change that breaks readers raises its number); everything else that is exported here follows semver.
 */
export { type AnalyzeOptions, analyze } from './analyze.js';
export { compareReports as compare, summariseRuns as compareRuns } from './compare/index.js';
export type { Comparison } from './compare/schema.js';
export type { NamedReport } from './compare/side.js';
export type { GivenInput, Input, SourceLimits } from './model/source.js';
export { RedactionError, redactReport as redact } from './redact/report.js';
export { FORMATS, type Format, type RenderOptions, render } from './render/index.js';
export { asReport, NotAReport } from './report/saved.js';
export type { Incident, Report } from './report/schema.js';
export { UsageError } from './usage-error.js';
export { VERSION } from './version.js';
