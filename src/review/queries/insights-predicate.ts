import { filterPatternsOf } from '../../detection/audit-detection';
import { patternContent } from '../../detection/filter-pattern/pattern-content';
import { perDetection } from '../../detection/per-detection';

/**
 * The condition of Logs Insights that holds of exactly the records that a detection counts; absent where it looks at none, or has a
 * pattern that splits records into fields.
 *
 * The syntax of regular expressions is that of filter patterns.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Parse.html
 */
export const insightsPredicate = perDetection((detection): string | undefined => {
  const conditions = filterPatternsOf(detection).map(condition);
  return conditions.length === 0 || conditions.includes(undefined) ? undefined : conditions.join(' or ');
});

function condition(pattern: string): string | undefined {
  const { terms, expression } = patternContent(pattern);
  if (expression !== undefined) {
    return like(expression);
  }
  if (terms === undefined) {
    return undefined;
  }
  const conditions = [
    ...terms.any.length === 0 ? [] : [like(terms.any.map(literally).join('|'))],
    ...terms.all.map(term => like(literally(term))),
    ...terms.none.map(term => unlike(literally(term))),
  ];
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' and ')})`;
}

function like(regex: string): string {
  return `@message like ${delimited(regex)}`;
}

function unlike(regex: string): string {
  return `@message not like ${delimited(regex)}`;
}

/** A slash ends a regular expression. */
function delimited(regex: string): string {
  return `/${regex.replace(/\\\/|\//g, '\\/')}/`;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
