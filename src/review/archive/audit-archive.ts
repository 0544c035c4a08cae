import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct, type IConstruct } from 'constructs';
import { accessLogsBucket, allowAccessLogs, archiveBucket } from './archive-bucket';
import { allowOtherAccount, archiveDays, checkAccessLogsBucket, checkBucket, checkedLockMode, glacierDays } from './archive-checks';
import { ArchiveDelivery, ERROR_LOG_GROUPS } from './archive-delivery';
import { archiveKey } from './archive-key';
import { archivedName, EVIDENCE_PREFIXES } from './archive-layout';
import { grantReadObjects } from './archive-reading';
import { longestRetention } from './archive-retention';
import { isOfOtherAccount } from './archive-roles';
import { ArchiveWatch } from './archive-watch';
import type { AuditArchiveProps } from './audit-archive-props';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import { alsoCreateBefore } from '../../recording/creation-order';
import { checkAudit, checkedAudits } from '../given-audits';

/**
 * The audit records of many clusters in S3, where nobody can delete or change them before their time: for years, for Athena, for auditors.
 *
 * CloudWatch Logs sends each record to a delivery stream of its cluster, which writes it to `audit/cluster=<identifier>/<yyyy/MM/dd>/`, the day in UTC, within fifteen minutes.
 * Alarms of each audit tell where that is late, throttled or failing, and where an API call touched bucket, key, delivery or alarms. What was recorded before the archive was there is in the log group alone; where archive and cluster are in one
 * stack, the archive comes first.
 *
 * It costs the ingestion, decompression and storage of what is recorded, a key, three alarms for each cluster, and one for all of them or for each five topics. A log group takes two subscription filters: this is one.
 *
 * Buckets, their policies and the key outlive the stack. A cluster that is taken out loses what carries its records, with those that its stream has not written yet; its objects stay,
 * and an analysis sees them as long as it is told of them by `formerClusterIdentifiers`.
 *
 * @see https://aws.amazon.com/firehose/pricing/
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { AuditArchive, AuditedAuroraMysqlCluster } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const orders: AuditedAuroraMysqlCluster;
 * declare const billing: AuditedAuroraMysqlCluster;
 *
 * new AuditArchive(stack, 'Archive', { audits: [orders.audit, billing.audit] });
 */
export class AuditArchive extends Construct {
  /** The bucket. */
  public readonly bucket: s3.IBucket;

  /** The key of the objects; none where a bucket was handed in whose key is not known here. */
  public readonly encryptionKey?: kms.IKey;

  /** The bucket of the access logs; none where a bucket was handed in. */
  public readonly accessLogsBucket?: s3.IBucket;

  private readonly deliveries: ArchiveDelivery[] = [];
  private readonly errorLogKey: kms.IKey;
  private readonly watch: ArchiveWatch;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props what to archive, where, and for how long
   */
  constructor(scope: Construct, id: string, props: AuditArchiveProps) {
    super(scope, id);
    const audits = checkedAudits(props?.audits);
    checkBucket(this, props);
    checkAccessLogsBucket(this, props.accessLogsBucket);
    const bucketKey = props.bucket && !isOfOtherAccount(this, props.bucket) ? props.bucket.encryptionKey : undefined;
    this.errorLogKey = archiveKey(this, props.encryptionKey ?? bucketKey, `${ERROR_LOG_GROUPS}*`);
    if (props.bucket === undefined) {
      this.encryptionKey = this.errorLogKey;
      const lockDays = this.lockDays(props);
      this.accessLogsBucket = props.accessLogsBucket ?? accessLogsBucket(this, lockDays);
      const bucket = archiveBucket(this, {
        key: this.errorLogKey,
        lockMode: checkedLockMode(props.objectLockMode),
        lockDays,
        glacierDays: glacierDays(props),
        expirationDays: archiveDays('expiration', props.expiration),
        accessLogsBucket: this.accessLogsBucket,
      });
      allowAccessLogs(this, this.accessLogsBucket, bucket);
      this.bucket = bucket;
    } else {
      this.bucket = props.bucket;
      this.encryptionKey = props.encryptionKey ?? props.bucket.encryptionKey;
      allowOtherAccount(this, props.bucket);
    }
    this.watch = new ArchiveWatch(this, 'Watch', {
      bucket: this.bucket,
      key: this.errorLogKey,
      alarms: () => this.alarms,
      after: () => this.watched(),
    });
    audits.forEach(audit => this.addAudit(audit));
  }

