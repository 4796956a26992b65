import { core, ofModule, QUIET, type Row } from './define.js';

/** module.c moduleLoad, moduleUnload, TerminateModuleForkChild, RM_Fork, RM_Log users in the core. */
const CORE_LINES: Row[] = [
  ['module-loaded', "Module '{name}' loaded from {path}"],
  ['module-unloaded', 'Module {name} unloaded'],
  ['module-load-failed', 'Module {path} failed to load: {reason}'],
  ['module-load-failed', 'Module {path} initialization failed. Module not loaded'],
  ['module-load-failed', 'Module {path} could not be loaded: {reason}'],
  ['module-load-abort', "Can't load module from {path}: server aborting"],
  ['module-not-executable', 'Module {path} failed to load: It does not have execute permissions.'],
  ['module-no-onload', 'Module {path} does not export {symbol} symbol. Module not loaded.'],
  ['module-unload-failed', 'Error unloading module {name}: {reason}'],
  ['module-unload-failed', 'Error when trying to close the {name} module: {reason}'],
  ['module-misuse', 'API misuse detected in module {name}: {reason}'],
  ['module-scan-gil', 'RM_Scan callback function is releasing the GIL, which is unsafe.'],
  ['module-fork-started', 'Module fork started pid: {pid:d}'],
  ['module-fork-exited', 'Module fork exited pid: {pid:d}, retcode: {code:d}, bysignal: {signal:d}'],
  ['module-fork-exited', 'Module fork exited pid: {pid:d}'],
  ['fork-failed', "Can't fork for module: {reason}"],
  ['module-config-error', 'Error applying module configuration'],
  ['module-config-error', 'Failed to parse config for module'],
  ['module-auth', 'Module {name} attempted to use', QUIET],
];

/** Lines of any module that say it refuses to work or panicked (Rust). */
const ANY_MODULE: Row[] = [
  ['module-panicked', 'panicked at {place}'],
  ['module-panicked', "thread '{thread}' panicked at {place}"],
];

export const MODULES = [...core(CORE_LINES), ...ofModule(undefined, ANY_MODULE)];
