import { LEVELS } from '../lanes.js';
import type { Model } from '../model.js';
import { GLYPHS, type Mark, markOf, type Tone } from './glyphs.js';

export function GlyphIcon({ mark, tone }: { mark: Mark; tone?: Tone }) {
  const glyph = GLYPHS[mark];
  return (
    <svg
      class={`glyph ${tone ?? glyph.tone}${glyph.hollow ? ' hollow' : ''}`}
      viewBox="-6 -6 12 12"
      width="12"
      height="12"
      aria-hidden="true"
    >
      <path d={glyph.path} />
    </svg>
  );
}

/** Only what this chart contains. */
export function Legend({ model }: { model: Model }) {
  const marks = new Set(model.lanes.flatMap((lane) => [...new Set(lane.marks.map(markOf))]));
  const levels = LEVELS.filter((_, level) =>
    model.lanes.some((lane) =>
      lane.segments.some((segment) => segment.counts.some((lines, at) => at % LEVELS.length === level && lines > 0)),
    ),
  );
  return (
    <ul class="legend" aria-label="Legend">
      {levels.map((level) => (
        <li key={level}>
          <span class={`swatch ${level}`} aria-hidden="true" />
          {level}
        </li>
      ))}
      {model.lanes.some((lane) => lane.silences.length > 0) && (
        <li>
          <span class="swatch silence" aria-hidden="true" />
          silence
        </li>
      )}
      {(Object.keys(GLYPHS) as Mark[])
        .filter((mark) => marks.has(mark))
        .map((mark) => (
          <li key={mark}>
            <GlyphIcon mark={mark} />
            {GLYPHS[mark].name}
          </li>
        ))}
    </ul>
  );
}
