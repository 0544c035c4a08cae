import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { resultsPrefix } from './analysis-work-group';
import { TABLE_NAME } from './audit-table';
import { RECORDS_PREFIX } from '../archive/archive-layout';
import { allOf, checkGrantee, grantReadObjects } from '../archive/archive-reading';
import type { AuditArchive } from '../archive/audit-archive';

/** What someone reads who asks Athena. */
export interface AnalysisReading {
  readonly archive: AuditArchive;
  readonly databaseName: string;
  readonly workGroupName: string;
  readonly resultsBucket?: s3.IBucket;
}

const WORK_GROUP_ACTIONS = [
  'BatchGetNamedQuery', 'BatchGetQueryExecution', 'GetNamedQuery', 'GetQueryExecution', 'GetQueryResults', 'GetQueryResultsStream',
  'GetQueryRuntimeStatistics', 'GetWorkGroup', 'ListNamedQueries', 'ListQueryExecutions', 'StartQueryExecution', 'StopQueryExecution',
];

/** Of which a program needs no others than these. */
const QUESTION_ACTIONS = ['GetQueryExecution', 'GetQueryResults', 'StartQueryExecution'];

/**
 * Lets someone run queries in one work group over the records of one archive.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 */
export function grantAnalysis(scope: IConstruct, grantee: iam.IGrantable, reading: AnalysisReading): iam.Grant {
  const { archive: { bucket, encryptionKey } } = reading;
  checkOwnGrantee(scope, grantee);
  return allOf(grantee, [
    ...engineStatements(scope, reading, WORK_GROUP_ACTIONS)
      .map(({ actions, resources }) => () => iam.Grant.addToPrincipal({ grantee, actions, resourceArns: resources })),
    () => grantReadObjects(bucket, encryptionKey, [RECORDS_PREFIX], grantee),
    ...encryptionKey ? [() => encryptionKey.grant(grantee, 'kms:GenerateDataKey')] : [],
  ]);
}

/** A work group and a catalog have no policies by which somebody of another account could use them. */
function checkOwnGrantee(scope: IConstruct, grantee: iam.IGrantable): void {
  checkGrantee(grantee);
  const [own, other] = [Stack.of(scope).account, grantee.grantPrincipal.principalAccount];
  if (other !== undefined && !Token.isUnresolved(own) && !Token.isUnresolved(other) && own !== other) {
    throw new Error(`grantee: must be of account ${own}, for the work group can be used from there alone, got one of ${other}; archive.grantRead lets other accounts read the objects`);
  }
}

/** What a role of the account needs that asks questions by itself. */
export function questionStatements(scope: IConstruct, reading: AnalysisReading): iam.PolicyStatement[] {
  const { archive: { bucket, encryptionKey } } = reading;
  return [
    ...engineStatements(scope, reading, QUESTION_ACTIONS),
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(`${RECORDS_PREFIX}*`)] }),
    new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn], conditions: { StringLike: { 's3:prefix': `${RECORDS_PREFIX}*` } } }),
    new iam.PolicyStatement({ actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
    ...encryptionKey ? [new iam.PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [encryptionKey.keyArn] })] : [],
  ];
}

/** Work group, catalog and results. */
function engineStatements(scope: IConstruct, reading: AnalysisReading, workGroupActions: string[]): iam.PolicyStatement[] {
  const { databaseName, workGroupName, resultsBucket } = reading;
  const arn = (service: string, resource: string, resourceName?: string) => Stack.of(scope).formatArn({ service, resource, resourceName });
  const statement = (actions: string[], ...resources: string[]) => new iam.PolicyStatement({ actions, resources });
  return [
    statement(workGroupActions.map(action => `athena:${action}`), arn('athena', 'workgroup', workGroupName)),
    statement(
      ['glue:BatchGetPartition', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables'],
      arn('glue', 'catalog'), arn('glue', 'database', databaseName), arn('glue', 'table', `${databaseName}/${TABLE_NAME}`),
    ),
    // Athena asks for it, whatever database a query names.
    statement(['glue:GetDatabase', 'glue:GetDatabases'], arn('glue', 'database', 'default')),
    ...resultsBucket === undefined ? [] : [
      statement(['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'], resultsBucket.arnForObjects(`${resultsPrefix(workGroupName)}*`)),
      statement(['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], resultsBucket.bucketArn),
    ],
  ];
}
