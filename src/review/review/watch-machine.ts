import { jsonata } from './jsonata';
import { type ReviewLayout, WHEN } from './review-layout';
import { ends, listFolder, reviewsBefore, SIGN_OFF } from './review-listing';
import { call, DAY_SECONDS, type State } from './states';

/** Where a review says of itself how late it is. */
export const REVIEW_NAMESPACE = 'AuroraMysqlAuditReview';
export const DAYS_SINCE_REVIEW = 'DaysSinceReview';
export const OVERDUE_REVIEWS = 'OverdueReviews';
export const REVIEW_DIMENSION = 'Review';

export interface WatchMachineProps {
  readonly name: string;
  readonly layout: ReviewLayout;
  readonly bucketName: string;
  readonly reviewMachineArn: string;
  readonly periodSeconds: number;
}

/** Tells how long ago the last review was done, and how many wait for their signature for longer than a period: an alarm looks back for a week at most. */
export function watchDefinition({ name, layout, bucketName, reviewMachineArn, periodSeconds }: WatchMachineProps): State {
  const dimensions = [{ Name: REVIEW_DIMENSION, Value: name }];
  return {
    Comment: 'Tells how late reviews of the audit log are',
    QueryLanguage: 'JSONata',
    StartAt: 'Now',
    TimeoutSeconds: 3600,
    States: {
      'Now': {
        Type: 'Pass',
        Assign: { bucket: bucketName, now: jsonata('$floor($toMillis($states.context.Execution.StartTime) / 1000)') },
        Next: 'Since when is there a review',
      },
      'Since when is there a review': call('sfn:describeStateMachine', { StateMachineArn: reviewMachineArn, IncludedData: 'METADATA_ONLY' }, {
        Assign: { since: jsonata('$floor($toMillis($states.result.CreationDate) / 1000)') },
        Next: 'Find the last review',
      }),
      'Find the last review': listFolder(layout.runs, '$now', periodSeconds, {
        Assign: {
          reviews: jsonata(reviewsBefore(layout.runs, '$now')),
        },
        Next: 'Find signatures',
      }),
      // Not by their OpsItems, which people can delete or cancel.
      'Find signatures': listFolder(layout.reports, '$now', periodSeconds, {
        Assign: {
          since: jsonata(`$count($reviews) = 0 ? $since : $toMillis($reviews[-1], '${WHEN}') / 1000`),
          overdue: jsonata(`(
            $signed := ${ends(layout.reports, SIGN_OFF)};
            $count($reviews[$toMillis($, '${WHEN}') < ($now - ${periodSeconds}) * 1000 and $not($ in $signed)])
          )`),
        },
        Next: 'Tell',
      }),
      'Tell': call('cloudwatch:putMetricData', {
        Namespace: REVIEW_NAMESPACE,
        MetricData: [
          { MetricName: DAYS_SINCE_REVIEW, Dimensions: dimensions, Value: jsonata(`($now - $since) / ${DAY_SECONDS}`), Unit: 'None' },
          { MetricName: OVERDUE_REVIEWS, Dimensions: dimensions, Value: '{% $overdue %}', Unit: 'Count' },
        ],
      }, { End: true }),
    },
  };
}
