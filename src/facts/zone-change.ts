const HOUR_MS = 3_600_000;
/** One hour; half an hour on Lord Howe Island. */
const SHIFTS_MS = [HOUR_MS, HOUR_MS / 2];
/** Zones change in the night: at 22:00 in Greenland, at midnight in Chile and Lebanon, at 4:00 in Finland when summer ends. */
const NIGHT = new Set([22, 23, 0, 1, 2, 3, 4]);

/** True when two neighbouring stamps of local time stand on both sides of a change between standard and daylight saving time: the wall clock
 * moved by the shift of a zone, less or more the time that passed between the lines (at most `slackMs`), and a full hour of the night lies in
 * that time. The day of the week is not asked: countries differ, and a clock that is set by hand does not hit the full hour to the second. */
export function isZoneChange(beforeWallMs: number, afterWallMs: number, slackMs: number): boolean {
  const moved = afterWallMs - beforeWallMs;
  return SHIFTS_MS.some((shiftMs) => {
    const lapseMs = moved > 0 ? moved - shiftMs : moved + shiftMs;
    if (lapseMs < 0 || lapseMs > slackMs) return false;
    const fullHour = Math.floor((beforeWallMs + lapseMs) / HOUR_MS) * HOUR_MS;
    return fullHour >= beforeWallMs && NIGHT.has(new Date(fullHour).getUTCHours());
  });
}
