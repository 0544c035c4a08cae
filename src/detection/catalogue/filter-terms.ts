/*
 * Building blocks of text patterns: case-sensitive substrings, not limited in number as regular expressions are.
 */

/** A pattern that selects the records with any of the texts. */
export function anyTextPattern(...texts: string[]): string {
  return texts.map(text => `?"${text}"`).join(' ');
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
  return [phrase.toUpperCase(), phrase.toLowerCase(), phrase.toLowerCase().replace(/\b[a-z]/g, letter => letter.toUpperCase())];
}
