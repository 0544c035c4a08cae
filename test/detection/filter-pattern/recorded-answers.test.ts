import { answer } from './answer';
import { cases } from '../../corpus/testmetricfilter-answers.json';

/** One recorded call: the messages that were selected, counted from 1, or the error. */
interface Recorded {
  readonly filterPattern: string;
  readonly logEventMessages: string[];
  readonly matches?: number[];
  readonly error?: string;
}

test.each(cases as Recorded[])('$filterPattern is answered as the service answers it', ({ filterPattern, logEventMessages, matches, error }) => {
  expect(answer(filterPattern, logEventMessages)).toEqual(error ?? matches!.map(number => logEventMessages[number - 1]));
});

test('nothing was left out', () => {
  expect(cases).toHaveLength(75);
});
