import { Aws } from 'aws-cdk-lib';

/** A state of a state machine in the language of Step Functions. */
export type State = Record<string, unknown>;

export const DAY_SECONDS = 86_400;

/** Once more where the service was busy; what is refused stays refused. */
export const RETRY = [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 5, MaxAttempts: 4, BackoffRate: 2, JitterStrategy: 'FULL' }];

/**
 * A call of an AWS API.
 *
 * @param action such as `s3:putObject`
 */
export function call(action: string, args: Record<string, unknown>, rest: State): State {
  return { Type: 'Task', Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:${action}`, Arguments: args, Retry: RETRY, ...rest };
}

/** An object that is evidence: under the default lock of the bucket, which needs a checksum. */
export function file(key: string, body: string, contentType: string, rest: State, bucket = '{% $bucket %}'): State {
  const args = { Bucket: bucket, Key: key, Body: body, ContentType: contentType, ChecksumAlgorithm: 'SHA256' };
  return call('s3:putObject', args, rest);
}
