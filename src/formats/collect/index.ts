import type { Format } from '../../model/format.js';
import { MANIFEST } from './manifest.js';
import { MAPS } from './maps.js';
import { MEMORY } from './memory.js';

export { Binaries } from '../../binary/index.js';
export { CollectedProcess } from './process.js';
export { ServerImage } from './server-image.js';

/** Files of a collector's bundle that nothing else prints. */
export const COLLECT_FORMATS: Format[] = [MANIFEST, MEMORY, MAPS];