  /** The audits whose records are archived. */
  public get audits(): IAuroraMysqlAudit[] {
    return this.deliveries.map(({ audit }) => audit);
  }

  /** The delivery streams, in the order of the audits. */
  public get deliveryStreams(): firehose.CfnDeliveryStream[] {
    return this.deliveries.map(({ stream }) => stream);
  }

  /** The subscription filters, in the order of the audits. */
  public get subscriptionFilters(): logs.CfnSubscriptionFilter[] {
    return this.deliveries.map(({ subscriptionFilter }) => subscriptionFilter);
  }

  /** The log groups of what goes wrong in the delivery, in the order of the audits. */
  public get errorLogGroups(): logs.LogGroup[] {
    return this.deliveries.map(({ errorLogGroup }) => errorLogGroup);
  }

  /** The roles of streams and subscription filters. None of them can delete an object. */
  public get roles(): iam.Role[] {
    return this.deliveries.flatMap(({ deliveryRole, subscriptionRole }) => [deliveryRole, subscriptionRole]);
  }

  /** The alarms of all clusters, and those on API calls that touch the archive. */
  public get alarms(): cloudwatch.Alarm[] {
    return [...this.deliveries.flatMap(({ alarms }) => alarms), ...this.watch.alarms];
  }

  /**
   * The rules for the API calls that could switch the archive off or have it lose records: one for some forty clusters, or for five where each audit has a topic of its own.
   *
   * They tell the topics of the audits who called what. Where an audit has `alarmActions` alone, these tell that there was a call: add a target to each rule.
   */
  public get controlPlaneRules(): events.Rule[] {
    return this.watch.rules;
  }

  /**
   * Archives the records of one cluster more.
   *
   * @param audit of the account and region of the archive
   */
  public addAudit(audit: IAuroraMysqlAudit): void {
    checkAudit('archive', this, audit, this.audits);
    const delivery = new ArchiveDelivery(this, archivedName(audit), {
      audit, bucket: this.bucket, key: this.encryptionKey, errorLogKey: this.errorLogKey,
    });
    this.deliveries.push(delivery);
    this.watch.add(delivery.streamName, audit);
    alsoCreateBefore(audit, delivery);
  }

  /**
   * Lets someone read records, reviews and what could not be delivered, see their names, and decrypt them; nothing else that is in the bucket.
   *
   * @param grantee who may read, also of another account: where the policy of an imported bucket has to say so, a warning has the statements
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantReadObjects(this.bucket, this.encryptionKey, EVIDENCE_PREFIXES, grantee);
  }

  /** What the archive itself makes by calls that are watched; a stream or an alarm more is no change. */
  private watched(): IConstruct[] {
    return [this.bucket, this.errorLogKey].filter(each => each.node.scopes.includes(this));
  }

  /** Those of audits that come later count, too. */
  private lockDays(props: AuditArchiveProps): () => number {
    const given = archiveDays('objectLockRetention', props.objectLockRetention);
    const lockDays = () => given ?? longestRetention(this.audits);
    const expiration = archiveDays('expiration', props.expiration);
    if (expiration !== undefined) {
      this.node.addValidation({
        validate: () => expiration >= lockDays() ? [] : [
          `expiration: must be at least objectLockRetention, or the longest retention of the audit log groups, ${lockDays()} days, got: ${expiration} days`,
        ],
      });
    }
    return lockDays;
  }
}
