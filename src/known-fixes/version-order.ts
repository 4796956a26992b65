/** Major, minor, patch, stage (0 milestone, 1 candidate or beta, 2 release), number within the stage. */
export type VersionKey = readonly [number, number, number, number, number];

const RELEASE = 2;
const FORM = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:-?(m|rc|beta)-?\.?(\d{1,3}))?(?![\d.])/i;
/** Builds of an unreleased branch say 255.255.255, 999.999.999 or 99.99.99. */
const UNRELEASED = 99;

/** `7.4.1`, `7.2-rc1`, `8.1.00`; what a distribution appends (`7.0.15-1~deb12`) is left out. Undefined for what is no released version. */
export function readVersion(text: string): VersionKey | undefined {
  const found = FORM.exec(text.trim().slice(0, 60));
  if (found === null) return undefined;
  const [major, minor, patch] = [found[1], found[2], found[3] ?? '0'].map(Number);
  if (major >= UNRELEASED) return undefined;
  if (found[4] === undefined) return [major, minor, patch, RELEASE, 0];
  return [major, minor, patch, found[4].toLowerCase() === 'm' ? 0 : 1, Number(found[5])];
}

export function compareVersions(a: VersionKey, b: VersionKey): number {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return a[at] - b[at];
  return 0;
}

/** Release lines, `2.8` before `2.10`. */
export function compareLines(a: string, b: string): number {
  const [aMajor, aMinor] = a.split('.').map(Number);
  const [bMajor, bMinor] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
