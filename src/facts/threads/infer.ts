import { sameModule } from './holders.js';
import { MODULE_LOCK } from './locks.js';
import { commandEffect } from './main-activity.js';
import { callOf } from './primitive.js';
import { poolOf } from './roles.js';
import { has, type Stack } from './stack.js';
import { callerName, type Reading } from './wait.js';

/** RediSearch releases hide their symbols: main then sleeps in nameless module frames below a command. With threads of a
 * RediSearch pool at a barrier or wanting the module lock at the same time, that is the pool's barrier (row 6, medium);
 * the same frames without such threads are only a sleep. */
export function inferPoolWait(readings: readonly Reading[], hints: { command?: string[] }): void {
  const main = readings.find((reading) => reading.main);
  if (main?.state !== 'sleeping' || !sleepsInModule(main.stack)) return;
  const pool = readings.filter(
    (reading) => !reading.main && poolOf(reading.role) !== undefined && sameModule(main.stack, reading.stack) !== false,
  );
  const arrived = pool.filter((reading) => reading.state === 'arrived');
  const wanting = pool.filter((reading) => reading.wait?.id === MODULE_LOCK);
  const effect = commandEffect(hints.command);
  // Without an arrival only the command tells a barrier from a module's own sleep.
  if (arrived.length === 0 && (wanting.length === 0 || !usesUsleep(main.stack))) return;
  const name = poolOf((arrived[0] ?? wanting[0]).role);
  main.state = 'waiting';
  main.trust = arrived.length > 0 || effect !== undefined ? 'medium' : 'low';
  main.doing = `polls inside the module for all threads of the ${name} pool`;
  main.wait = { kind: 'barrier', id: 'barrier', label: 'barrier', nature: 'arrival', pool: { name } };
}

/** Any module: main polls in short sleeps under the module lock for something that its own blocked thread would have to do. */
export function inferPolling(readings: readonly Reading[]): void {
  const main = readings.find((reading) => reading.main);
  if (main?.state !== 'sleeping' || !has(main.stack, /^RedisModuleCommandDispatcher$/)) return;
  const pause = main.stack.inner.map((step) => /\buseconds=(?:\w+@entry=)?(\d{1,9})\b/.exec(step.frame.args ?? '')).find(Boolean);
  const every = main.stack.thread.wait?.everyMs;
  const everyUs = pause ? Number(pause[1]) : every === undefined ? undefined : Math.round(1000 * every);
  if (everyUs === undefined || everyUs > LONGEST_POLL_US) return;
  const kin = readings.filter(
    (reading) => !reading.main && reading.wait?.id === MODULE_LOCK && sameModule(main.stack, reading.stack) === true,
  );
  if (kin.length === 0) return;
  const caller = callerName(main.stack);
  main.state = 'waiting';
  main.trust = 'medium';
  main.doing = `polls every ${everyUs} µs in ${caller}`;
  main.wait = { kind: 'condition', id: `condition:polled in ${caller}`, label: `condition polled in ${caller}`, nature: 'arrival' };
}

/** A sleep longer than this is a sleep and not a poll. */
const LONGEST_POLL_US = 100_000;

/** The sleep stands directly under a module's frames, and those under the server's dispatch of a command. */
function sleepsInModule(stack: Stack): boolean {
  const first = stack.rest[0];
  if (first?.name !== '' || first.layer !== 'module') return false;
  return has(stack, /^(?:RedisModuleCommandDispatcher|setModule\w+Config|moduleConfigApply\w*|configSetCommand)$/) !== undefined;
}

/** The barrier polls with usleep(1); a module that sleeps for long uses sleep or nanosleep. */
function usesUsleep(stack: Stack): boolean {
  return callOf(stack).primitive === 'sleep' && stack.inner.some((step) => step.name === 'usleep');
}
