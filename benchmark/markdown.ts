import type { Share } from './detection-score';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}

export const code = (text: string) => `\`${text.replace(/\|/g, '\\|')}\``;
export const percent = ({ seen, of }: Share) => of === 0 ? '–' : `${Math.floor(1000 * seen / of) / 10} %`;
export const share = (some: Share | undefined) => some === undefined ? '–' : `${some.seen} of ${some.of}`;
