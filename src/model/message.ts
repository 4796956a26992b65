/** The message behind the header of a log line. */
export function messageOf(text: string): string {
  const found =
    /^(?:\[\d+\]|\d+:\S+) .{6,40}? [.\-*#] (.*)$/s.exec(text) ??
    /^\d+:signal-handler \(\d+\) (.*)$/s.exec(text) ??
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (.*)$/s.exec(text);
  return (found?.[1] ?? text).slice(0, 200);
}
