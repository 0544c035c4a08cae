import { Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import { isOfOtherAccount } from './archive-roles';
import { addTopic, apiCallRule, matchedEvents } from '../../detection/api-call-rule';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import { alarmCalls, keyCalls, SILENCING_CALLS, type WatchedCalls } from '../../detection/watched-calls';
import { lateDependency } from '../../recording/creation-order';
import { uniqueName } from '../unique-name';

/** The limit of EventBridge for the name of a rule, less a number at its end. */
const MAX_NAME_LENGTH = 60;

/** What EventBridge and CloudWatch take: targets of a rule, actions of an alarm, and what a pattern has room for beside bucket, key and alarms. */
const MOST_TOLD = 5;
const NAMES_LENGTH = 1100;

export interface ArchiveWatchProps {
  readonly bucket: s3.IBucket;
  readonly key: kms.IKey;
  readonly alarms: () => cloudwatch.Alarm[];
  /** What comes before the rules: they would select the calls that make it. */
  readonly after: () => IConstruct[];
}

/** A rule with its alarm, and what they have room for. */
interface Watching {
  readonly rule: events.Rule;
  readonly alarm: cloudwatch.Alarm;
  /** How messages name the archive. */
  readonly touched: string;
  readonly streamNames: string[];
  readonly topics: sns.ITopic[];
  readonly actionArns: string[];
}

/**
 * Rules for the API calls that could switch an archive off, or have it lose what it holds: one for as many clusters as a pattern has names and a rule has topics.
 *
 * The subscription filters are watched by the audits, as all of their log groups is. What is done to single objects is not: CloudTrail tells of it only where a trail
 * records data events, which cost for each object, and lock and policy refuse it.
 */
export class ArchiveWatch extends Construct {
  /** What the names of all rules begin with. */
  public readonly firstName: string;

  private readonly watching: Watching[] = [];

  constructor(private readonly archive: Construct, id: string, private readonly props: ArchiveWatchProps) {
    super(archive, id);
    this.firstName = uniqueName(archive, ['audit', archive.node.id], MAX_NAME_LENGTH);
  }

  public get rules(): events.Rule[] {
    return this.watching.map(({ rule }) => rule);
  }

  public get alarms(): cloudwatch.Alarm[] {
    return this.watching.map(({ alarm }) => alarm);
  }

  /** Watches one stream more, and tells those whom urgent alarms of its audit reach. */
  public add(streamName: string, audit: IAuroraMysqlAudit): void {
    const last = this.watching.at(-1);
    if (last === undefined || !take(last, streamName, audit)) {
      take(this.newRule(), streamName, audit);
    }
  }

  private newRule(): Watching {
    const number = this.watching.length + 1;
    const ruleName = `${this.firstName}${number === 1 ? '' : `-${number}`}`;
    const scope = new Construct(this, String(number));
    // Actions name what they make after the id of the alarm: it has to be the only one of the app.
    const alarm = new cloudwatch.Alarm(scope, `Alarm-ArchiveChanged-${scope.node.addr.slice(-8)}`, {
      metric: matchedEvents(ruleName),
      alarmDescription: 'CRITICAL: An API call touched what an archive of audit records is made of: its bucket, the lock, policy, versions or lifecycle of the bucket, its key, its delivery '
        + 'streams or alarms. See who called what in the event history of CloudTrail; match it with a deployment, and put things back if there is none.',
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    const touched = `the archive of audit records ${this.archive.node.path}`;
    const streamNames: string[] = [];
    const rule = apiCallRule(scope, {
      ruleName,
      description: 'API calls that could switch off an archive of audit records, or have it lose some',
      touched,
      calls: this.calls(streamNames),
      topics: [],
    });
    rule.node.addDependency(alarm, lateDependency(this.props.after));
    const watching: Watching = { rule, alarm, touched, streamNames, topics: [], actionArns: [] };
    this.watching.push(watching);
    return watching;
  }

  /**
   * Names as CloudTrail has them, which for S3 differ from those of the API. A cluster more is no change of the archive: its alarms may be put.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
   * @see https://docs.aws.amazon.com/firehose/latest/dev/monitoring-using-cloudtrail.html
   */
  private calls(streamNames: string[]): WatchedCalls[] {
    const { bucket, key, alarms } = this.props;
    return [
      // Policy, lock, versions, lifecycle, encryption, public access, ownership, access logs, replication; calls about objects have other names.
      ...isOfOtherAccount(this, bucket) ? [] : [
        [[{ prefix: 'DeleteBucket' }, { prefix: 'PutBucket' }], { bucketName: [bucket.bucketName] }] as WatchedCalls,
      ],
      [
        ['DeleteDeliveryStream', 'UpdateDestination', { suffix: 'DeliveryStreamEncryption' }],
        { deliveryStreamName: Lazy.any({ produce: () => streamNames }) },
      ],
      ...keyCalls(key),
      alarmCalls(this, alarms, SILENCING_CALLS),
    ];
  }
}

/** Whether a rule and its alarm have room for one stream more, which they then watch. */
function take(
  { rule, alarm, touched, streamNames, topics, actionArns }: Watching, streamName: string, { topic, urgentAlarmActions }: IAuroraMysqlAudit,
): boolean {
  const configs = urgentAlarmActions.map(action => action.bind(alarm, alarm)).filter(({ alarmActionArn }, index, all) =>
    !actionArns.includes(alarmActionArn) && all.findIndex(other => other.alarmActionArn === alarmActionArn) === index);
  const topicsMore = topic === undefined || topics.includes(topic) ? [] : [topic];
  const isFirst = streamNames.length === 0;
  const hasRoom = topics.length + topicsMore.length <= MOST_TOLD && actionArns.length + configs.length <= MOST_TOLD
    && JSON.stringify([...streamNames, streamName]).length <= NAMES_LENGTH;
  if (!isFirst && !hasRoom) {
    return false;
  }
  streamNames.push(streamName);
  topics.push(...topicsMore);
  topicsMore.forEach(each => addTopic(rule, each, touched));
  actionArns.push(...configs.map(({ alarmActionArn }) => alarmActionArn));
  alarm.addAlarmAction(...configs.map(config => ({ bind: () => config })));
  return true;
}
