import type { Explanation, LedgerItem } from '../../../report/schema.js';
import { prose } from '../../document.js';
import { evidenceOf, quoteFor, upperFirst } from '../../evidence.js';
import { confidence } from '../../quantities.js';
import { decidingObservation } from '../../sections/evidence.js';
import { statusWord } from '../../sections/overview.js';
import { Text, wordsOf } from './blocks.js';
import { useModel } from './context.js';
import { Cites, Log, plain } from './text.js';

const STRENGTHS = ['weak', 'moderate', 'strong', 'decisive'];

/** Four steps of weight; hollow when another item of its group counts instead. */
function Weight({ item }: { item: LedgerItem }) {
  const steps = STRENGTHS.indexOf(item.strength) + 1;
  return (
    <span class={`weight${item.counted === false ? ' uncounted' : ''}`}>
      <svg viewBox="0 0 30 8" width="30" height="8" aria-hidden="true">
        {STRENGTHS.map((_, at) => (
          <rect key={at} x={at * 8} width="6" height="8" class={at < steps ? 'on' : 'off'} />
        ))}
      </svg>
      <span>{item.counted === false ? `${item.strength}, not counted` : item.strength}</span>
    </span>
  );
}

/** What did not move the confidence has no weight to show. */
function Item({ item, weighed }: { item: LedgerItem; weighed: boolean }) {
  const quote = quoteFor(item);
  const absent = weighed && item.state === 'absent';
  return (
    <li class={weighed ? '' : 'unweighed'}>
      {weighed && <Weight item={item} />}
      <div>
        <p>
          {absent && <strong>Absent: </strong>}
          <Text inline={prose(absent ? item.claim : upperFirst(item.claim))} /> <Cites citations={item.citations} />
        </p>
        {quote !== undefined && (
          <p class="quote">
            <Log text={quote} />
          </p>
        )}
        {item.why !== undefined && item.why !== '' && (
          <p class="why">
            <Text inline={prose(item.why)} />
          </p>
        )}
      </div>
    </li>
  );
}

function Items({
  title,
  items,
  empty,
  weighed = false,
}: {
  title: string;
  items: readonly LedgerItem[];
  empty?: string;
  weighed?: boolean;
}) {
  if (items.length === 0 && empty === undefined) return null;
  return (
    <div class="side">
      <h3>
        {title} <span class="tally">{items.length}</span>
      </h3>
      {items.length === 0 && <p class="faint">{empty}</p>}
      <ul class="ledger">
        {items.map((item) => (
          <Item key={item.id} item={item} weighed={weighed} />
        ))}
      </ul>
    </div>
  );
}

export function Ledger({ explanation }: { explanation: Explanation }) {
  const { supporting, against, unseen, checked, neutral } = evidenceOf(explanation);
  return (
    <div class="sides">
      <div>
        <Items title="For" items={supporting} empty="Nothing." weighed />
        <Items title="Seen, without weight" items={neutral} />
      </div>
      <div>
        <Items title="Against" items={against} empty="Nothing found." weighed />
        <Items title="Checked, and not there" items={checked} />
        <Items title="Could not be seen" items={unseen} />
      </div>
    </div>
  );
}

const SHOWN = 12;

function Rival({ explanation }: { explanation: Explanation }) {
  return (
    <details class="group keep-folded">
      <summary>
        <span class="number">{confidence(explanation.confidence)}</span>
        <span class="state">{statusWord(explanation.status)}</span>
        <span class="doing">
          <strong>{plain(explanation.title, 200)}</strong> <span class="faint">{wordsOf(decidingObservation(explanation))}</span>
        </span>
      </summary>
      <div class="inside">
        <Ledger explanation={explanation} />
      </div>
    </details>
  );
}

/** The evidence of the leading explanation, then the others with theirs. */
export function Evidence() {
  const { view } = useModel();
  const first = view.lead ?? view.rest[0];
  if (first === undefined) return null;
  const testable = view.rest.filter((one) => one !== first && one.status !== 'not-testable');
  const untested = view.rest.filter((one) => one !== first).length - testable.length;
  const deciding = view.incident?.deciding;
  return (
    <section id="evidence" aria-labelledby="evidence-title">
      <h2 id="evidence-title">Evidence</h2>
      {view.lead === undefined && <p class="faint">On the candidate “{plain(first.title, 200)}”:</p>}
      <Ledger explanation={first} />
      {deciding !== undefined && deciding !== '' && (
        <p class="measure">
          <strong>What would decide: </strong>
          <Text inline={prose(deciding)} />
        </p>
      )}
      {testable.length > 0 && <h3 class="apart">{view.lead === undefined ? 'Other candidates' : 'Competing explanations'}</h3>}
      {testable.slice(0, SHOWN).map((one) => (
        <Rival key={one.signature} explanation={one} />
      ))}
      {testable.length > SHOWN && <p class="faint">{testable.length - SHOWN} less likely ones are in the JSON report.</p>}
      {untested > 0 && <p class="faint">{untested} more could not be tested on this input.</p>}
    </section>
  );
}
