import type { Property } from '@jsii/spec';
import { ProjenStruct, Struct } from '@mrgrain/jsii-struct-builder';
import type { awscdk } from 'projen';

/** Fields of aws-rds that the audited clusters decide themselves or replace. */
const SUPERSEDED = [
  'engine', // always Aurora MySQL; `version` chooses
  'cloudwatchLogsRetention', // a custom resource that would fight over the same log groups
  'cloudwatchLogsRetentionRole',
  'instanceUpdateBehaviour', // belongs to the deprecated `instances`
  'instanceIdentifierBase',
  'clusterScalabilityType', // limitless is PostgreSQL's, and the other value is the default
];

/** Defaults that differ from aws-rds. */
const DEFAULTS: Record<string, string> = {
  backup: '- automated backups are kept for 7 days',
  clusterIdentifier: '- a stable identifier made from the stack name and the construct path',
  cloudwatchLogsExports: "['audit', 'error', 'general', 'slowquery']; `audit` is always exported",
  copyTagsToSnapshot: 'true',
  deletionProtection: 'true, unless `removalPolicy` is DESTROY',
  iamAuthentication: 'true',
  storageEncrypted: 'true',
  parameterGroup: '- a new cluster parameter group that holds the audit parameters',
  parameters: '- only the audit parameters',
  credentials: '- user admin, with a password that Secrets Manager generates',
  deleteAutomatedBackups: '- they are removed, unless AWS Backup keeps them',
  domainRole: '- a new role, if `domain` is set',
  enableDataApi: 'false',
  enablePerformanceInsights: '- false, unless another property of Performance Insights, or `databaseInsightsMode` ADVANCED, is set',
  engineLifecycleSupport: '- EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT, which RDS takes',
  networkType: 'NetworkType.IPV4',
  performanceInsightRetention: '- 7 days, if Performance Insights are enabled',
  preferredMaintenanceWindow: '- 30 minutes that RDS chooses',
  s3ExportBuckets: '- none',
  s3ExportRole: '- a new role if `s3ExportBuckets` is set, otherwise none',
  s3ImportBuckets: '- none',
  s3ImportRole: '- a new role if `s3ImportBuckets` is set, otherwise none',
  storageType: 'DBClusterStorageType.AURORA',
};

/** Where aws-rds speaks of another engine, or of another type; summary and remarks with an empty line between them. */
const SUMMARIES: Record<string, string> = {
  backtrackWindow: 'How far the cluster can be backtracked, at most 72 hours.\n\n'
    + 'Cannot be turned on for a cluster that is there already; not with Serverless v2 or a global database.',
  clusterIdentifier: 'The identifier of the cluster, a literal: the log groups, which bear it in their names, are created before the cluster.\n\n'
    + '1 to 63 letters, digits and hyphens; a letter first, no hyphen last, no two hyphens in a row. '
    + 'A change of it makes CloudFormation replace the cluster.',
  cloudwatchLogsExports: 'The log types to export to CloudWatch Logs; each gets a log group of its own.\n\n'
    + 'Of audit, error, general, slowquery, instance and iam-db-auth-error.',
  parameters: 'Additional parameters of the cluster parameter group.\n\n'
    + '`server_audit_*` parameters follow from the `audit*` options; one that contradicts them is an error.',
  parameterGroup: 'The cluster parameter group.\n\n'
    + 'The audit parameters are added to it. An imported one cannot be changed: a warning names what it must hold.',
  enableLocalWriteForwarding: 'Whether readers can forward write operations to the writer.\n\n'
    + 'Of Aurora MySQL 3.04 or newer.',
  performanceInsightRetention: 'How long Performance Insights data is kept.\n\n'
    + '`PerformanceInsightRetention.MONTHS_15` with `databaseInsightsMode` ADVANCED.',
  s3ExportBuckets: 'S3 buckets that the cluster may write into, with SELECT INTO OUTFILE S3.\n\n'
    + 'Not together with `s3ExportRole`.',
  s3ExportRole: 'The role with which the cluster writes into S3, with SELECT INTO OUTFILE S3.\n\n'
    + 'Not together with `s3ExportBuckets`.',
  s3ImportBuckets: 'S3 buckets that the cluster may load data from, with LOAD DATA FROM S3.\n\n'
    + 'Not together with `s3ImportRole`.',
  s3ImportRole: 'The role with which the cluster loads data from S3, with LOAD DATA FROM S3.\n\n'
    + 'Not together with `s3ImportBuckets`.',
};

/** What aws-rds makes optional for the sake of its deprecated `instanceProps`. */
const REQUIRED = ['vpc', 'writer'];

const VERSION: Property = {
  name: 'version',
  type: { fqn: 'aws-cdk-lib.aws_rds.AuroraMysqlEngineVersion' },
  optional: true,
  immutable: true,
  docs: {
    summary: 'The version of Aurora MySQL: v2 (MySQL 5.7), v3 (8.0) or 8.4.',
    remarks: 'The family of the parameter group follows from it. Set it, so that an upgrade of this library '
      + 'that moves the default never upgrades your database.',
    default: 'AuroraMysqlEngineVersion.VER_3_12_0',
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/Welcome.html',
  },
};

function withOurDocs(property: Property): Property {
  const required = REQUIRED.includes(property.name);
  const [summary, remarks] = (SUMMARIES[property.name] ?? '').split('\n\n');
  const { default: stockDefault, stability: _, ...stockDocs } = property.docs ?? {};
  const docs = {
    ...stockDocs,
    ...(summary ? { summary, remarks } : {}),
    ...(required ? {} : { default: DEFAULTS[property.name] ?? stockDefault }),
  };
  return { ...property, docs, ...(required ? { optional: undefined } : {}) };
}

/** Generates, from the props of aws-rds, what the two audited clusters take over from them. */
export function addClusterProps(project: awscdk.AwsCdkConstructLibrary): void {
  for (const [source, name, filePath] of [
    ['DatabaseClusterProps', 'AuroraMysqlClusterOptions', 'src/aurora-mysql-cluster-options.ts'],
    ['DatabaseClusterFromSnapshotProps', 'AuroraMysqlClusterFromSnapshotOptions', 'src/aurora-mysql-cluster-from-snapshot-options.ts'],
  ]) {
    new ProjenStruct(project, {
      name,
      filePath,
      description: `The properties of aws-rds \`${source}\` that an audited Aurora MySQL cluster takes over.`,
    })
      .mixin(Struct.fromFqn(`aws-cdk-lib.aws_rds.${source}`))
      .withoutDeprecated()
      .omit(...SUPERSEDED)
      .map(withOurDocs)
      .add(VERSION);
  }
}
