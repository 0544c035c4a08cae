/*
 * Building blocks of the regular expressions in filter patterns, which have no groups, no case-insensitive flag
 * and at most 1,024 characters.
 */

/** Anything, line breaks too, which `.` does not match. */
export const ANY = '[\\s\\S]*';

/** No single quote, so that what follows is not inside a string literal that was opened here. */
export const NO_QUOTE = '[^\\x27]*';

/** The opening quote of the statement in a record; inside the statement a quote always has a backslash before it. */
export const STATEMENT = ',\\x27';

/** Signs between two words: white space, an empty comment, backticks, brackets. */
export const SIGNS = '\\W+';

/** A comment, or several, in the place of the white space between two words, with nothing else behind it. */
export const BLOCK_COMMENT = `\\W*/${ANY}/\\W*`;

/** A line comment in the place of the white space between two words. The line break after it may stand there as `\n`. */
export const TO_END_OF_LINE = `\\W*[#-]${ANY}[\\Wnrt]`;

/** A comment, of any of the three kinds, in the place of the white space between two words. The line break after it may stand there as `\n`. */
export const COMMENT = `\\W*[/#-]${ANY}[\\Wnrt]`;

/** Filter patterns allow no brackets. */
export const BRACKET = '\\W*\\x28';

/**
 * Where the first word of a statement can stand: after the opening quote (`,'`), after a comment (`*` `/`), or inside
 * a comment whose text the server executes (`*!50000`, `M!100000`); then version number, white space, also as `\n` or `\t`.
 * A vertical tab is white space to MySQL, not to every regular expression's `\s`.
 */
export const START = '[,*M][\\x27\\x21/][\\s\\x0b\\d\\\\nrt;]*';

/** A line comment at the beginning of a statement, or after another comment. What ended the line may stand in the record as a space. */
export const LINE_COMMENT = `[,*][\\x27/]\\s*[#-]${ANY}[\\Wnrt]`;

/** A word in any letter case. */
export function word(text: string): string {
  return text.replace(/[A-Za-z]/g, letter => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}

/**
 * Any of several words in any letter case, letter by letter, as there are no groups: `anyWord('TO', 'FR')` is `[TtFf][OoRr]`.
 *
 * It takes mixtures of the words as well; choose words whose mixtures are no words of SQL.
 */
export function anyWord(...words: string[]): string {
  const longest = Math.max(...words.map(each => each.length));
  return Array.from({ length: longest }, (_, position) => {
    const letters = [...new Set(words.flatMap(each => each[position] ?? []))];
    const optional = words.some(each => each.length <= position) ? '?' : '';
    return `[${[...new Set(letters.flatMap(letter => [letter.toUpperCase(), letter.toLowerCase()]))].join('')}]${optional}`;
  }).join('');
}

/** A pattern that is a regular expression of several alternatives. */
export function regexPattern(...alternatives: string[]): string {
  return `%${alternatives.join('|')}%`;
}
