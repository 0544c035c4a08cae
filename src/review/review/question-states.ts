import { jsonata } from './jsonata';
import { unanswered } from './review-answer';
import { ANSWERED, type ReviewSource, RUNNING, type SourceCall } from './review-source';
import { call, RETRY, type State } from './states';

/** Logs Insights gives up after an hour, Athena after half of one; so do we, a little later. */
const MOST_POLLS = 140;

/** One question, until it has an answer or never will. */
export function questionStates({ ask, busy, look, read }: ReviewSource): State {
  const Catch = [{ ErrorEquals: ['States.ALL'], Output: unanswered('$states.errorOutput.Error'), Next: 'Answered' }];
  const task = ({ action, args }: SourceCall, rest: State) => call(action, args, { Catch, ...rest });
  return {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'Question',
    States: {
      'Question': { Type: 'Pass', Assign: { question: '{% $states.input %}', polls: 0 }, Next: 'Ask' },
      'Ask': task(ask, {
        // Others use the room for queries as well.
        Retry: [{ ErrorEquals: [busy], IntervalSeconds: 30, MaxAttempts: 10, BackoffRate: 1.5, MaxDelaySeconds: 300 }, ...RETRY],
        Assign: { queryId: ask.output },
        Next: 'Wait',
      }),
      'Wait': { Type: 'Wait', Seconds: jsonata('$polls < 6 ? 5 : 30'), Next: 'Look' },
      'Look': task(look, { Assign: { polls: '{% $polls + 1 %}' }, Output: look.output, Next: 'Answered?' }),
      'Answered?': {
        Type: 'Choice',
        Choices: [
          { Condition: jsonata(`$states.input.status in ${JSON.stringify(RUNNING)} and $polls < ${MOST_POLLS}`), Next: 'Wait' },
          ...read ? [{ Condition: jsonata(`$states.input.status = '${ANSWERED}'`), Next: 'Read' }] : [],
        ],
        Default: 'Answered',
      },
      ...read && { Read: task(read, { Output: read.output, Next: 'Answered' }) },
      'Answered': { Type: 'Succeed' },
    },
  };
}
