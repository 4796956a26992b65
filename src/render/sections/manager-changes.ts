import type { Report } from '../../report/schema.js';
import { type Block, code, type Inline, section, strong, table } from '../document.js';
import { dateTime } from '../quantities.js';
import { citedProse, type View } from '../view.js';

type Change = NonNullable<Report['changes']>[number];

const ROWS = 12;
const STEPS = 8;

const STATE: Record<Change['state'], string> = {
  stuck: 'stands still',
  running: 'under way at the end of the input',
  recovered: 'failed, a later run succeeded',
  succeeded: 'ended successfully',
};

function steps({ steps: all, at }: Change): string {
  const shown = all.map((step) =>
    step.outcome === 'done' ? step.state : `${step.state} (${step.outcome === 'failed' ? 'failed' : 'entered'})`,
  );
  const cut = shown.length > STEPS ? ['…', ...shown.slice(-STEPS)] : shown;
  return cut.length > 0 ? cut.join(' → ') : (at ?? '');
}

function outcome(change: Change): string {
  const retry = change.retryState === undefined ? '' : `; retry from ${change.retryState}`;
  const times = (change.failures ?? 0) > 1 ? `, ${change.failures} failures` : '';
  const why = change.error === undefined ? '' : `: ${change.error}`;
  return `${STATE[change.state]}${change.state === 'stuck' && change.at !== undefined ? ` in ${change.at}` : ''}${times}${why}${retry}`;
}

/** What the cluster manager of Redis Enterprise was changing, how far it came and what stopped it. */
export function managerChangesSection(view: View): Block[] {
  const all = view.report.changes ?? [];
  const rows = all
    .slice(0, ROWS)
    .map((change): Inline[] => [
      [strong(change.machine === '' ? 'state machine' : change.machine), ` of ${change.object === '' ? 'the cluster' : change.object}`],
      [change.from === undefined ? 'not dated' : dateTime(change.from)],
      steps(change) === '' ? [] : [code(steps(change))],
      citedProse(outcome(change), change.citation),
    ]);
  return section('Changes by the cluster manager', rows.length > 0 && table(['change', 'began', 'steps', 'how it went'], rows));
}
