/**
 * What an `AllowedPattern` says for certain; the whole value of a parameter has to match it.
 */

/** The texts that such a pattern allows where it only lists them: `^(dev|prod)$`. */
export function textsOf(pattern: unknown): string[] | undefined {
  return /^\^?(?:\((?:\?:)?)?([\w-]+(?:\|[\w-]+)*)\)?\$?$/.exec(String(pattern ?? ''))?.[1].split('|');
}

/** Whether no text with a capital letter is allowed. False where that is not obvious. */
export function onlyLowerCase(pattern: unknown): boolean {
  return typeof pattern === 'string' && !pattern.replace(/\\[-.ds_\\/^$+*?()[\]{}|]/g, '').includes('\\') && !mayHoldCapitals(pattern);
}

function mayHoldCapitals(pattern: string): boolean {
  const withoutEscapes = pattern.replace(/\\./g, '_');
  const classes = withoutEscapes.match(/\[[^\]]*\]/g) ?? [];
  const outside = withoutEscapes.replace(/\[[^\]]*\]/g, '');
  return /[A-Z.]|\(\?[^:=!<]/.test(outside) || classes.some(one => one.startsWith('[^') || /[A-Z]/.test(one) || rangesOf(one).some(holdsCapitals));
}

function rangesOf(characterClass: string): string[] {
  return characterClass.match(/[^[\]]-[^\]]/g) ?? [];
}

function holdsCapitals(range: string): boolean {
  return range[0] <= 'Z' && range[2] >= 'A';
}
