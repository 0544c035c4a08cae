import { App, Aws, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import { auditedCluster } from './stacks';
import type { AuditedAuroraMysqlClusterProps } from '../src';

const ENGINE = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 });
const ACCOUNT = '111111111111';
const IDENTIFIER = 'orders';
const GROUP = `/aws/rds/cluster/${IDENTIFIER}/audit`;

type Props = (stack: Stack, other: Stack, region: string) => Partial<AuditedAuroraMysqlClusterProps>;

/** Arguments that belong to a region. */
const ARGUMENTS: [string, Props, string][] = [
  ['an imported topic', (stack, _, region) => ({ alarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'T', `arn:aws:sns:${region}:${ACCOUNT}:mail`))] }), 'alarmActions'],
  ['a topic of another stack', (_, other) => ({ alarmActions: [new actions.SnsAction(new sns.Topic(other, 'T', { topicName: 'mail' }))] }), 'alarmActions'],
  ['an urgent topic', (stack, _, region) => ({ urgentAlarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'T', `arn:aws:sns:${region}:${ACCOUNT}:mail`))] }), 'urgentAlarmActions'],
  ['a function', (_stack, _other, region) => ({ alarmActions: [{ bind: () => ({ alarmActionArn: `arn:aws:lambda:${region}:${ACCOUNT}:function:f` }) }] }), 'alarmActions'],
  ['a topic whose ARN is made of parts', (stack, _, region) => ({
    alarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'T', `arn:${Aws.PARTITION}:sns:${region}:${Aws.ACCOUNT_ID}:mail`))],
  }), 'alarmActions'],
  ['a parameter group', (_, other) => ({ parameterGroup: new rds.ParameterGroup(other, 'P', { engine: ENGINE, name: 'shared' }) }), 'parameterGroup'],
  ['a key behind an alias', (stack, _, region) => ({
    auditLogEncryptionKey: new kms.Alias(stack, 'A', { aliasName: 'alias/audit', targetKey: kms.Key.fromKeyArn(stack, 'K', `arn:aws:kms:${region}:${ACCOUNT}:key/k`) }),
  }), 'auditLogEncryptionKey'],
  ['a key', (stack, _, region) => ({ auditLogEncryptionKey: kms.Key.fromKeyArn(stack, 'K', `arn:aws:kms:${region}:${ACCOUNT}:key/k`) }), 'auditLogEncryptionKey'],
  ['a log group', (stack, _, region) => ({ auditLogGroup: logs.LogGroup.fromLogGroupArn(stack, 'L', `arn:aws:logs:${region}:${ACCOUNT}:log-group:${GROUP}:*`) }), 'auditLogGroup'],
  ['another log group', (stack, _, region) => ({ logGroups: { error: logs.LogGroup.fromLogGroupArn(stack, 'L', `arn:aws:logs:${region}:${ACCOUNT}:log-group:${GROUP.replace('audit', 'error')}:*`) } }), "logGroups['error']"],
];

function synthesise(props: Props, region: string, env: { account?: string; region?: string } = { account: ACCOUNT, region: 'eu-west-1' }): void {
  const app = new App({ context: { '@aws-cdk/core:enableAdditionalMetadataCollection': false } });
  const other = new Stack(app, 'Other', { env: { account: ACCOUNT, region }, crossRegionReferences: true });
  const stack = new Stack(app, 'Orders', { env, crossRegionReferences: true });
  auditedCluster(stack, { clusterIdentifier: IDENTIFIER, ...props(stack, other, region) });
}

test.each(ARGUMENTS)('%s of another region is refused', (_, props, prop) => {
  expect(() => synthesise(props, 'us-east-1')).toThrow(`${prop}: must be in eu-west-1, the region of the stack, got: us-east-1`);
});

test.each(ARGUMENTS)('%s of the same region is taken', (_, props) => {
  expect(() => synthesise(props, 'eu-west-1')).not.toThrow();
});

test.each(ARGUMENTS.filter(([name]) => !['a topic of another stack', 'a parameter group'].includes(name)))('%s is taken where the region of the stack is not known', (_, props) => {
  expect(() => synthesise(props, 'us-east-1', {})).not.toThrow();
});

test('a log group of another account is refused: the cluster writes to its own', () => {
  const foreign: Props = stack => ({ auditLogGroup: logs.LogGroup.fromLogGroupArn(stack, 'L', `arn:aws:logs:eu-west-1:222222222222:log-group:${GROUP}:*`) });
  expect(() => synthesise(foreign, 'eu-west-1')).toThrow('auditLogGroup: must be in 111111111111, the account of the stack, got: 222222222222');
});

test('a topic and a key of another account are taken: a security account has them', () => {
  expect(() => synthesise(stack => ({
    alarmActions: [new actions.SnsAction(sns.Topic.fromTopicArn(stack, 'T', 'arn:aws:sns:eu-west-1:222222222222:mail'))],
    auditLogEncryptionKey: kms.Key.fromKeyArn(stack, 'K', 'arn:aws:kms:eu-west-1:222222222222:key/k'),
  }), 'eu-west-1')).not.toThrow();
});
