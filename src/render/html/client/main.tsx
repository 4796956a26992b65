import { render } from 'preact';
import type { Embedded } from '../embed.js';
import { App } from './app.js';
import { ModelContext } from './context.js';
import { modelOf } from './model.js';
import { unfoldForPaper } from './paper.js';
import { range, startTheme } from './state.js';

const root = document.getElementById('app');
const data = document.getElementById('report')?.textContent ?? '';
if (root !== null) {
  startTheme();
  const model = modelOf(JSON.parse(data) as Embedded);
  range.value = model.home;
  render(
    <ModelContext.Provider value={model}>
      <App />
    </ModelContext.Provider>,
    root,
  );
  unfoldForPaper();
}
