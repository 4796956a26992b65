import type { Citation, Explanation, LedgerItem } from '../../../report/schema.js';
import { prose } from '../../document.js';
import { flowing } from '../../escape.js';
import { evidenceOf, lowerFirst, upperFirst, withoutStop } from '../../evidence.js';
import { foldGraph, graphOf } from '../../graph.js';
import { confidence } from '../../quantities.js';
import { commandBlock, type NextStep, safestFirst, stepText } from '../../sections/actions.js';
import { statusWord } from '../../sections/overview.js';
import { Text } from './blocks.js';
import { useModel } from './context.js';
import { Meter } from './hero.js';
import { Cites, Paste, plain } from './text.js';

/** The circle of waits as one line of names. */
function Cycle() {
  const { report, view } = useModel();
  const graph = graphOf(report, view.incident);
  const folded = graph === undefined ? undefined : foldGraph(graph);
  if (folded === undefined || folded.cycle.length < 2) return null;
  const nodes = [...folded.cycle, folded.cycle[0]];
  return (
    <p class="cycle">
      {nodes.map((node, at) => (
        <span key={at}>
          {at > 0 && <span class="arrow">{at === nodes.length - 1 ? ' ↺ ' : ' → '}</span>}
          <span class={node.root ? 'chip root' : 'chip'}>
            {plain(node.title, 60)}
            {node.kind === 'resource' && node.detail !== '' && at > 0 ? <small> {plain(node.detail, 40)}</small> : null}
          </span>
        </span>
      ))}
    </p>
  );
}

function What() {
  const { view } = useModel();
  const sentences = view.incident?.summary?.join(' ') ?? view.lead?.summary ?? '';
  const mechanism = view.lead?.mechanism ?? view.lead?.summary ?? '';
  const repeated = mechanism === '' || flowing(sentences).includes(flowing(mechanism).slice(0, 80));
  return (
    <section class="block" aria-labelledby="what-title">
      <h2 id="what-title">What happened, and why</h2>
      {sentences !== '' && (
        <p class="lede">
          <Text inline={prose(sentences)} />
        </p>
      )}
      <Cycle />
      {!repeated && sentences === '' && (
        <p>
          <Text inline={prose(mechanism)} />
        </p>
      )}
    </section>
  );
}

function citationsOf(items: readonly LedgerItem[]): Citation[] {
  return items.flatMap((item) => item.citations);
}

function Claim({ item }: { item: LedgerItem }) {
  const absent = item.state === 'absent';
  return (
    <li>
      {absent && <strong>Absent: </strong>}
      <Text inline={prose(absent ? item.claim : upperFirst(item.claim))} /> <Cites citations={citationsOf([item])} cap={3} />
    </li>
  );
}

/** The two columns of a verdict: what carries it, and what could overturn it. */
function Doubt({ subject }: { subject: Explanation }) {
  const { view } = useModel();
  const { supporting, against, unseen, checked } = evidenceOf(subject);
  const strongest = supporting.filter((item) => item.counted !== false).slice(0, 3);
  const deciding = view.incident?.deciding;
  return (
    <div class="pair">
      <div>
        <h3>For it</h3>
        {strongest.length === 0 ? <p class="faint">nothing that counts</p> : null}
        <ul class="claims">
          {strongest.map((item) => (
            <Claim key={item.id} item={item} />
          ))}
        </ul>
      </div>
      <div>
        <h3>Against it</h3>
        {against.length > 0 ? (
          <ul class="claims against">
            {against.slice(0, 3).map((item) => (
              <Claim key={item.id} item={item} />
            ))}
          </ul>
        ) : (
          <p>
            {checked.length > 0
              ? `Nothing found. Checked and not there: ${checked
                  .slice(0, 2)
                  .map((item) => lowerFirst(withoutStop(plain(item.claim, 160))))
                  .join('; ')}${checked.length > 2 ? `; and ${checked.length - 2} more` : ''}.`
              : 'Nothing found, and nothing that could have contradicted it was in reach of the input.'}
          </p>
        )}
        {unseen.length > 0 && (
          <p>
            <strong>Could not be seen: </strong>
            {unseen
              .slice(0, 2)
              .map((item) => lowerFirst(withoutStop(plain(item.claim, 200))))
              .join('; ')}
            {unseen.length > 2 && ` and ${unseen.length - 2} more`}.
          </p>
        )}
        {deciding !== undefined && deciding !== '' && (
          <p>
            <strong>What would decide: </strong>
            <Text inline={prose(deciding)} />
          </p>
        )}
      </div>
    </div>
  );
}

