import { type AuditDetection, filterPatternsOf } from '../../detection/audit-detection';
import type { TextSelection } from '../../detection/filter-pattern/filter-pattern';
import { textSelection } from '../../detection/filter-pattern/text-selection';

/**
 * The condition of Logs Insights that holds of exactly the records that a detection counts; absent where it looks at none, or has a
 * pattern that splits records into fields.
 *
 * The syntax of regular expressions is that of filter patterns.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Parse.html
 */
export function detectionPredicate(detection: AuditDetection): string | undefined {
  const selections = filterPatternsOf(detection).map(textSelection);
  return selections.length > 0 && selections.every(selection => selection !== undefined)
    ? selections.map(predicate).join(' or ')
    : undefined;
}

function predicate({ regex, anyOf, allOf, noneOf }: TextSelection): string {
  const conditions = [
    ...regex === undefined ? [] : [like(regex)],
    ...anyOf.length === 0 ? [] : [like(anyOf.map(literally).join('|'))],
    ...allOf.map(text => like(literally(text))),
    ...noneOf.map(text => `@message not ${like(literally(text)).replace('@message ', '')}`),
  ];
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' and ')})`;
}

/** A slash ends a regular expression. */
function like(regex: string): string {
  return `@message like /${regex.replace(/\\\/|\//g, '\\/')}/`;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
