import { useModel } from './context.js';
import { isDark, paint, setTheme } from './state.js';
import { plain } from './text.js';

export interface Target {
  id: string;
  name: string;
}

/** Where to go, how it looks, and paper. */
export function TopBar({ targets }: { targets: readonly Target[] }) {
  const { report } = useModel();
  // Read so that the word follows what the system prefers, too.
  const dark = paint.value >= 0 && isDark();
  return (
    <header class="top">
      <span class="name">{plain(report.tool.name, 40)}</span>
      <nav aria-label="Sections">
        <ul>
          {targets.map((target) => (
            <li key={target.id}>
              <a href={`#${target.id}`}>{target.name}</a>
            </li>
          ))}
        </ul>
      </nav>
      <span class="tools">
        <button type="button" onClick={() => setTheme(dark ? 'light' : 'dark')}>
          {dark ? 'Light' : 'Dark'}
        </button>
        <button type="button" class="print" onClick={() => window.print()}>
          Print
        </button>
      </span>
    </header>
  );
}
