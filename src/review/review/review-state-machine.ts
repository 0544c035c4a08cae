import { ArnFormat, Lazy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { State } from './states';

/** Statements that one managed policy has room for together: 6,144 characters. */
const POLICY_LENGTH = 5000;

export interface ReviewStateMachineProps {
  /** Literal, for roles name the machine before it is there. */
  readonly name: string;
  readonly description: string;
  /** Asked for at synthesis, when everything is there. */
  readonly definition: () => State;
  readonly statements: iam.PolicyStatement[];
  readonly key: kms.IKey;
  readonly logGroup: logs.ILogGroup;
}

/** The ARN of a state machine of this stack. */
export function machineArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({ service: 'states', resource: 'stateMachine', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}

/** A state machine whose state is encrypted, with a role of its own. */
export class ReviewStateMachine extends Construct {
  public readonly role: iam.Role;
  public readonly resource: sfn.CfnStateMachine;

  constructor(scope: Construct, id: string, { name, description, definition, statements, key, logGroup }: ReviewStateMachineProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const arn = machineArn(this, name);
    this.role = new iam.Role(this, 'Role', {
      description,
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': `${arn}*` } },
      }),
      // There before the role is, and so before the machine; stock rule packs want no inline policies.
      managedPolicies: policies([...statements, ...ownStatements(stack, arn, key)])
        .map((each, index) => new iam.ManagedPolicy(this, `Policy${index === 0 ? '' : index + 1}`, { statements: each })),
    });
    this.resource = new sfn.CfnStateMachine(this, 'Resource', {
      stateMachineName: name,
      stateMachineType: 'STANDARD',
      roleArn: this.role.roleArn,
      definitionString: Lazy.string({ produce: () => stack.toJsonString(definition()) }),
      encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: key.keyArn, kmsDataKeyReusePeriodSeconds: 900 },
      // What users sent stays out of the log.
      loggingConfiguration: { level: 'ALL', includeExecutionData: false, destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }] },
      tracingConfiguration: { enabled: true },
    });
  }
}

/** What every machine needs to keep its state, to log and to trace. */
function ownStatements(stack: Stack, arn: string, key: kms.IKey): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:EncryptionContext:aws:states:stateMachineArn': arn } },
    }),
    new iam.PolicyStatement({
      actions: ['kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': stack.formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME }) } },
    }),
    // Neither has resources to name.
    new iam.PolicyStatement({
      actions: [
        'logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery', 'logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:UpdateLogDelivery',
      ],
      resources: ['*'],
    }),
    new iam.PolicyStatement({
      actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      resources: ['*'],
    }),
  ];
}

/** As few policies as their length allows. */
function policies(statements: iam.PolicyStatement[]): iam.PolicyStatement[][] {
  const length = (each: iam.PolicyStatement[]) => each.reduce((sum, statement) => sum + JSON.stringify(statement.toStatementJson()).length, 0);
  return statements.reduce<iam.PolicyStatement[][]>((all, statement) => {
    const last = all.at(-1);
    return last !== undefined && length([...last, statement]) <= POLICY_LENGTH ? [...all.slice(0, -1), [...last, statement]] : [...all, [statement]];
  }, []);
}
