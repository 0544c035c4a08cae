import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import { SIGNED_STATUSES } from './sign-off-machine';

/** Twice a day, so that a day without a value is a day without a watch. */
const WATCH_SCHEDULE = 'rate(12 hours)';

/** The role by which EventBridge Scheduler starts machines. */
export function schedulerRole(scope: Construct, machineArns: string[]): iam.Role {
  const stack = Stack.of(scope);
  return starterRole(scope, 'Scheduler', 'scheduler.amazonaws.com', machineArns, {
    StringEquals: {
      'aws:SourceAccount': stack.account,
      'aws:SourceArn': stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' }),
    },
  });
}

/** Starts a machine, the watch unless told when. */
export function schedule(
  scope: Construct, id: string, machineArn: string, role: iam.Role, expression?: scheduler.ScheduleExpression,
): scheduler.CfnSchedule {
  return new scheduler.CfnSchedule(scope, id, {
    scheduleExpression: expression?.expressionString ?? WATCH_SCHEDULE,
    scheduleExpressionTimezone: expression?.timeZone?.timezoneName,
    flexibleTimeWindow: { mode: 'OFF' },
    state: 'ENABLED',
    target: { arn: machineArn, roleArn: role.roleArn, input: '{}', retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } },
  });
}

/**
 * Tells of OpsItems that somebody closed. The services that a machine calls do not close any.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
export function signOffRule(scope: Construct, ruleName: string, machineArn: string): { rule: events.CfnRule; role: iam.Role } {
  const stack = Stack.of(scope);
  const role = starterRole(scope, 'Events', 'events.amazonaws.com', [machineArn], {
    StringEquals: { 'aws:SourceAccount': stack.account },
    ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'events', resource: 'rule', resourceName: ruleName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME }) },
  });
  const rule = new events.CfnRule(scope, 'SignOffRule', {
    name: ruleName,
    description: 'OpsItems that somebody closed: signatures of reviews of the audit log',
    eventPattern: { 'source': ['aws.ssm'], 'detail-type': ['OpsItem Update'], 'detail': { status: SIGNED_STATUSES } },
    state: 'ENABLED',
    targets: [{ id: 'SignOff', arn: machineArn, roleArn: role.roleArn, retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } }],
  });
  return { rule, role };
}

function starterRole(scope: Construct, id: string, service: string, machineArns: string[], conditions: Record<string, unknown>): iam.Role {
  return new iam.Role(scope, `${id}Role`, {
    description: 'Starts the review of the audit log',
    assumedBy: new iam.ServicePrincipal(service, { conditions }),
    managedPolicies: [new iam.ManagedPolicy(scope, `${id}Policy`, {
      statements: [new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: machineArns })],
    })],
  });
}
