import type { Incident, Report } from '../../report/schema.js';
import { type Block, type Inline, list, paragraph, prose, section, strong, table } from '../document.js';
import { dateTime, duration, epochMs, plural } from '../quantities.js';
import { cited, type View } from '../view.js';

type Change = Report['configChanges'][number];

const CHANGES = 20;

function chainValue(change: Change): string {
  const value = change.to ?? 'value not shown';
  if (change.outcome === 'rejected') return `${value} (rejected)`;
  return change.outcome === 'applied' ? value : `(${value})`;
}

/** `WORKERS: 8 → 0`; a side that nothing shows is left out. */
export function changeText(change: Change): string {
  if (change.to === undefined && change.from === undefined) return `${change.option}: value not shown`;
  return `${change.option}: ${change.from === undefined ? '' : `${change.from} `}→ ${change.to ?? 'not shown'}`;
}

/** `8 → 0 → 8 → (0)`: in brackets what nothing shows to have taken effect. */
export function valueChain(changes: readonly Change[]): string {
  const first = changes[0]?.from === undefined ? [] : [changes[0].from];
  const values = [...first, ...changes.map(chainValue)];
  return values.length > 16 ? `${values.slice(0, 8).join(' → ')} → … → ${values.slice(-7).join(' → ')}` : values.join(' → ');
}

function chains(view: View, changes: readonly Change[]): Inline[] {
  const byOption = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.process ?? '', change.option]);
    const list = byOption.get(key);
    if (list) list.push(change);
    else byOption.set(key, [change]);
  }
  return [...byOption.values()].slice(0, 12).map((list): Inline => {
    const owner = list[0].process === undefined ? '' : ` on ${view.name(list[0].process)}`;
    return [strong(list[0].option), `${owner}: ${valueChain(list)}`];
  });
}

const ATTESTED: Record<string, string> = {
  'module-line': 'line of the module',
  'deprecation-line': 'deprecation line',
  manager: 'the manager',
  'crash-argv': 'arguments in the crash report',
  'client-list': 'client list',
  slowlog: 'slow log',
  conf: 'configuration file',
  rewrite: 'rewritten configuration',
  info: 'INFO',
  'gdb-args': 'arguments in a stack',
};

function attested(change: Change): string {
  return change.attestedBy === undefined ? '' : (ATTESTED[change.attestedBy] ?? change.attestedBy);
}

export function configurationSection(view: View): Block[] {
  const changes = view.report.configChanges;
  if (changes.length === 0) return [];
  const shown = changes.slice(-CHANGES);
  const rows = shown.map((change): Inline[] => [
    [change.time === undefined ? 'unknown' : dateTime(change.time)],
    [view.short(change.process)],
    [changeText(change)],
    [
      change.outcome === 'unknown' ? 'not known whether it took effect' : change.outcome,
      ...(change.detail === undefined || change.detail === change.outcome ? [] : [', ', ...prose(change.detail)]),
    ],
    [attested(change), ...cited(change.citation)],
  ]);
  const bracketed = changes.some((change) => change.outcome === 'unknown');
  const left = changes.length - shown.length;
  return section(
    'Configuration history',
    list(chains(view, changes)),
    bracketed && paragraph('In brackets: nothing shows that the change took effect.'),
    table(['time', 'process', 'change', 'outcome', 'attested by'], rows),
    left > 0 && paragraph(`${plural(left, 'earlier change')} not shown.`),
  );
}

/** How old the last good save was when the trouble began: what is lost at a restart without replication. */
function lastSave(incident: Incident): Inline | undefined {
  const save = incident.impact?.lastSave;
  if (save === undefined) return undefined;
  const savedMs = epochMs(save.time);
  const fromMs = epochMs(incident.from);
  const age =
    savedMs !== undefined && fromMs !== undefined && fromMs >= savedMs ? `, ${duration(fromMs - savedMs)} before the incident` : '';
  return [`${dateTime(save.time)}${age}`, ...cited(save.citation)];
}

const FAILOVER = { yes: 'yes', no: 'no', unknown: 'not known from the input' };

function impactRows(incident: Incident): Inline[][] {
  const impact = incident.impact;
  if (impact === undefined) return [];
  const rows: Inline[][] = [];
  if (impact.failover !== 'unknown' || impact.noticedBy.length > 0)
    rows.push([['Failover'], [FAILOVER[impact.failover], ...cited(impact.failoverCitation)]]);
  const save = lastSave(incident);
  if (save) rows.push([['Last good save'], save]);
  const told = impact.facts.map((fact) => fact.what.toLowerCase()).join('\n');
  if (impact.blockedClients !== undefined && !told.includes('blocked')) rows.push([['Blocked clients'], [String(impact.blockedClients)]]);
  if (impact.replicationOffset !== undefined && !told.includes('replication offset'))
    rows.push([['Replication offset'], [impact.replicationOffset]]);
  if (impact.clusterId !== undefined) rows.push([['Cluster'], [impact.clusterId]]);
  if (impact.database !== undefined) rows.push([['Database'], [impact.database]]);
  for (const fact of impact.facts) rows.push([prose(fact.what), [...prose(fact.value), ...cited(fact.citation)]]);
  return rows;
}

export function impactSection(view: View, incident: Incident): Block[] {
  const impact = incident.impact;
  if (impact === undefined) return [];
  const noticed = impact.noticedBy.slice(0, 10).map((one): Inline => {
    const by = one.process === undefined ? [] : [strong(view.name(one.process)), ': '];
    const at = one.time === undefined ? '' : `, ${dateTime(one.time)}`;
    return [...by, ...prose(one.what), at, ...cited(one.citation)];
  });
  const more = impact.noticedBy.length - noticed.length;
  if (more > 0) noticed.push([`${more} more`]);
  const rows = impactRows(incident);
  return section(
    'Impact',
    noticed.length > 0 && paragraph('Noticed by:'),
    noticed.length > 0 && list(noticed),
    rows.length > 0 && table(['', ''], rows),
  );
}
