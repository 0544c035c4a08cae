import * as events from 'aws-cdk-lib/aws-events';

const FIELD = (path: string) => events.EventField.fromPath(`$.detail.${path}`);

/** What a responder has to know of an API call: who called what, when, from where, and whether it was refused. */
export function controlPlaneMessage(touched: string): events.RuleTargetInput {
  return events.RuleTargetInput.fromText([
    `CRITICAL: an API call touched ${touched}.`,
    `Call: ${FIELD('eventName')} (${FIELD('eventSource')}).`,
    `Caller: ${FIELD('userIdentity.arn')}, from ${FIELD('sourceIPAddress')}.`,
    `Time: ${FIELD('eventTime')}, region ${FIELD('awsRegion')}.`,
    `Error, empty if the call succeeded: ${FIELD('errorCode')}.`,
    `CloudTrail event: ${FIELD('eventID')}.`,
    'Match it with a deployment, and put things back if there is none.',
  ].join(' '));
}
