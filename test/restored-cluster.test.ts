import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { clusterBasics } from './stacks';
import { AuditedAuroraMysqlClusterFromSnapshot, type AuditedAuroraMysqlClusterFromSnapshotProps } from '../src';

const FLAG = '@aws-cdk/aws-rds:preventRenderingDeprecatedCredentials';
const SECRET = 'AWS::SecretsManager::Secret';

function restored(flag: boolean, props: (stack: Stack) => Partial<AuditedAuroraMysqlClusterFromSnapshotProps> = () => ({})) {
  const stack = new Stack(new App({ context: { [FLAG]: flag } }), 'Stack');
  const cluster = new AuditedAuroraMysqlClusterFromSnapshot(stack, 'Database', { ...clusterBasics(stack), snapshotIdentifier: 'nightly', ...props(stack) });
  return { stack, cluster };
}

describe.each([true, false])('a restored cluster, with the feature flag %s', flag => {
  test('gets no secret that opens nothing', () => {
    const { stack, cluster } = restored(flag);
    Template.fromStack(stack).resourceCountIs(SECRET, 0);
    Template.fromStack(stack).resourceCountIs('AWS::SecretsManager::SecretTargetAttachment', 0);
    expect(cluster.secret).toBeUndefined();
    expect(() => cluster.addRotationSingleUser()).toThrow('without a secret');
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('Generated credentials'));
  });

  test('gets the secret that its snapshot credentials ask for, and no other', () => {
    const { stack, cluster } = restored(flag, () => ({ snapshotCredentials: rds.SnapshotCredentials.fromGeneratedSecret('admin') }));
    const template = Template.fromStack(stack);
    const [secretId, ...others] = Object.keys(template.findResources(SECRET));
    expect(others).toEqual([]);
    template.hasResourceProperties('AWS::RDS::DBCluster', {
      MasterUserPassword: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: secretId }, ':SecretString:password::}}']] },
    });
    expect(() => cluster.addRotationSingleUser()).not.toThrow();
  });
});

test.each([undefined, '', 5])('%p is no snapshot', snapshotIdentifier => {
  expect(() => restored(true, () => ({ snapshotIdentifier: snapshotIdentifier as string })))
    .toThrow('snapshotIdentifier: must be the name or the ARN of a snapshot, got:');
});

describe('the storage of a restored cluster', () => {
  const WARNING = Match.stringLikeRegexp('storageEncrypted: does not encrypt what is restored from an unencrypted snapshot');

  test('is as the snapshot is, with a warning', () => {
    Annotations.fromStack(restored(true).stack).hasWarning('*', WARNING);
  });

  test.each<[string, (stack: Stack) => Partial<AuditedAuroraMysqlClusterFromSnapshotProps>]>([
    ['a key is given', stack => ({ storageEncryptionKey: new kms.Key(stack, 'StorageKey') })],
    ['it is not said to be encrypted', () => ({ storageEncrypted: false })],
  ])('needs no warning where %s', (_, props) => {
    Annotations.fromStack(restored(true, props).stack).hasNoWarning('*', WARNING);
  });
});
