import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { INSIGHTS_LANGUAGE } from './insights-questions';
import { answer } from './review-answer';
import { reviewQuestions } from './review-questions';
import type { ReviewSource } from './review-source';

/** Records that are late are in the log group by then. */
const SETTLED_SECONDS = 900;

/** Log groups that one statement names: with the longest names it fits into a policy, and a hundred clusters into the ten policies of a role. */
const LOG_GROUPS_A_STATEMENT = 15;

/** Answers from the log groups themselves. */
export function insightsSource(scope: IConstruct, logGroupNames: string[]): ReviewSource {
  return {
    title: 'Logs Insights',
    settledSeconds: SETTLED_SECONDS,
    questions: detections => reviewQuestions(detections, INSIGHTS_LANGUAGE),
    ask: {
      action: 'cloudwatchlogs:startQuery',
      args: { LogGroupName: '{% $here.logGroup %}', QueryString: '{% $question.query %}', StartTime: '{% $here.since %}', EndTime: '{% $here.until %}' },
      output: '{% $states.result.QueryId %}',
    },
    busy: 'CloudWatchLogs.LimitExceededException',
    look: {
      action: 'cloudwatchlogs:getQueryResults',
      args: { QueryId: '{% $queryId %}' },
      output: answer('[$map($states.result.Results, function($row) { $merge($row[Field != \'@ptr\'].{ Field: Value }) })]', '$states.result.Status'),
    },
    statements: [
      ...chunks(logGroupNames).map(names => new iam.PolicyStatement({
        actions: ['logs:StartQuery'],
        resources: names.flatMap(each => ['', ':*'].map(suffix =>
          Stack.of(scope).formatArn({ service: 'logs', resource: 'log-group', resourceName: `${each}${suffix}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME }))),
      })),
      // It has no resources to name.
      new iam.PolicyStatement({ actions: ['logs:GetQueryResults'], resources: ['*'] }),
    ],
  };
}

function chunks(names: string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / LOG_GROUPS_A_STATEMENT) }, (_, index) =>
    names.slice(index * LOG_GROUPS_A_STATEMENT, (index + 1) * LOG_GROUPS_A_STATEMENT));
}
