import { useLayoutEffect, useState } from 'preact/hooks';
import { nextSection, nowSection } from '../../sections/actions.js';
import { crashSection } from '../../sections/crash.js';
import { healthySections } from '../../sections/healthy.js';
import { impactSection } from '../../sections/history.js';
import { inputSection } from '../../sections/inputs.js';
import { knownFixesSection } from '../../sections/known-fixes.js';
import { advisorySection, benignSection, noveltySection, otherIncidentsSection, referencesSection } from '../../sections/others.js';
import { Answer } from './answer.js';
import { Blocks, SharedSection } from './blocks.js';
import { Configuration } from './config.js';
import { useModel } from './context.js';
import { Cause } from './graph.js';
import { Hero } from './hero.js';
import { Evidence } from './ledger.js';
import { Panel } from './panel.js';
import { Quotes } from './quotes.js';
import { Records } from './records.js';
import { count, plain } from './text.js';
import { Threads } from './threads.js';
import { Timeline } from './timeline.js';
import { type Target, TopBar } from './top-bar.js';

function Healthy() {
  const { view } = useModel();
  // The first block is the sentence that the head already says.
  const [, ...blocks] = healthySections(view);
  return (
    <section id="seen" aria-label="What was seen">
      <Blocks blocks={blocks} label="What was seen" />
    </section>
  );
}

function Actions() {
  const { view } = useModel();
  const [, ...now] = nowSection(view);
  const [next, ...after] = nextSection(view);
  if (now.length === 0 && after.length === 0) return null;
  return (
    <section id="actions" aria-labelledby="actions-title">
      <h2 id="actions-title">What to do</h2>
      <Blocks blocks={now} label="What to do now" />
      {next !== undefined && next.type === 'heading' && <Blocks blocks={[{ ...next, level: 3 }]} label="Heading" />}
      <Blocks blocks={after} label="How to continue" />
    </section>
  );
}

const LISTS: Record<string, string> = { records: 'kept lines', timeline: 'timeline entries', density: 'curves of log lines' };

/** What the cap of the page left out. */
function Footer() {
  const { report, left, textCap } = useModel();
  const cut = left.map((one) => `${count(one.all - one.shown)} of ${count(one.all)} ${LISTS[one.list] ?? one.list}`);
  return (
    <footer>
      <p>
        Written by {plain(report.tool.name, 40)} {plain(report.tool.version, 40)}. This file holds everything that it shows and asks no
        network for anything. Texts longer than {count(textCap)} characters are cut.
        {cut.length > 0 && ` To keep it small, these are not in it, but in the JSON report: ${plain(cut.slice(0, 12).join(', '))}.`}
      </p>
    </footer>
  );
}

const TARGETS: Target[] = [
  { id: 'verdict', name: 'Verdict' },
  { id: 'timeline', name: 'Timeline' },
  { id: 'cause', name: 'Cause' },
  { id: 'evidence', name: 'Evidence' },
  { id: 'threads', name: 'Threads' },
  { id: 'configuration', name: 'Configuration' },
  { id: 'actions', name: 'Actions' },
  { id: 'records', name: 'Lines' },
  { id: 'inputs', name: 'Inputs' },
];

export function App() {
  const { view } = useModel();
  const { incident, report } = view;
  const healthy = report.verdict.status === 'healthy';
  const isCrash = view.lead?.kind.startsWith('crash/') === true;
  const [targets, setTargets] = useState<Target[]>(TARGETS);
  // Only to what is there.
  useLayoutEffect(() => setTargets(TARGETS.filter((target) => document.getElementById(target.id) !== null)), []);
  return (
    <>
      <a class="skip-link" href="#content">
        Skip to the report
      </a>
      <TopBar targets={targets} />
      <main id="content">
        <Hero />
        <Answer />
        {healthy && <Healthy />}
        <Timeline />
        <Cause />
        {isCrash && <SharedSection id="crash" blocks={crashSection(view)} />}
        <Evidence />
        {!isCrash && <SharedSection id="crash" blocks={crashSection(view)} />}
        <SharedSection id="known-bugs" blocks={knownFixesSection(incident)} />
        <Threads />
        <Configuration />
        {incident && <SharedSection id="impact" blocks={impactSection(view, incident)} />}
        {!healthy && <Actions />}
        <Records />
        <SharedSection id="others" blocks={otherIncidentsSection(view)} />
        {!healthy && <SharedSection id="benign" blocks={benignSection(view)} />}
        <SharedSection id="novelty" blocks={noveltySection(view)} />
        <SharedSection id="advisories" blocks={advisorySection(view)} />
        <Quotes />
        <SharedSection id="inputs" blocks={inputSection(view)} />
        <SharedSection id="references" blocks={referencesSection(view)} />
      </main>
      <Footer />
      <Panel />
    </>
  );
}
