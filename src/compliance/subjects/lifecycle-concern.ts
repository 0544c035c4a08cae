import { isLiteral } from '../resolved/symbolic-text';
import type { Properties } from '../resolved/value';

/** What selects objects by more than their names; nothing is known of tags and sizes of records. */
const OTHER_FILTERS = ['TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];

/** Where an expression of Firehose begins. */
const EXPRESSION = '!{';

/**
 * Whether a lifecycle rule is about objects that a delivery stream writes with this prefix.
 *
 * Without expressions in the prefix, Firehose writes the date behind it: `2026/11/26/07/`.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function concernOf(rule: Properties, prefix: string): 'certain' | 'possible' | 'none' {
  const { Status: status, Prefix: given = '' } = rule;
  const selected = String(given);
  if (status === 'Disabled' || (isLiteral(prefix) && isLiteral(selected) && !isAboutNames(selected, prefix))) {
    return 'none';
  }
  const isCertain = status === 'Enabled' && isLiteral(selected) && OTHER_FILTERS.every(name => rule[name] === undefined)
    && (selected === '' || (isLiteral(prefix) && (written(prefix).startsWith(selected) || namesDays(selected, prefix))));
  return isCertain ? 'certain' : 'possible';
}

function isAboutNames(selected: string, prefix: string): boolean {
  const literal = written(prefix);
  return literal.startsWith(selected) || (selected.startsWith(literal) && (prefix.includes(EXPRESSION) || namesDays(selected, prefix)));
}

/** Whether what follows is a day, of which there will be records, or were. */
function namesDays(selected: string, prefix: string): boolean {
  const literal = written(prefix);
  return selected.startsWith(literal) && (prefix === literal || prefix.startsWith(`${literal}!{timestamp:`)) && /^\d{1,4}(\/|$)/.test(selected.slice(literal.length));
}

/** What stands before the first expression. */
function written(prefix: string): string {
  return prefix.split(EXPRESSION)[0];
}