/** The leading explanation beside its nearest rivals. */
function Rivals() {
  const { view } = useModel();
  const all = [...(view.lead === undefined ? [] : [view.lead]), ...view.rest.filter((one) => one.status !== 'not-testable')];
  const shown = all.slice(0, view.lead === undefined ? 4 : 3);
  if (shown.length < 2 && view.lead !== undefined) return null;
  return (
    <ol class="rivals">
      {shown.map((one) => (
        <li key={one.signature}>
          <span class="number">{confidence(one.confidence)}</span>
          <Meter value={one.confidence} label={`confidence ${confidence(one.confidence)}`} />
          <span class="title">
            {plain(one.title, 200)} <em>{statusWord(one.status)}</em>
          </span>
        </li>
      ))}
    </ol>
  );
}

function Sure() {
  const { view } = useModel();
  const subject = view.lead ?? view.rest[0];
  if (subject === undefined) return null;
  return (
    <section class="block" aria-labelledby="sure-title">
      <h2 id="sure-title">{view.lead === undefined ? 'What it may be' : 'How sure, and what could overturn it'}</h2>
      {view.lead === undefined && <Rivals />}
      {view.lead === undefined && <p class="faint">Evidence on the first of them:</p>}
      <Doubt subject={subject} />
      {view.lead !== undefined && <Rivals />}
      <p>
        <a href="#evidence">All evidence and the other explanations</a>
      </p>
    </section>
  );
}

function CommandBlock({ steps, label }: { steps: readonly NextStep[]; label: string }) {
  const block = commandBlock(steps);
  return block?.type === 'code' ? <Paste lines={block.lines} label={label} /> : null;
}

const REMEDIES = 3;

/** What ends it and what prevents it; while it lasts, first what a restart would destroy. */
function Now() {
  const { report, view } = useModel();
  const { incident, lead } = view;
  const steps = safestFirst(report.nextSteps);
  const commands = steps.filter((step) => step.command !== undefined);
  const files = steps.filter((step) => step.command === undefined);
  const remedies = lead?.remedy ?? [];
  const ongoing = incident?.ongoing === true;
  if (steps.length === 0 && remedies.length === 0) return null;
  const collect = commands.length > 0 && <CommandBlock steps={commands} label="Commands, safest first" />;
  return (
    <aside class="now" aria-labelledby="now-title">
      <h2 id="now-title">What to do now</h2>
      {ongoing && collect && (
        <p>
          <strong>Collect before you restart</strong>, safest first:
        </p>
      )}
      {ongoing && collect}
      {remedies.length > 0 && (
        <ol class="remedies">
          {remedies.slice(0, REMEDIES).map((text, at) => (
            <li key={at}>
              <Text inline={prose(text)} />
            </li>
          ))}
        </ol>
      )}
      {lead !== undefined && lead.fixed.length > 0 && (
        <p class="fixed">
          <strong>Fixed in </strong>
          {lead.fixed.map((fix) => `${plain(fix.version, 40)}${fix.verified === false ? ' (not verified)' : ''}`).join(', ')}
          {lead.affected === true
            ? '. This server is affected.'
            : lead.affected === false
              ? '. This version is not listed as affected.'
              : ''}
        </p>
      )}
      <h3>Which further file would decide</h3>
      {files.length > 0 ? (
        <ul class="claims">
          {files.slice(0, 3).map((step, at) => (
            <li key={at}>
              <Text inline={prose(upperFirst(stepText(step)))} />
            </li>
          ))}
        </ul>
      ) : (
        <p class="faint">
          {lead?.status === 'confirmed'
            ? 'None is needed: the verdict is confirmed.'
            : 'None that the report knows of; the output of the commands above.'}
        </p>
      )}
      {!ongoing && collect && (
        <p>
          <strong>{lead === undefined ? 'To find out' : 'If it happens again'}</strong>, before anything is killed, safest first:
        </p>
      )}
      {!ongoing && collect}
      <p>
        <a href="#actions">All actions and judged fixes</a>
      </p>
    </aside>
  );
}

/** The first screen below the facts. */
export function Answer() {
  const { view } = useModel();
  if (view.report.verdict.status === 'healthy') return null;
  return (
    <div class="answer">
      {view.incident !== undefined && <What />}
      <Now />
      <Sure />
    </div>
  );
}
