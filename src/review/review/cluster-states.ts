import { jsonata, literally } from './jsonata';
import type { ReviewQuestion } from './review-questions';
import { ANSWER, COMPARED, DETAILS, NO_ANSWER, REMEMBERED, SUMMARY } from './review-report';
import { call, file, RETRY, type State } from './states';

/** Queries of one cluster that run at the same time; an account has room for 100. */
const QUERIES_AT_ONCE = 4;

/** Logs Insights gives up after an hour; so do we, a little later. */
const MOST_POLLS = 140;

const BUCKET = '{% $here.bucket %}';

/** What is done for each cluster: ask, count, compare with the last review, file. */
export function clusterStates(questions: ReviewQuestion[][]): State {
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
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Nothing before' }],
        Next: 'Ask all',
      }),
      'Ask all': {
        Type: 'Map',
        Items: '{% $questions %}',
        MaxConcurrency: QUERIES_AT_ONCE,
        ItemProcessor: questionStates(),
        Next: 'Compare',
      },
      'Compare': { Type: 'Pass', Assign: { answers: COMPARED }, Next: 'File details' },
      'File details': file(jsonata('$here.details & \'cluster=\' & $here.cluster & \'.txt\''), DETAILS, 'text/plain; charset=us-ascii', { Next: 'Remember' }, BUCKET),
      'Remember': file(jsonata('$here.details & \'cluster=\' & $here.cluster & \'.json\''), REMEMBERED, 'application/json', { Output: SUMMARY, End: true }, BUCKET),
    },
  };
}

/** One query, until it has an answer or never will. */
function questionStates(): State {
  const failed = [{ ErrorEquals: ['States.ALL'], Output: NO_ANSWER, Next: 'Answered' }];
  return {
    ProcessorConfig: { Mode: 'INLINE' },
    StartAt: 'Question',
    States: {
      'Question': { Type: 'Pass', Assign: { question: '{% $states.input %}', polls: 0 }, Next: 'Ask' },
      'Ask': call('cloudwatchlogs:startQuery', {
        LogGroupName: '{% $here.logGroup %}', QueryString: '{% $question.query %}', StartTime: '{% $here.since %}', EndTime: '{% $here.until %}',
      }, {
        // Others use the room for queries as well.
        Retry: [{ ErrorEquals: ['CloudWatchLogs.LimitExceededException'], IntervalSeconds: 30, MaxAttempts: 10, BackoffRate: 1.5, MaxDelaySeconds: 300 }, ...RETRY],
        Catch: failed,
        Assign: { queryId: '{% $states.result.QueryId %}' },
        Next: 'Wait',
      }),
      'Wait': { Type: 'Wait', Seconds: jsonata('$polls < 6 ? 5 : 30'), Next: 'Look' },
      'Look': call('cloudwatchlogs:getQueryResults', { QueryId: '{% $queryId %}' }, {
        Catch: failed,
        Assign: { polls: '{% $polls + 1 %}' },
        Output: ANSWER,
        Next: 'Answered?',
      }),
      'Answered?': {
        Type: 'Choice',
        Choices: [{ Condition: jsonata(`$states.input.status in ['Scheduled', 'Running', 'Unknown'] and $polls < ${MOST_POLLS}`), Next: 'Wait' }],
        Default: 'Answered',
      },
      'Answered': { Type: 'Succeed' },
    },
  };
}
