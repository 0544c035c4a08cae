/** How many different values are counted at a time. */
const CAPACITY = 200;
/** Values are texts that an attacker writes. */
const MAX_LENGTH = 200;

/**
 * The values that come most often, in bounded memory: the algorithm "Space-Saving".
 *
 * Exact as long as there are no more different values than it counts at a time; beyond that the rarest makes room for the newest, which takes over
 * its count, so that what comes often stays and its count is at most too high by that of the rarest.
 *
 * @see https://doi.org/10.1007/978-3-540-30570-5_27
 */
export class TopCounts {
  private readonly counts = new Map<string, number>();
  /** Values that had the least count when it was last looked for. */
  private rarest: string[] = [];
  private least = 0;

  public add(value: string): void {
    const key = value.slice(0, MAX_LENGTH);
    const known = this.counts.get(key);
    if (known === undefined) {
      this.counts.set(copy(key), (this.counts.size < CAPACITY ? 0 : this.forgetRarest()) + 1);
    } else {
      this.counts.set(key, known + 1);
    }
  }

  /** Makes room; gives the count that the newest takes over. */
  private forgetRarest(): number {
    let key = this.rarest.pop();
    while (key === undefined || this.counts.get(key) !== this.least) {
      if (key === undefined) {
        this.least = Math.min(...this.counts.values());
        this.rarest = [...this.counts].filter(([, count]) => count === this.least).map(([one]) => one).reverse();
      }
      key = this.rarest.pop();
    }
    this.counts.delete(key);
    return this.least;
  }

  /** The most frequent first. */
  public top(length: number): { value: string; count: number }[] {
    return [...this.counts].sort((a, b) => b[1] - a[1]).slice(0, length).map(([value, count]) => ({ value, count }));
  }
}

/** A part of a text keeps all of it in memory, which may be a whole log; a copy does not. */
function copy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
