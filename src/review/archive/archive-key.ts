import { Annotations, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { checkRegion } from '../../app/environment';
import { logsStatement } from '../../app/key-statements';
import { shown } from '../../app/shown';

/** The key of an archive: the one given, or a new one that outlives the stack, for without it nobody can read the records. */
export function archiveKey(scope: Construct, given: kms.IKey | undefined, errorLogGroupNames: string): kms.IKey {
  if (given !== undefined && typeof given?.addToResourcePolicy !== 'function') {
    throw new Error(`encryptionKey: must be a KMS key, got: ${shown(given)}`);
  }
  checkRegion(scope, 'encryptionKey', given?.env.region);
  const key = given ?? new kms.Key(scope, 'Key', {
    description: `Archive of audit records, ${scope.node.path}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  allowOnKey(scope, key, [logsStatement(Stack.of(scope), errorLogGroupNames)]);
  return key;
}

/** Adds to the policy of a key, or says what it has to hold where it cannot be changed from here. */
export function allowOnKey(scope: Construct, key: kms.IKey, statements: iam.PolicyStatement[]): void {
  const refused = statements.filter(statement => !key.addToResourcePolicy(statement, true).statementAdded);
  if (refused.length > 0) {
    Annotations.of(scope).addWarningV2('cdk-audited-aurora-mysql:importedArchiveKey',
      'encryptionKey: the policy of an imported key cannot be changed here; it must hold: '
      + JSON.stringify(Stack.of(scope).resolve(refused.map(statement => statement.toStatementJson()))));
  }
}
