import { useState } from 'preact/hooks';
import { prose } from '../../document.js';
import { upperFirst } from '../../evidence.js';
import { dateTime, plural } from '../../quantities.js';
import { sourceName } from '../../sections/threads.js';
import type { ReportDump } from '../../view.js';
import { Text, wordsOf } from './blocks.js';
import { useModel } from './context.js';
import { Cite, count, Log, plain } from './text.js';

type Group = ReportDump['groups'][number];

const MEMBERS = 60;

/** Frames, the innermost first. */
export function Stack({ frames }: { frames: readonly string[] }) {
  if (frames.length === 0) return <p class="faint">no frames</p>;
  return (
    <ol class="stack" start={0}>
      {frames.slice(0, 120).map((frame, at) => (
        <li key={at}>
          <Log text={frame} />
        </li>
      ))}
      {frames.length > 120 && <li>{frames.length - 120} more</li>}
    </ol>
  );
}

function GroupView({ group }: { group: Group }) {
  const names = group.threads
    .slice(0, MEMBERS)
    .map((name) => plain(name, 40))
    .join(', ');
  const more = group.threads.length > MEMBERS ? ` and ${group.threads.length - MEMBERS} more` : '';
  return (
    <details class="group">
      <summary>
        <span class="number">{count(group.count)}</span>
        <span class={`state ${group.idle ? 'idle' : ''}`}>{plain(group.idle ? 'idle' : group.state, 30)}</span>
        <span class="doing">
          <strong>{plain(group.role, 40)}</strong> {wordsOf(prose(group.doing))}
        </span>
      </summary>
      <div class="inside">
        <p>
          {names}
          {more} <Cite citation={group.citation} />
        </p>
        <Stack frames={group.stack} />
      </div>
    </details>
  );
}

function Dump({ dump }: { dump: ReportDump }) {
  const { view, shortEntry } = useModel();
  const busy = dump.groups.filter((group) => !group.idle);
  const idle = dump.groups.filter((group) => group.idle);
  const idleCount = idle.reduce((sum, group) => sum + group.count, 0);
  const about = [
    upperFirst(plain(sourceName(dump), 60)),
    dump.process === undefined ? '' : plain(view.name(dump.process), 60),
    dump.time === undefined ? '' : plain(dateTime(dump.time), 40),
    plural(dump.threads, 'thread'),
    plain(`${shortEntry(dump.entry)}:${dump.line}`, 100),
  ].filter((part) => part !== '');
  return (
    <div class="dump">
      <p class="faint">{about.join(' · ')}</p>
      {dump.main && (
        <p>
          <strong>Main: </strong>
          {dump.main.detail === '' ? plain(dump.main.activity, 200) : <Text inline={prose(dump.main.detail)} />}{' '}
          <Cite citation={dump.main.citation} />
        </p>
      )}
      {busy.map((group, at) => (
        <GroupView key={at} group={group} />
      ))}
      {idle.length > 0 && (
        <details class="group keep-folded">
          <summary>
            <span class="number">{count(idleCount)}</span>
            <span class="state idle">idle</span>
            <span class="doing">
              as they should be: {plain([...new Set(idle.map((group) => group.role))].slice(0, 12).join(', '), 300)}
            </span>
          </summary>
          <div class="inside">
            {idle.map((group, at) => (
              <GroupView key={at} group={group} />
            ))}
          </div>
        </details>
      )}
      {dump.contradictions.map((text, at) => (
        <p key={at} class="contradiction">
          <strong>Contradiction: </strong>
          <Text inline={prose(text)} />
        </p>
      ))}
      {dump.limits.length > 0 && <p class="faint">The picture is incomplete: {plain(dump.limits.join('; '))}.</p>}
    </div>
  );
}

/** Dumps of the incident's processes first. */
function ranked(dumps: readonly ReportDump[], members: ReadonlySet<string>): ReportDump[] {
  const rank = (dump: ReportDump) => (dump.process !== undefined && members.has(dump.process) ? 0 : 1);
  return [...dumps].sort((a, b) => rank(a) - rank(b));
}

const SHOWN = 3;

export function Threads() {
  const { report, view } = useModel();
  const [all, setAll] = useState(false);
  const dumps = ranked(report.threadDumps ?? [], new Set(view.incident?.processes ?? []));
  if (dumps.length === 0) return null;
  const shown = all ? dumps : dumps.slice(0, SHOWN);
  return (
    <section id="threads" aria-labelledby="threads-title">
      <h2 id="threads-title">Threads</h2>
      {shown.map((dump) => (
        <Dump key={dump.id} dump={dump} />
      ))}
      {shown.length < dumps.length && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {plural(dumps.length - shown.length, 'further dump')}
        </button>
      )}
    </section>
  );
}
