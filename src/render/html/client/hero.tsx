import type { ComponentChildren } from 'preact';
import type { Incident } from '../../../report/schema.js';
import { evidenceOf, upperFirst } from '../../evidence.js';
import { confidence, dateTime, duration, seconds, stampOf, timeRange } from '../../quantities.js';
import { lookedAt } from '../../sections/healthy.js';
import { stateOf, statusWord, versionsOf } from '../../sections/overview.js';
import { ownProcesses, type View } from '../../view.js';
import { useModel } from './context.js';
import { Cite, count, plain } from './text.js';

const STATE_WORDS = { 'going-on': 'Going on', down: 'Down', over: 'Over', unknown: 'Not known' };
const STATES = { incident: 'Incident', healthy: 'Healthy', inconclusive: 'Inconclusive' };

function tone(view: View): string {
  const { status } = view.report.verdict;
  if (status === 'healthy') return 'good';
  return status === 'incident' && view.lead?.severity === 'critical' ? 'critical' : 'warning';
}

function Overline({ view }: { view: View }) {
  const { verdict } = view.report;
  const parts = [
    STATES[verdict.status],
    view.lead?.severity,
    view.incident === undefined ? undefined : STATE_WORDS[stateOf(view.incident)].toLowerCase(),
  ];
  return (
    <p class={`overline ${tone(view)}`}>
      <span class="dot" aria-hidden="true" />
      {parts.filter((part) => part !== undefined).join(' · ')}
      {verdict.kind !== null && <code class="kind">{verdict.kind}</code>}
    </p>
  );
}

