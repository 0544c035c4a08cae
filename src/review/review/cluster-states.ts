import { jsonata, literally } from './jsonata';
import { questionStates } from './question-states';
import type { ReviewQuestion } from './review-questions';
import { COMPARED, DETAILS, REMEMBERED, SUMMARY } from './review-report';
import type { ReviewSource } from './review-source';
import { call, file, type State } from './states';

/** Queries of one cluster that run at the same time; an account has room for 100 in Logs Insights, for 20 at least in Athena. */
const QUERIES_AT_ONCE = 4;

const BUCKET = '{% $here.bucket %}';

/** What is done for each cluster: ask, count, compare with the last review, file. */
export function clusterStates(source: ReviewSource, questions: ReviewQuestion[][]): State {
  return {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Take',
    States: {
      // Variables of the review do not reach into the executions of its clusters, and none may be called as one of them.
      'Take': {
        Type: 'Pass',
        Assign: { here: '{% $states.input %}' },
        Next: 'Choose questions',
      },
      'Choose questions': {
        Type: 'Choice',
        Choices: questions.map((_, index) => ({ Condition: jsonata(`$here.questions = ${index}`), Next: `Questions ${index}` })),
        Default: 'Questions 0',
      },
      ...Object.fromEntries(questions.map((asked, index) => [`Questions ${index}`, {
        Type: 'Pass', Assign: { questions: literally(asked) }, Next: 'Reviewed before?',
      }])),
      'Reviewed before?': {
        Type: 'Choice',
        Choices: [{ Condition: jsonata('$here.lastDetails = \'\''), Next: 'Nothing before' }],
        Default: 'Look back',
      },
      'Nothing before': { Type: 'Pass', Assign: { past: {} }, Next: 'Ask all' },
      'Look back': call('s3:getObject', { Bucket: BUCKET, Key: jsonata('$here.lastDetails & \'cluster=\' & $here.cluster & \'.json\'') }, {
        Assign: { past: jsonata('$parse($states.result.Body)') },
        // A cluster that is new has none, and the report says that of all others.
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { past: { unread: '{% $states.errorOutput.Error %}' } }, Next: 'Ask all' }],
        Next: 'Ask all',
      }),
      'Ask all': {
        Type: 'Map',
        Items: '{% $questions %}',
        MaxConcurrency: QUERIES_AT_ONCE,
        ItemProcessor: questionStates(source),
        Next: 'Compare',
      },
      'Compare': { Type: 'Pass', Assign: { answers: COMPARED }, Next: 'File details' },
      'File details': file(jsonata('$here.details & \'cluster=\' & $here.cluster & \'.txt\''), DETAILS, 'text/plain; charset=us-ascii', { Next: 'Remember' }, BUCKET),
      'Remember': file(jsonata('$here.details & \'cluster=\' & $here.cluster & \'.json\''), REMEMBERED, 'application/json', { Output: SUMMARY, End: true }, BUCKET),
    },
  };
}
