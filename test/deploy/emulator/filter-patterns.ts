import { createInterface } from 'readline';
import { parseFilterPattern } from '../../../src/detection/filter-pattern/parse-filter-pattern';

/** Answers each line `{patterns, messages}` with how many messages each pattern selects, or with why the service would refuse one. */
createInterface({ input: process.stdin }).on('line', line => {
  const { patterns, messages } = JSON.parse(line) as { patterns: string[]; messages: string[] };
  let answer;
  try {
    const parsed = patterns.map(parseFilterPattern);
    answer = { counts: parsed.map(pattern => messages.filter(message => pattern.matches(message)).length) };
  } catch (error) {
    answer = { error: (error as Error).message };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
