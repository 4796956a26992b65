/** Name and number of the published report. In a file of its own, so that an analysis need not load the schema's library. */
export const SCHEMA = 'redis-forensics.report/1';
