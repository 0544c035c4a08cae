import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { archiveAlarms } from './archive-alarms';
import { archivedName, clusterPrefix, DAY_FORMAT, ERRORS_PREFIX, RECORDS_PREFIX } from './archive-layout';
import { deliveryRole, subscriptionRole } from './archive-roles';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import { uniqueName } from '../unique-name';

/** The limit of Firehose for the name of a stream. */
const MAX_NAME_LENGTH = 64;

/** The longest and largest that Firehose takes: few, large objects are what Athena reads fast. */
const BUFFERING_SECONDS = 900;
const BUFFERING_MEBIBYTES = 128;

/** What the names of the error log groups begin with. */
export const ERROR_LOG_GROUPS = '/aws/kinesisfirehose/audit-';

export interface ArchiveDeliveryProps {
  readonly audit: IAuroraMysqlAudit;
  readonly bucket: s3.IBucket;
  readonly key?: kms.IKey;
  /** Encrypts the error log. */
  readonly errorLogKey: kms.IKey;
}

/** What carries the records of one cluster into an archive. */
export class ArchiveDelivery extends Construct {
  public readonly audit: IAuroraMysqlAudit;
  public readonly streamName: string;
  public readonly stream: firehose.CfnDeliveryStream;
  public readonly subscriptionFilter: logs.CfnSubscriptionFilter;
  public readonly errorLogGroup: logs.LogGroup;
  public readonly deliveryRole: iam.Role;
  public readonly subscriptionRole: iam.Role;
  public readonly alarms: cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, { audit, bucket, key, errorLogKey }: ArchiveDeliveryProps) {
    super(scope, id);
    this.audit = audit;
    const name = archivedName(audit);
    // Literal, for the roles name the stream before it is there.
    const streamName = this.streamName = uniqueName(scope, ['audit', name], MAX_NAME_LENGTH);
    const streamArn = Stack.of(this).formatArn({ service: 'firehose', resource: 'deliverystream', resourceName: streamName });

    this.errorLogGroup = new logs.LogGroup(this, 'Errors', {
      logGroupName: `${ERROR_LOG_GROUPS}${streamName.slice('audit-'.length)}`,
      encryptionKey: errorLogKey,
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const errorLogStream = new logs.LogStream(this, 'ErrorStream', { logGroup: this.errorLogGroup, logStreamName: 'errors', removalPolicy: RemovalPolicy.DESTROY });
    this.deliveryRole = deliveryRole(this, {
      streamArn,
      bucket,
      key,
      prefixes: [RECORDS_PREFIX, ERRORS_PREFIX].map(prefix => clusterPrefix(prefix, name)),
      errorLogStreamArn: Stack.of(this).formatArn({
        service: 'logs', resource: 'log-group', resourceName: `${this.errorLogGroup.logGroupName}:log-stream:errors`, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    });
    this.stream = new firehose.CfnDeliveryStream(this, 'Stream', {
      deliveryStreamName: streamName,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: this.deliveryRole.roleArn,
        prefix: `${clusterPrefix(RECORDS_PREFIX, name)}!{timestamp:${DAY_FORMAT}}/`,
        errorOutputPrefix: `${clusterPrefix(ERRORS_PREFIX, name)}!{firehose:error-output-type}/!{timestamp:${DAY_FORMAT}}/`,
        bufferingHints: { intervalInSeconds: BUFFERING_SECONDS, sizeInMBs: BUFFERING_MEBIBYTES },
        compressionFormat: 'GZIP',
        fileExtension: '.log.gz',
        ...key && { encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: key.keyArn } } },
        cloudWatchLoggingOptions: { enabled: true, logGroupName: this.errorLogGroup.logGroupName, logStreamName: errorLogStream.logStreamName },
        processingConfiguration: { enabled: true, processors: PROCESSORS },
      },
    });
    this.subscriptionRole = subscriptionRole(this, { streamArn, logGroup: audit.auditLogGroup });
    this.subscriptionFilter = new logs.CfnSubscriptionFilter(this, 'SubscriptionFilter', {
      logGroupName: audit.auditLogGroup.logGroupName,
      // Every record.
      filterPattern: '',
      filterName: streamName,
      destinationArn: this.stream.attrArn,
      roleArn: this.subscriptionRole.roleArn,
    });
    this.alarms = archiveAlarms(this, { audit, streamName, errorLogGroup: this.errorLogGroup });
  }
}

/**
 * CloudWatch Logs sends batches, compressed and wrapped: the messages are taken out of them. The line feed comes last; that the second step leaves one
 * is not documented, and where it does, blank lines are the worst of it.
 *
 * @see https://docs.aws.amazon.com/firehose/latest/dev/Message_extraction.html
 */
const PROCESSORS: firehose.CfnDeliveryStream.ProcessorProperty[] = [
  { type: 'Decompression', parameters: [{ parameterName: 'CompressionFormat', parameterValue: 'GZIP' }] },
  { type: 'CloudWatchLogProcessing', parameters: [{ parameterName: 'DataMessageExtraction', parameterValue: 'true' }] },
  { type: 'AppendDelimiterToRecord', parameters: [] },
];
