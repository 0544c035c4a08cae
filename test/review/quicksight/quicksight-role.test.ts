import * as s3 from 'aws-cdk-lib/aws-s3';
import { READER, shown } from './shown';
import { AuditAnalysis, AuditArchive, AuditQuickSight } from '../../../src';
import { auditedCluster, newStack } from '../../stacks';

/** What a role may do on what, with the names of the template in the place of references. */
function policy({ stack, quickSight }: Pick<ReturnType<typeof shown>, 'stack' | 'quickSight'>, template: any): [string, string][] {
  const role = template.findResources('AWS::IAM::Role')[stack.getLogicalId(quickSight.role.node.defaultChild as any)].Properties;
  expect(role.Policies).toBeUndefined();
  const policies = template.findResources('AWS::IAM::ManagedPolicy');
  const statements: any[] = role.ManagedPolicyArns.flatMap(({ Ref }: any) => policies[Ref].Properties.PolicyDocument.Statement);
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  return statements.flatMap(({ Action, Resource }) => [Action].flat().flatMap((action: string) =>
    [Resource].flat().map((resource: any): [string, string] => [action, text(resource)]))).sort();
}

function text(value: any): string {
  if (typeof value === 'string') {
    return value;
  }
  if (value.Ref !== undefined) {
    return value.Ref;
  }
  return value['Fn::GetAtt'] === undefined ? value['Fn::Join'][1].map(text).join('') : value['Fn::GetAtt'].join('.');
}

test('the role reads records, writes results, and deletes nothing', () => {
  const built = shown();
  const { databaseName, workGroupName } = built.analysis;
  const athena = 'arn:AWS::Partition:athena:AWS::Region:AWS::AccountId:';
  const glue = 'arn:AWS::Partition:glue:AWS::Region:AWS::AccountId:';
  const each = (actions: string[], resources: string[]) =>
    actions.flatMap(action => resources.map((resource): [string, string] => [action, resource]));
  expect(policy(built, built.template())).toEqual([
    ...each([
      'BatchGetNamedQuery', 'BatchGetQueryExecution', 'GetNamedQuery', 'GetQueryExecution', 'GetQueryResults', 'GetQueryResultsStream', 'GetQueryRuntimeStatistics',
      'GetWorkGroup', 'ListNamedQueries', 'ListQueryExecutions', 'StartQueryExecution', 'StopQueryExecution',
    ].map(action => `athena:${action}`), [`${athena}workgroup/${workGroupName}`]),
    ...each(['athena:GetDataCatalog', 'athena:GetDatabase', 'athena:GetTableMetadata', 'athena:ListDatabases', 'athena:ListTableMetadata'],
      [`${athena}datacatalog/AwsDataCatalog`]),
    ['athena:ListDataCatalogs', '*'],
    ...each(['glue:BatchGetPartition', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'],
      [`${glue}catalog`, `${glue}database/${databaseName}`, `${glue}table/${databaseName}/audit_records`]),
    ...each(['glue:GetDatabase', 'glue:GetDatabases'],
      [`${glue}catalog`, `${glue}database/${databaseName}`, `${glue}database/default`, `${glue}table/${databaseName}/audit_records`]),
    ...each(['kms:Decrypt', 'kms:GenerateDataKey'], ['ArchiveKey3EF5EDE5.Arn']),
    ...each(['s3:GetObject', 's3:GetObjectRetention', 's3:GetObjectVersion'], ['ArchiveBucket49F1AC64.Arn/audit/*']),
    ...each(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketVersions'], ['ArchiveBucket49F1AC64.Arn']),
    ...each(['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'], [`Results25575328.Arn/athena/${workGroupName}/*`]),
    ...each(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], ['Results25575328.Arn']),
  ].sort());
});

test('nobody but QuickSight assumes the role', () => {
  const { template, stack, quickSight } = shown();
  const roles = template().findResources('AWS::IAM::Role');
  expect(roles[stack.getLogicalId(quickSight.role.node.defaultChild as any)].Properties.AssumeRolePolicyDocument.Statement).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'quicksight.amazonaws.com' } },
  ]);
});

test('each has a role of its own', () => {
  const stack = newStack();
  const archive = new AuditArchive(stack, 'Archive', { audits: [auditedCluster(stack).audit] });
  const analysis = new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket: new s3.Bucket(stack, 'Results') });
  const [one, two] = ['One', 'Two'].map(id => new AuditQuickSight(stack, id, { analysis, readers: [READER] }));
  expect(stack.resolve(one.role.roleArn)).not.toEqual(stack.resolve(two.role.roleArn));
});
