import { Token } from 'aws-cdk-lib';
import { portableRegex } from './portable-regex';
import { arrayOf, literal } from './sql-text';
import { type AuditDetection, filterPatternsOf } from '../../detection/audit-detection';
import type { FilterPattern, FilterPatternTerms } from '../../detection/filter-pattern/filter-pattern';
import { perDetection } from '../../detection/per-detection';

/**
 * Regular expressions are asked of records up to this length, in characters. Athena's engine tries one place after the other, and attackers write
 * statements on which it would take hours; CloudWatch Logs takes linear time. Longer records are selected by the texts that every match has.
 */
export const MAX_JUDGED_LENGTH = 2000;

/**
 * The condition of SQL on the column `record` under which a detection counts a record: made from its filter patterns, and the same as theirs for records
 * up to `MAX_JUDGED_LENGTH`. Of longer ones it misses none, and may select more.
 *
 * `undefined` where the detection does not look at audit records, or by a pattern that is made for other lines than these or is not known yet.
 */
export const sqlPredicate = perDetection((detection): string | undefined => {
  if (filterPatternsOf(detection).some(pattern => Token.isUnresolved(pattern))) {
    return undefined;
  }
  const conditions = detection._patterns.map(conditionOf);
  if (conditions.length === 0 || conditions.includes(undefined)) {
    return undefined;
  }
  return conditions.map(condition => `(${condition})`).join('\n    OR ');
});

/** Whether the condition of a detection is the same as its filter patterns for records of any length. */
export function isExact(detection: AuditDetection): boolean {
  return detection._patterns.every(({ terms }) => terms !== undefined);
}

function conditionOf({ terms, expression, clues, lateClues = [] }: FilterPattern): string | undefined {
  if (terms !== undefined) {
    return termsCondition(terms);
  }
  const regex = expression === undefined ? undefined : portableRegex(expression);
  return regex === undefined ? undefined : [
    ...clues === undefined ? [] : [`${anyOf(lowerCase([...clues, ...lateClues]), 'lower(record)')}\n      AND `],
    `(length(record) > ${MAX_JUDGED_LENGTH} OR regexp_like(record, ${literal(regex)}))`,
  ].join('');
}

function termsCondition({ all, none, any }: FilterPatternTerms): string {
  const conditions = [
    ...all.map(term => `strpos(record, ${literal(term)}) > 0`),
    ...none.map(term => `strpos(record, ${literal(term)}) = 0`),
    ...any.length === 0 ? [] : [anyOf(any, 'record')],
  ];
  // An empty pattern selects everything.
  return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
}

function anyOf(texts: readonly string[], column: string): string {
  return `any_match(${arrayOf(texts)}, clue -> strpos(${column}, clue) > 0)`;
}

/** All spellings of a clue are one. */
function lowerCase(clues: readonly string[]): string[] {
  return [...new Set(clues.map(clue => clue.toLowerCase()))];
}
