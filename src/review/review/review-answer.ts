import { CLEANING, jsonata } from './jsonata';
import { ROWS } from './review-questions';

/** Rows and names that one answer has room for. */
export const MOST_ROWS = 10;
export const MOST_NAMES = 200;

/**
 * An answer, counted and made printable.
 *
 * @param rows an expression of objects, a column each member
 * @param status an expression
 */
export function answer(rows: string, status: string): string {
  return jsonata(`(
    ${CLEANING}
    $rows := ${rows};
    {
      'question': $question.id,
      'named': $count($question.keys) > 0,
      'status': ${status},
      'number': $question.measure = '${ROWS}' ? $count($rows) : $sum([$map($rows, function($row) { $number($lookup($row, $question.measure)) })]),
      'capped': $count($rows) >= $question.most,
      'names': $count($question.keys) = 0 ? [] : $first($distinct([$map($rows, function($row) { $key($row, $question.keys) })]), ${MOST_NAMES}),
      'rows': [$map($first($rows, ${MOST_ROWS}), function($row) {
        $join([$map($keys($row), function($column) { $column & '=' & $cell($lookup($row, $column)) })], '  ')
      })]
    }
  )`);
}

/**
 * What stands in the place of an answer that there is not.
 *
 * @param status an expression
 */
export function unanswered(status: string): string {
  return jsonata(`{ 'question': $question.id, 'named': false, 'status': ${status}, 'number': null, 'capped': false, 'names': [], 'rows': [] }`);
}
