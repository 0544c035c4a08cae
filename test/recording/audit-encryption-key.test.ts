import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AuroraMysqlAudit } from '../../src';
import { auditedCluster, newStack, plainCluster } from '../stacks';

describe('the key', () => {
  test('rotates and serves only the log groups of the cluster, CloudWatch alarms and EventBridge', () => {
    const stack = newStack();
    auditedCluster(stack, { clusterIdentifier: 'Orders' });
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:/aws/rds/cluster/orders/*']] },
              },
            },
          }),
          Match.objectLike({
            Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'] },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
          }),
        ]),
      },
    });
  });

  test('can be one of the app', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Own');
    auditedCluster(stack, { auditLogEncryptionKey: key });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::KMS::Key', 1);
    template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: stack.resolve(key.keyArn) });
  });

  test.each([
    ['eu-west-1', 'logs.eu-west-1.amazonaws.com'],
    ['cn-north-1', 'logs.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'logs.us-gov-west-1.amazonaws.com'],
  ])('serves CloudWatch Logs by its principal in %s', (region, principal) => {
    const stack = newStack({ env: { account: '111111111111', region } });
    auditedCluster(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: principal } })]) },
    });
  });

  test('is the one behind an alias of the app, for the log groups too', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Own');
    auditedCluster(stack, { auditLogEncryptionKey: key.addAlias('alias/audit') });
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: stack.resolve(key.keyArn) });
  });

  test('can be shared by clusters, each with statements of its own', () => {
    // GIVEN
    const stack = newStack();
    const auditLogEncryptionKey = new kms.Key(stack, 'Own');

    // WHEN
    auditedCluster(stack, { clusterIdentifier: 'orders', auditLogEncryptionKey });
    const other = new Stack(stack, 'Other');
    new AuroraMysqlAudit(other, 'Audit', { cluster: plainCluster(other), auditLogEncryptionKey });

    // THEN
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    const statements: any[] = Properties.KeyPolicy.Statement;
    expect(statements.filter(({ Condition }) => Condition?.ArnLike?.['kms:EncryptionContext:aws:logs:arn'])).toHaveLength(2);
    expect(statements.filter(({ Sid }) => Sid)).toEqual([]);
  });

  test('that is imported comes with a warning that says what its policy must hold', () => {
    const stack = newStack();
    auditedCluster(stack, { auditLogEncryptionKey: kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012') });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('auditLogEncryptionKey.*cloudwatch.amazonaws.com'));
  });
});
