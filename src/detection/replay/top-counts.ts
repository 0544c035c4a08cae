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

  public add(value: string): void {
    const key = value.slice(0, MAX_LENGTH);
    const known = this.counts.get(key);
    if (known !== undefined || this.counts.size < CAPACITY) {
      this.counts.set(key, (known ?? 0) + 1);
      return;
    }
    const [rarest, least] = [...this.counts].reduce((a, b) => b[1] < a[1] ? b : a);
    this.counts.delete(rarest);
    this.counts.set(key, least + 1);
  }

  /** The most frequent first. */
  public top(length: number): { value: string; count: number }[] {
    return [...this.counts].sort((a, b) => b[1] - a[1]).slice(0, length).map(([value, count]) => ({ value, count }));
  }
}
