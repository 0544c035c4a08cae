/*
 * Building blocks of text patterns: case-sensitive substrings, not limited in number as regular expressions are.
 *
 * A term may hold no backslash: in records every single quote of a statement has one before it, and what the service makes of a backslash
 * in a quoted term that stands before anything but `"` and `\` is not documented. A term that begins with the quote does as well.
 */

/** The longest filter pattern that CloudWatch Logs takes. */
const MAX_PATTERN_LENGTH = 1024;

/** A pattern that selects the records with any of the texts. */
export function anyTextPattern(...texts: string[]): string {
  return texts.map(text => `?"${text}"`).join(' ');
}

/** As many patterns as it takes to select the records with any of the texts. */
export function anyTextPatterns(...texts: string[]): string[] {
  return texts.map(text => anyTextPattern(text)).reduce<string[]>((patterns, term) => {
    const [last, ...before] = patterns;
    return last !== undefined && last.length + 1 + term.length <= MAX_PATTERN_LENGTH ? [`${last} ${term}`, ...before] : [term, ...patterns];
  }, []).reverse();
}

/** A pattern that selects the records with one text and without some others. */
export function textPatternWithout(text: string, ...others: string[]): string {
  return [`"${text}"`, ...others.map(other => `-${other}`)].join(' ');
}

/** The opening quote of the statement in a record; inside the statement a quote always has a backslash before it. */
export const STATEMENT = ',\'';

/** Every letter case of a short word: 8 spellings of 3 letters. */
export function everyCase(text: string): string[] {
  return [...text].reduce<string[]>(
    (spellings, letter) => spellings.flatMap(each => [each + letter.toUpperCase(), each + letter.toLowerCase()]),
    [''],
  );
}

/** The three ways in which people and tools write a phrase: `CREATE VIEW`, `create view`, `Create View`. */
export function usualCases(phrase: string): string[] {
  return [...bothCases(phrase), phrase.toLowerCase().replace(/\b[a-z]/g, letter => letter.toUpperCase())];
}

/** The two ways in which tools write a phrase; hexadecimal numbers begin with 0x in both. */
export function bothCases(...phrases: string[]): string[] {
  return [...new Set(phrases.flatMap(phrase => [phrase.toUpperCase().replace(/0X/g, '0x'), phrase.toLowerCase()]))];
}

/** Statements that begin with one of the phrases, in both cases, also behind the comment that clients put before a statement. */
export function statements(...phrases: string[]): string[] {
  return bothCases(...phrases).flatMap(phrase => [`${STATEMENT}${phrase}`, `*/ ${phrase}`]);
}
