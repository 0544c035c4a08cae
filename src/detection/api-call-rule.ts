import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { CONTROL_PLANE_METRIC } from './catalogue/control-plane-changes';
import { controlPlaneMessage } from './control-plane-message';
import type { WatchedCalls } from './watched-calls';

export interface ApiCallRuleProps {
  /** Literal, for an alarm on what the rule selects is made first. */
  readonly ruleName: string;
  readonly description: string;
  /** What the calls touch, as the message has it. */
  readonly touched: string;
  readonly calls: readonly WatchedCalls[];
  /** At most five, as a rule has targets. */
  readonly topics: readonly sns.ITopic[];
}

/**
 * A rule that tells who made which API call.
 *
 * EventBridge takes patterns of 2,048 characters, so that as little as possible is said twice.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function apiCallRule(scope: Construct, { ruleName, description, touched, calls, topics }: ApiCallRuleProps): events.Rule {
  const rule = new events.Rule(scope, 'Rule', {
    ruleName,
    description,
    eventPattern: {
      detailType: ['AWS API Call via CloudTrail'],
      detail: { $or: calls.map(([eventName, requestParameters]) => ({ eventName, requestParameters })) },
    },
  });
  topics.forEach(topic => addTopic(rule, topic, touched));
  return rule;
}

/** How many calls a rule selected. By the name and no reference: the alarm is made first, or the rule would select the call that makes it. */
export function matchedEvents(ruleName: string, period = Duration.minutes(5)): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/Events', metricName: CONTROL_PLANE_METRIC, dimensionsMap: { RuleName: ruleName }, statistic: cloudwatch.Stats.SUM, period,
  });
}

/** The policy of the topic lets EventBridge publish without a condition: that it meets one is not documented for topics. */
export function addTopic(rule: events.Rule, topic: sns.ITopic, touched: string): void {
  rule.addTarget(new targets.SnsTopic(topic, { message: controlPlaneMessage(touched) }));
}

/** Asked at synthesis, because a target may be added until then. */
export function warnWithoutTarget(rule: events.Rule, id: string, warning: string): void {
  rule.node.addValidation({
    validate: () => {
      const rendered = Stack.of(rule).resolve((rule.node.defaultChild as events.CfnRule).targets);
      if (!rendered?.length) {
        Annotations.of(rule).addWarningV2(`cdk-audited-aurora-mysql:${id}`, warning);
      }
      return [];
    },
  });
}
