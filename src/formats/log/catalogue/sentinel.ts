import { core, inAllSpellings, QUIET, type Row } from './define.js';

/** Events of Sentinel: sentinel.c sentinelEvent prints `+event type name host port [@ master host port]`. */
const EVENTS: Row[] = [
  ['sentinel-sdown', '+sdown {kind} {name} {host} {port:d}'],
  ['sentinel-not-sdown', '-sdown {kind} {name} {host} {port:d}'],
  ['sentinel-odown', '+odown {kind} {name} {host} {port:d}'],
  ['sentinel-not-odown', '-odown {kind} {name} {host} {port:d}'],
  ['sentinel-switch-master', '+switch-master {name} {host} {port:d} {newHost} {newPort:d}'],
  ['sentinel-tilt', '+tilt'],
  ['sentinel-not-tilt', '-tilt'],
  ['sentinel-monitor', '+monitor master {name} {host} {port:d} quorum {quorum:d}'],
  ['sentinel-monitor', '-monitor master {name} {host} {port:d}'],
  ['sentinel-reset', '+reset-master {kind} {name} {host} {port:d}'],
  ['sentinel-new-epoch', '+new-epoch {epoch:d}'],
  ['sentinel-vote', '+vote-for-leader {node:x} {epoch:d}'],
  ['sentinel-leader', '+elected-leader {kind} {name} {host} {port:d}'],
  ['sentinel-try-failover', '+try-failover {kind} {name} {host} {port:d}'],
  ['sentinel-failover-end', '+failover-end'],
  ['sentinel-failover-state', '+failover-state-{state} '],
  ['sentinel-failover-detected', '+failover-detected'],
  ['sentinel-failover-takeover', '+failover-takeover'],
  ['sentinel-failover-abort', '-failover-abort-{reason} '],
  ['sentinel-selected-slave', '+selected-slave {kind} {name} {host} {port:d}'],
  ['sentinel-promoted-slave', '+promoted-slave {kind} {name} {host} {port:d}'],
  ['sentinel-reconf', '+slave-reconf-{state} {kind} {name} {host} {port:d}'],
  ['sentinel-convert', '+convert-to-slave {kind} {name} {host} {port:d}'],
  ['sentinel-convert', '+demote-old-slave', QUIET],
  ['sentinel-fix-slave', '+fix-slave-config'],
  ['sentinel-slave', '+slave {kind} {name} {host} {port:d}'],
  ['sentinel-peer', '+sentinel {kind} {node} {host} {port:d}'],
  ['sentinel-peer', '+sentinel-address-switch'],
  ['sentinel-peer', '+sentinel-invalid-addr'],
  ['sentinel-peer', '-dup-sentinel'],
  ['sentinel-config-update', '+config-update-from {kind} {node} {host} {port:d}'],
  ['sentinel-reboot', '+reboot {kind} {name} {host} {port:d}'],
  ['sentinel-reboot', '+role-change'],
  ['sentinel-script', '+script-{what}', QUIET],
  ['sentinel-script', '-script-{what}'],
  ['sentinel-command-link', '+cmd-link', QUIET],
  ['sentinel-command-link', '-cmd-link', QUIET],
  ['sentinel-command-link', '+pubsub-link', QUIET],
  ['sentinel-command-link', '-pubsub-link', QUIET],
  ['sentinel-deadlink', '+slave-deadlink', QUIET],
];

/** Sentences of Sentinel outside its event notation. */
const SENTENCES: Row[] = [
  ['sentinel-failover-delay', 'Next failover delay: I will not start a failover before {time}'],
  ['sentinel-config-saved', 'Sentinel new configuration saved on disk', QUIET],
  ['sentinel-config-failed', 'WARNING: Sentinel was not able to save the new configuration on disk!!!: {reason}'],
  ['sentinel-config-failed', 'Sentinel was not able to save the new configuration on disk'],
  ['sentinel-no-config', 'Sentinel needs config file on disk'],
  ['sentinel-no-config', 'Sentinel started without a config file. Exiting...'],
  ['sentinel-no-config', 'Sentinel config file {path} is not writable: {reason}. Exiting...'],
  ['sentinel-hostname', "Failed to resolve hostname '{host}'"],
];

export const SENTINEL = core([...inAllSpellings(EVENTS), ...SENTENCES]);
