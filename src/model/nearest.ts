/** Names that a mistyped word may have meant, the nearest first. */
export function nearest(word: string, names: readonly string[], atMost: number): string[] {
  return names
    .map((name) => ({ name, distance: editDistance(word, name, atMost) }))
    .filter(({ distance }) => distance <= atMost)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/** Letters to insert, delete, replace or swap with their neighbour; anything over `atMost` where it is more. */
function editDistance(a: string, b: string, atMost: number): number {
  if (Math.abs(a.length - b.length) > atMost) return atMost + 1;
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(row[j - 1] + 1, rows[i - 1][j] + 1, changed));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
    }
    rows.push(row);
  }
  return rows[a.length][b.length];
}

/** What somebody may have meant who wrote a name of several words: letters that differ, or words that it shares. */
export function namesLike(written: string, names: readonly string[], atMost = 5): string[] {
  const words = wordsOf(written).filter((word) => word.length > 2);
  const shared = names
    .map((name) => ({ name, count: words.filter((word) => name.includes(word)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
  return [...new Set([...nearest(written.toLowerCase(), names, 3), ...shared])].slice(0, atMost);
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^a-z0-9]+/);
}
