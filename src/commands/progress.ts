const FIRST_SHOWN_MS = 1000;
const REFRESH_MS = 200;

/** One line on stderr while a long input is read: amount, rate and remaining time. Shown only after a second. */
export class Progress {
  private readonly startedMs = performance.now();
  private shownMs = this.startedMs + FIRST_SHOWN_MS - REFRESH_MS;
  private visible = false;

  constructor(private readonly stream: { write(text: string): unknown; columns?: number }) {}

  readonly update = (readBytes: number, totalBytes: number | undefined): void => {
    const nowMs = performance.now();
    if (nowMs - this.shownMs < REFRESH_MS) return;
    this.shownMs = nowMs;
    this.visible = true;
    const line = renderProgress(readBytes, totalBytes, nowMs - this.startedMs);
    this.stream.write(`\r${line.slice(0, (this.stream.columns ?? 80) - 1)}\x1b[K`);
  };

  clear(): void {
    if (this.visible) this.stream.write('\r\x1b[K');
    this.visible = false;
  }
}

export function renderProgress(readBytes: number, totalBytes: number | undefined, elapsedMs: number): string {
  const bytesPerMs = readBytes / Math.max(elapsedMs, 1);
  const rate = `${renderBytes(bytesPerMs * 1000)}/s`;
  if (totalBytes === undefined || totalBytes < readBytes) return `reading ${renderBytes(readBytes)}, ${rate}`;
  const percent = totalBytes === 0 ? 100 : Math.floor((100 * readBytes) / totalBytes);
  const leftSec = bytesPerMs > 0 ? Math.ceil((totalBytes - readBytes) / bytesPerMs / 1000) : 0;
  const left = leftSec < 60 ? `${leftSec} s` : `${Math.floor(leftSec / 60)} min ${leftSec % 60} s`;
  return `reading ${renderBytes(readBytes)} of ${renderBytes(totalBytes)} (${percent} %), ${rate}, ${left} left`;
}

function renderBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
