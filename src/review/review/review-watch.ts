import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { apiCallRule } from '../../detection/api-call-rule';
import { alarmCalls, keyCalls } from '../../detection/watched-calls';

export interface ReviewWatchProps {
  /** The name of the review. */
  readonly name: string;
  readonly ruleName: string;
  readonly topic: sns.ITopic;
  /** What the ARNs of the state machines begin with. */
  readonly machineArn: string;
  readonly scheduleNames: string[];
  /** Rules that the review, and the proof of it, depend on. */
  readonly ruleNames: (string | object)[];
  /** The key, where nobody else watches it. */
  readonly key?: kms.IKey;
  readonly alarms: () => cloudwatch.Alarm[];
}

/**
 * A rule for the API calls that could switch a review off, or the filing of its signatures.
 *
 * Tables and workgroups of an analysis are not among them: a review that asks Athena without them says in its report what was not answered, and they hold
 * no records: what is lost of them the next deployment puts back.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cloud-trail.html
 */
export function reviewRule(scope: Construct, props: ReviewWatchProps): events.Rule {
  return apiCallRule(new Construct(scope, 'WatchRule'), {
    ruleName: props.ruleName,
    description: 'API calls that could switch off the review of the audit log',
    touched: `the review of the audit log ${props.name}`,
    topics: [props.topic],
    calls: [
      [['DeleteSchedule', 'UpdateSchedule'], { name: props.scheduleNames }],
      [['DeleteStateMachine', 'UpdateStateMachine'], { stateMachineArn: [{ prefix: props.machineArn }] }],
      [['DeleteRule', 'DisableRule', 'PutRule'], { name: props.ruleNames }],
      [['PutTargets', 'RemoveTargets'], { rule: props.ruleNames }],
      alarmCalls(scope, props.alarms),
      ...keyCalls(props.key),
    ],
  });
}
