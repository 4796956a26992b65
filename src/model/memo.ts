/** What was made of keys that come again and again, of at most `limit` keys at a time: what an input says must not fill the memory. */
export class Memo<V> {
  private readonly known = new Map<string, V>();

  constructor(private readonly limit: number) {}

  get(key: string, make: () => V): V {
    if (this.known.has(key)) return this.known.get(key) as V;
    if (this.known.size >= this.limit) this.known.clear();
    const made = make();
    this.known.set(key, made);
    return made;
  }
}