function subtitle(view: View): string {
  const { culprit } = view;
  if (culprit === undefined) return '';
  const others = (view.incident?.processes.length ?? 1) - 1;
  const parts = [
    view.name(culprit.id),
    versionsOf(culprit),
    view.name(culprit.id).includes(`pid ${culprit.pid}`) ? undefined : `pid ${culprit.pid}`,
    view.incident?.role ?? culprit.role,
    others > 0 ? `${others} other ${others === 1 ? 'process' : 'processes'} involved` : undefined,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

function Fact({ name, value, children }: { name: string; value: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        <span class="value">{value}</span>
        {children !== undefined && <span class="note">{children}</span>}
      </dd>
    </div>
  );
}

/** To the second: what people say; exact below. */
function wholeSeconds(clock: string): string {
  return clock.replace(/\.\d{3}$/, '');
}

function When({ incident }: { incident: Incident }) {
  const { report } = useModel();
  const [from, to] = [stampOf(incident.from), stampOf(incident.to)];
  const dated = from.date !== '';
  const moment = incident.from === incident.to;
  const sameDay = from.date === to.date;
  const value = moment || !dated || !sameDay ? wholeSeconds(from.clock) : `${wholeSeconds(from.clock)} – ${wholeSeconds(to.clock)}`;
  const exact = moment ? dateTime(incident.from) : timeRange(incident.from, incident.to);
  const assumed = report.timeBasis?.includes('no zone') === true;
  return (
    <Fact name="When" value={<time>{plain(value, 60)}</time>}>
      {dated ? `${plain(exact, 120)} UTC` : 'the input does not date it'}
      {dated && assumed && ' (zone assumed)'}
    </Fact>
  );
}

function HowLong({ incident }: { incident: Incident }) {
  const { view } = useModel();
  const peers = new Set(incident.impact?.noticedBy.map((one) => one.process)).size;
  const exact = incident.durationMs >= 60_000 ? seconds(incident.durationMs) : '';
  const noticed = peers > 0 ? `noticed by ${peers} other ${peers === 1 ? 'process' : 'processes'}` : '';
  const blocked = incident.impact?.blockedClients;
  const clients = blocked !== undefined && blocked > 0 ? `${count(blocked)} clients blocked` : '';
  return (
    <Fact name="How long" value={incident.durationMs > 0 ? duration(incident.durationMs) : view.lead ? 'a moment' : 'not known'}>
      {[exact, clients, noticed].filter((part) => part !== '').join(' · ')}
    </Fact>
  );
}

function StateFact({ incident }: { incident: Incident }) {
  const state = stateOf(incident);
  const end = state === 'going-on' ? undefined : incident.end;
  const word = STATE_WORDS[state];
  const detail = {
    'going-on': `nothing in the input ends it; last evidence ${plain(dateTime(incident.to))}`,
    down: end === undefined ? 'the input shows no later start' : `${upperEnd(end.what)}; no later start`,
    over: upperEnd(end?.what),
    unknown: 'the input does not show how it went on',
  };
  return (
    <Fact name="State" value={state === 'going-on' || state === 'down' ? <strong class="critical">{word}</strong> : word}>
      {detail[state]}
      {end?.citation && <Cite citation={end.citation} />}
    </Fact>
  );
}

function upperEnd(what: string | undefined): string {
  return what === undefined ? 'the input shows the time after it' : `ended by ${plain(what, 160)} `;
}

/** Length is the probability; the word says what it stands on. */
export function Meter({ value, label }: { value: number; label: string }) {
  const share = Math.min(1, Math.max(0, value));
  return (
    <svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="track" width="100" height="4" />
      <rect class="fill" width={share * 100} height="4" />
    </svg>
  );
}

function HowSure({ view }: { view: View }) {
  const { verdict } = view.report;
  const value = verdict.confidence ?? view.lead?.confidence;
  const word = view.lead?.status ?? verdict.word;
  const text = [value === null || value === undefined ? '' : confidence(value), word === undefined ? '' : statusWord(word)];
  const shown = text.filter((part) => part !== '').join(' ');
  const counts = view.lead === undefined ? undefined : evidenceOf(view.lead);
  return (
    <Fact name="How sure" value={shown === '' ? 'Undecided' : shown}>
      {value !== null && value !== undefined && <Meter value={value} label={`confidence ${confidence(value)}`} />}
      {counts && `${counts.supporting.length} for, ${counts.against.length} against, ${counts.unseen.length} not seen`}
      {!counts && verdict.status === 'inconclusive' && 'no explanation reaches likely'}
    </Fact>
  );
}

function HealthyFacts({ view }: { view: View }) {
  const { report } = view;
  const lines = report.inputs.reduce((sum, input) => sum + input.lines, 0);
  const [longest] = [...report.silences].sort((a, b) => b.durationMs - a.durationMs);
  const own = ownProcesses(report);
  return (
    <dl class="strip">
      <Fact name="Looked at" value={`${own.length} ${own.length === 1 ? 'process' : 'processes'}`}>
        {own
          .slice(0, 3)
          .map((process) => view.short(process.id))
          .join(', ')}
        {own.length > 3 && ` and ${own.length - 3} more`}
      </Fact>
      <Fact name="Lines" value={count(lines)}>
        {report.inputs.filter((input) => input.outcome === 'parsed').length} of {report.inputs.length} entries read
      </Fact>
      <Fact name="Longest pause" value={longest === undefined ? 'none' : duration(longest.durationMs)}>
        {longest?.benign === undefined ? '' : plain(longest.benign, 160)}
      </Fact>
      <HowSure view={view} />
    </dl>
  );
}

/** The answer: what, when, how long, whether it lasts, how sure. */
export function Hero() {
  const { report, view } = useModel();
  const { incident, lead } = view;
  return (
    <header class="hero" id="verdict">
      <Overline view={view} />
      <h1>{lead === undefined ? plain(report.verdict.headline, 300) : upperFirst(plain(lead.title, 300))}</h1>
      <p class="subtitle">{incident === undefined ? plain(lookedAt(report)) : plain(subtitle(view), 400)}</p>
      {incident !== undefined && (
        <dl class="strip">
          <When incident={incident} />
          <HowLong incident={incident} />
          <StateFact incident={incident} />
          <HowSure view={view} />
        </dl>
      )}
      {incident === undefined && report.verdict.status === 'healthy' && <HealthyFacts view={view} />}
    </header>
  );
}
