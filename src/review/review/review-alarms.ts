import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DAYS_SINCE_REVIEW, OVERDUE_REVIEWS, REVIEW_DIMENSION, REVIEW_NAMESPACE } from './watch-machine';
import { matchedEvents } from '../../detection/api-call-rule';

export interface ReviewAlarmsProps {
  readonly name: string;
  readonly days: number;
  readonly reviewMachineArn: string;
  readonly signOffMachineArn: string;
  readonly watchMachineArn: string;
  readonly ruleName: string;
  /** The rule that tells of API calls that touch the review. */
  readonly watchRuleName: string;
  readonly actions: cloudwatch.IAlarmAction[];
}

interface ReviewAlarm {
  readonly id: string;
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  /** Told where it has no values any more; it has none before the first deployment is over. */
  readonly tellsSilence: boolean;
}

const PERIOD = Duration.minutes(5);

/** A review and its mail may take a while. */
const GRACE_DAYS = 1;

/** What says that nobody reviews, or nobody signs. */
export function reviewAlarms(scope: Construct, props: ReviewAlarmsProps): cloudwatch.Alarm[] {
  return alarmsFor(props).map(({ id, description, metric, threshold, tellsSilence }) => {
    // Actions name what they make after the id of the alarm: it has to be the only one of the app.
    const alarm = new cloudwatch.Alarm(scope, `Alarm-${id}-${scope.node.addr.slice(-8)}`, {
      metric,
      alarmDescription: description,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: tellsSilence ? cloudwatch.TreatMissingData.MISSING : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(...props.actions);
    if (tellsSilence) {
      alarm.addInsufficientDataAction(...props.actions);
    }
    return alarm;
  });
}

function alarmsFor({ name, days, reviewMachineArn, signOffMachineArn, watchMachineArn, ruleName, watchRuleName }: ReviewAlarmsProps): ReviewAlarm[] {
  const own = (metricName: string, statistic: string) => new cloudwatch.Metric({
    namespace: REVIEW_NAMESPACE, metricName, dimensionsMap: { [REVIEW_DIMENSION]: name }, statistic, period: Duration.days(1),
  });
  return [
    {
      id: 'ReviewFailed',
      description: `HIGH: The review ${name} of the audit log failed. See its execution in Step Functions; start it again with {} when the cause is gone. It looks at everything since the last one.`,
      metric: failures([reviewMachineArn, watchMachineArn]),
      threshold: 1,
      tellsSilence: false,
    },
    {
      id: 'ReviewMissing',
      description: `HIGH: The last review ${name} of the audit log is more than ${days + GRACE_DAYS} days ago, or nobody looks how long ago it is. See whether its schedules are enabled.`,
      metric: own(DAYS_SINCE_REVIEW, cloudwatch.Stats.MAXIMUM),
      threshold: days + GRACE_DAYS,
      tellsSilence: true,
    },
    {
      id: 'ReviewOpen',
      description: `MEDIUM: A report of the review ${name} has waited for a signature for ${days} days. Read it and set its OpsItem to Resolved; if the OpsItem is gone, CloudTrail says who deleted it.`,
      metric: own(OVERDUE_REVIEWS, cloudwatch.Stats.MAXIMUM),
      threshold: 1,
      tellsSilence: false,
    },
    {
      id: 'SignOffFailed',
      description: `HIGH: Somebody closed an OpsItem, and whether that signed the review ${name} could not be filed. See the execution in Step Functions and redrive it; `
        + 'or open the OpsItem and resolve it once more.',
      metric: failures([signOffMachineArn], new cloudwatch.Metric({
        namespace: 'AWS/Events', metricName: 'FailedInvocations', dimensionsMap: { RuleName: ruleName }, statistic: cloudwatch.Stats.SUM, period: PERIOD,
      })),
      threshold: 1,
      tellsSilence: false,
    },
    {
      id: 'ReviewChanged',
      description: `CRITICAL: An API call touched the review ${name} of the audit log: its schedules, state machines, rules, key or alarms. See who called what in the message beside this alarm; `
        + 'match it with a deployment, and put things back if there is none.',
      metric: matchedEvents(watchRuleName),
      threshold: 1,
      tellsSilence: false,
    },
  ];
}

/** Executions that did not end well. */
function failures(machineArns: string[], more?: cloudwatch.IMetric): cloudwatch.IMetric {
  const metrics = [
    ...machineArns.flatMap(StateMachineArn => ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map(metricName => new cloudwatch.Metric({
      namespace: 'AWS/States', metricName, dimensionsMap: { StateMachineArn }, statistic: cloudwatch.Stats.SUM, period: PERIOD,
    }))),
    ...more === undefined ? [] : [more],
  ];
  return new cloudwatch.MathExpression({
    expression: metrics.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    period: PERIOD,
  });
}
