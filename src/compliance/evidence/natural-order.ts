/** AU-2 before AU-10. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

/** Orders names as people do, web-2 before web-10, and paths by their parts; only the same text is equal. */
export function inNaturalOrder(one = '', other = ''): number {
  const [ones, others] = [one, other].map(path => path.split('/'));
  const difference = ones.findIndex((part, index) => part !== others[index]);
  return difference === -1 ? ones.length - others.length
    : others[difference] === undefined ? 1
      : COLLATOR.compare(ones[difference], others[difference]) || (one < other ? -1 : 1);
}
