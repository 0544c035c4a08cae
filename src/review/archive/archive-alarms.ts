import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { archivedName } from './archive-layout';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';

interface ArchiveAlarmsProps {
  readonly audit: IAuroraMysqlAudit;
  /** The name of the stream, which is that of the subscription filter as well. */
  readonly streamName: string;
  readonly errorLogGroup: logs.ILogGroup;
}

const PERIOD = Duration.minutes(5);

/** Twice as long as the stream collects records before it writes an object. */
const LATE = Duration.minutes(30);

interface ArchiveAlarm {
  readonly id: string;
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
}

/** What says that records do not reach the archive, to those whom urgent alarms of the audit reach. */
export function archiveAlarms(scope: Construct, props: ArchiveAlarmsProps): cloudwatch.Alarm[] {
  const { audit } = props;
  return alarmsFor(props).map(({ id, description, metric, threshold }) => {
    // Actions name what they make after the id of the alarm: it has to be the only one of the app.
    const alarm = new cloudwatch.Alarm(scope, `Alarm-${id}-${archivedName(audit)}-${scope.node.addr.slice(-8)}`, {
      metric,
      alarmDescription: description,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // No values where there are no records, which is the business of another alarm.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(...audit.urgentAlarmActions);
    return alarm;
  });
}

/**
 * @see https://docs.aws.amazon.com/firehose/latest/dev/firehose-cloudwatch-metrics-best-practices.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
function alarmsFor({ audit, streamName, errorLogGroup }: ArchiveAlarmsProps): ArchiveAlarm[] {
  const cluster = audit.clusterIdentifier;
  const ofStream = (metricName: string, statistic: string) => new cloudwatch.Metric({
    namespace: 'AWS/Firehose', metricName, dimensionsMap: { DeliveryStreamName: streamName }, statistic, period: PERIOD,
  });
  const ofFilter = (metricName: string) => new cloudwatch.Metric({
    namespace: 'AWS/Logs',
    metricName,
    dimensionsMap: { LogGroupName: audit.auditLogGroup.logGroupName, DestinationType: 'Firehose', FilterName: streamName },
    statistic: cloudwatch.Stats.SUM,
    period: PERIOD,
  });
  const loggedErrors = new cloudwatch.Metric({
    namespace: 'AWS/Logs',
    metricName: 'IncomingLogEvents',
    dimensionsMap: { LogGroupName: errorLogGroup.logGroupName },
    statistic: cloudwatch.Stats.SUM,
    period: PERIOD,
  });
  return [
    {
      id: 'ArchiveLate',
      description: `HIGH: Audit records of ${cluster} have waited for the archive for ${LATE.toMinutes()} minutes. See the error log of the delivery stream ${streamName}: `
        + 'bucket, key and role have to be there. Firehose tries for 24 hours, then the records are in the log group alone.',
      metric: ofStream('DeliveryToS3.DataFreshness', cloudwatch.Stats.MAXIMUM),
      threshold: LATE.toSeconds(),
    },
    {
      id: 'ArchiveThrottled',
      description: `HIGH: More audit records of ${cluster} come than the delivery stream ${streamName} takes. CloudWatch Logs tries for 24 hours, then drops them from the archive: `
        + 'ask for a higher quota of Firehose.',
      metric: new cloudwatch.MathExpression({
        expression: 'FILL(filter, 0) + FILL(stream, 0)',
        usingMetrics: { filter: ofFilter('DeliveryThrottling'), stream: ofStream('ThrottledRecords', cloudwatch.Stats.SUM) },
        period: PERIOD,
      }),
      threshold: 1,
    },
    {
      id: 'ArchiveFailing',
      description: `HIGH: Audit records of ${cluster} do not reach the archive. See the error log of the delivery stream ${streamName}, and whether its subscription filter, `
        + 'roles, bucket and key are as they were deployed; what is missing in the archive is in the log group.',
      metric: new cloudwatch.MathExpression({
        expression: 'FILL(filter, 0) + FILL(logged, 0) + IF(FILL(success, 1) < 1, 1, 0)',
        usingMetrics: { filter: ofFilter('DeliveryErrors'), logged: loggedErrors, success: ofStream('DeliveryToS3.Success', cloudwatch.Stats.AVERAGE) },
        period: PERIOD,
      }),
      threshold: 1,
    },
  ];
}
