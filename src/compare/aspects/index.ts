import type { Aspect } from '../cell.js';
import { CAUSE } from './cause.js';
import { ENVIRONMENT } from './environment.js';
import { OUTCOME } from './outcome.js';

/** In the order in which a reader asks: what happened, why, where, and what the inputs could show at all. */
export const ASPECTS: readonly Aspect[] = [...OUTCOME, ...CAUSE, ...ENVIRONMENT];
