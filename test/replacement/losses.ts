import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import type { Stack } from 'aws-cdk-lib';
import * as assertions from 'aws-cdk-lib/assertions';
import { newStack } from '../stacks';

export interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly [name: string]: unknown };
  readonly DependsOn?: unknown;
}

export interface Template {
  readonly Resources: { [logicalId: string]: Resource };
}

/** The template of a stack with something in it. */
export function templateOf(build: (stack: Stack) => void): Template {
  const stack = newStack();
  build(stack);
  return assertions.Template.fromStack(stack).toJSON() as Template;
}

/** What holds data, names that others know, or what somebody has confirmed. */
export const STATEFUL = [
  'AWS::Athena::WorkGroup',
  'AWS::Glue::Database',
  'AWS::Glue::Table',
  'AWS::KMS::Key',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
];

const LOSSES = [ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE, ResourceImpact.WILL_DESTROY];

/** The types of stateful resources that an update from one template to the other replaces, may replace or deletes. */
export function losses(before: Template, after: Template): string[] {
  const types = new Set<string>();
  // The diff writes into its arguments.
  fullDiff(structuredClone(before), structuredClone(after)).resources.forEachDifference((_, change) => {
    const type = change.oldResourceType;
    if (type !== undefined && STATEFUL.includes(type) && LOSSES.includes(change.changeImpact)) {
      types.add(type);
    }
  });
  return [...types].sort();
}
