import type { Report } from '../../../report/schema.js';
import { stampOf } from '../../quantities.js';
import { configurationSection } from '../../sections/history.js';
import { Blocks } from './blocks.js';
import { useModel } from './context.js';
import { openQuote } from './state.js';
import { plain } from './text.js';

type Change = Report['configChanges'][number];

const CHAINS = 12;
const STEPS = 24;

function chainsOf(changes: readonly Change[]): Change[][] {
  const chains = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.process ?? '', change.option]);
    const list = chains.get(key);
    if (list) list.push(change);
    else chains.set(key, [change]);
  }
  return [...chains.values()].sort((a, b) => b.length - a.length).slice(0, CHAINS);
}

/** The values of one option in their order: dashed where nothing shows that the change took effect. */
function Chain({ changes }: { changes: readonly Change[] }) {
  const { view } = useModel();
  const [first] = changes;
  const owner = first.process === undefined ? '' : ` on ${view.name(first.process)}`;
  const shown = changes.slice(-STEPS);
  return (
    <li>
      <p>
        <strong>{plain(first.option, 80)}</strong>
        {plain(owner, 80)}
      </p>
      <ol class="values">
        {shown.length === changes.length && first.from !== undefined && <li class="setting was">{plain(first.from, 60)}</li>}
        {shown.map((change, at) => (
          <li key={at}>
            <button type="button" class={`setting ${change.outcome}`} onClick={() => openQuote(change.citation)}>
              {plain(change.to ?? 'not shown', 60)}
            </button>
            <small>{change.time === undefined ? '' : plain(stampOf(change.time).clock, 24)}</small>
            {change.outcome !== 'applied' && <small>{change.outcome === 'rejected' ? 'rejected' : 'no sign of effect'}</small>}
          </li>
        ))}
      </ol>
    </li>
  );
}

export function Configuration() {
  const { report, view } = useModel();
  // Title, list of chains, remark and table: the chains are drawn here.
  const table = configurationSection(view).filter((block) => block.type === 'table');
  if (report.configChanges.length === 0) return null;
  return (
    <section id="configuration" aria-labelledby="configuration-title">
      <h2 id="configuration-title">Configuration history</h2>
      <ul class="chains">
        {chainsOf(report.configChanges).map((changes, at) => (
          <Chain key={at} changes={changes} />
        ))}
      </ul>
      <details>
        <summary>All changes as a table</summary>
        <Blocks blocks={table} label="Configuration changes" />
      </details>
    </section>
  );
}
