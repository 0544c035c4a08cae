/** An expression of a state machine, on one line as Step Functions wants it. */
export function jsonata(expression: string): string {
  return `{% ${expression.trim().replace(/\s*\n\s*/g, ' ')} %}`;
}

/** A text within an expression. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A value that stays what it is, although one of its texts looks like an expression. */
export function literally<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, each) => typeof each === 'string' && each.startsWith('{%') ? jsonata(quoted(each)) : each);
}

/**
 * Functions for what strangers wrote: statements, names of users, hosts and tables. `$clean(text, most)` leaves printable ASCII on one line that no
 * mail program makes a link of and no quotation mark ends; `$cell` is a value of an answer, `$key` names a row and never two.
 *
 * Within the brackets of an array, what a function gives is taken apart; another pair of brackets would keep it together.
 */
export const CLEANING = `
  $raw := function($value) { $exists($value) ? $string($value) : '' };
  $first := function($array, $most) { [$filter($array, function($_, $index) { $index < $most })] };
  $printable := function($text) { $replace($replace($replace($text, /[^ -~]/, '?'), /["\`]/, "'"), /[\\\\<>]/, '?') };
  $clean := function($value, $most) {
    $replace($replace($printable($substring($raw($value), 0, $most)), /:\\/\\//, ': //'), /www\\./i, 'www,')
    & ($length($raw($value)) > $most ? ' ...' : '')
  };
  $cell := function($value) {
    $contains($raw($value), /^\\d{13}$/) ? $fromMillis($number($value)) : $contains($raw($value), /^-?\\d{1,15}(\\.\\d+)?$/) ? $value : '"' & $clean($value, 160) & '"'
  };
  $key := function($row, $columns) {(
    $names := $join([$map($columns, function($column) { $raw($lookup($row, $column)) })], ' ');
    $shown := $clean($names, 80);
    $shown = $names ? $names : $shown & ' ~' & $substring($hash($names, 'SHA-256'), 0, 8)
  )};`;
