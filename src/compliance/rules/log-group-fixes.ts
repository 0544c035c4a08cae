import { AUDIT_LOG, exportLogGroupName } from '../../recording/log-export';
import { substitution } from '../resolved/symbolic-text';
import { EVENT_KINDS } from '../subjects/sample-records';

/** Code to paste, for log groups. */

/** The log group of a cluster of which nothing is known, as a person reads it. */
export const ANY_AUDIT_LOG_GROUP = exportLogGroupName('<identifier in lower case>', AUDIT_LOG);

export function settingFix(cdk: string, cloudFormation: string): string {
  return `CDK: in the properties of the logs.LogGroup ${cdk}\nCloudFormation: in the log group ${cloudFormation}`;
}

/** @param name of the log group; with deploy-time parts, perhaps */
export function groupFix(name: string): string {
  const written = substitution(name) ?? ANY_AUDIT_LOG_GROUP;
  const isSubstituted = written.includes('${');
  const inCdk = (text: string) => isSubstituted ? `Fn.sub('${text}')` : `'${text}'`;
  const inYaml = (text: string) => isSubstituted ? `!Sub '${text}'` : text;
  const anyGroupOfThatName = `arn:*:logs:*:*:log-group:${written}`;
  return `CDK: const auditKey = new kms.Key(this, 'AuditKey', { enableKeyRotation: true });
auditKey.grantEncryptDecrypt(new iam.ServicePrincipal(\`logs.\${Stack.of(this).region}.amazonaws.com\`, {
  conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': ${inCdk(anyGroupOfThatName)} } },
}));
const auditLogs = new logs.LogGroup(this, 'AuditLogs', {
  logGroupName: ${inCdk(written)},
  retention: logs.RetentionDays.ONE_YEAR,
  encryptionKey: auditKey,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
});
cluster.node.addDependency(auditLogs);
CloudFormation: AuditKey:
  Type: AWS::KMS::Key
  Properties:
    EnableKeyRotation: true
    KeyPolicy:
      Version: '2012-10-17'
      Statement:
        - { Effect: Allow, Principal: { AWS: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }
        - Effect: Allow
          Principal: { Service: !Sub 'logs.\${AWS::Region}.amazonaws.com' }
          Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*']
          Resource: '*'
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': ${isSubstituted ? inYaml(anyGroupOfThatName) : `'${anyGroupOfThatName}'`} } }
AuditLogs:
  Type: AWS::Logs::LogGroup
  DeletionPolicy: RetainExceptOnCreate
  UpdateReplacePolicy: Retain
  Properties: { LogGroupName: ${inYaml(written)}, RetentionInDays: 365, KmsKeyId: !GetAtt AuditKey.Arn }
and in the cluster DependsOn: AuditLogs
Then metric filters on it that look for ${EVENT_KINDS.map(({ described, filterPattern }) => `${described} (${filterPattern})`).join(' and for ')}, each with an alarm`;
}

/** The identifier first: without it the name of the log group is known only when it is too late. */
export function identifierFix(identifier: string, groupName: string): string {
  return `Give the cluster an identifier: CDK clusterIdentifier: '${identifier}', CloudFormation DBClusterIdentifier: ${identifier}
(that replaces a cluster that is deployed already; there, leave it out and name the log group after the identifier that RDS shows, in lower case)
${groupFix(groupName)}`;
}

export const ORDER_FIX = 'CDK: give the cluster and the log group literal names, and create the log group first: cluster.node.addDependency(auditLogs)\n'
  + 'CloudFormation: in the cluster DependsOn: AuditLogs';
