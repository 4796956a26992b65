import { core, NOTICE, ofModule, QUIET, ROUTINE, type Row, TROUBLE } from './define.js';

/** module.c moduleLoad, moduleUnload, TerminateModuleForkChild, RM_Fork, RM_Log users in the core. */
const CORE_LINES: Row[] = [
  ['module-loaded', "Module '{name}' loaded from {path}", ROUTINE],
  ['module-unloaded', 'Module {name} unloaded', ROUTINE],
  ['module-load-failed', 'Module {path} failed to load: {reason}', TROUBLE],
  ['module-load-failed', 'Module {path} initialization failed. Module not loaded', TROUBLE],
  ['module-load-failed', 'Module {path} initialization failed. Module name is busy.', TROUBLE],
  ['module-load-failed', 'Module {path} could not be loaded: {reason}', TROUBLE],
  ['module-load-abort', "Can't load module from {path}: server aborting", TROUBLE],
  ['module-not-executable', 'Module {path} failed to load: It does not have execute permissions.', TROUBLE],
  ['module-no-onload', 'Module {path} does not export {symbol} symbol. Module not loaded.', TROUBLE],
  ['module-unload-failed', 'Error unloading module {name}: {reason}', TROUBLE],
  ['module-unload-failed', 'Error when trying to close the {name} module: {reason}', TROUBLE],
  ['module-misuse', 'API misuse detected in module {name}: {reason}', NOTICE],
  ['module-scan-gil', 'RM_Scan callback function is releasing the GIL, which is unsafe.', NOTICE],
  ['module-fork-started', 'Module fork started pid: {pid:d}', ROUTINE],
  ['module-fork-exited', 'Module fork exited pid: {pid:d}, retcode: {code:d}, bysignal: {signal:d}', NOTICE],
  ['module-fork-exited', 'Module fork exited pid: {pid:d}', NOTICE],
  ['fork-failed', "Can't fork for module: {reason}", TROUBLE],
  ['module-config-error', 'Error applying module configuration', TROUBLE],
  ['module-config-error', 'Failed to parse config for module', TROUBLE],
  ['module-auth', 'Module {name} attempted to use', QUIET],
];

/** Lines of any module that say it refuses to work or panicked (Rust). */
const ANY_MODULE: Row[] = [
  ['module-panicked', 'panicked at {place}', TROUBLE],
  ['module-panicked', "thread '{thread}' panicked at {place}", TROUBLE],
];

/** LibMR cluster.c (RedisTimeSeries, RedisGears, RedisAI…) in the handler of `…CLUSTERSET`, which main runs: the only periodic line of a shard of Redis
 * Enterprise at notice, every few seconds. */
const ON_MAIN: Row[] = [
  ['enterprise-build', 'Redis Enterprise version found by {module} : {version}', ROUTINE],
  ['enterprise-build', 'Redis Enterprise version found by {module}: {version}', ROUTINE],
  ['cluster-set', 'Got cluster set command', { ...QUIET, provesMain: true }],
  ['cluster-set-error', 'Could not parse cluster set arguments', { ...NOTICE, provesMain: true }],
];

export const MODULES = [...core(CORE_LINES), ...ofModule(undefined, ANY_MODULE), ...ofModule(undefined, ON_MAIN)];
