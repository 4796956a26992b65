import type { Format } from '../../model/format.js';

export const SIDE_FORMATS: Format[] = [];
export { type EntryName, parseEntryName } from './entry-name.js';
