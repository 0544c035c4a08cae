import type * as glue from 'aws-cdk-lib/aws-glue';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { AUDIT_RECORD_COLUMNS, AUDIT_RECORD_REGEX } from '../../recording/audit-record-table';
import { clusterPrefix, DAY_FORMAT, RECORDS_PREFIX } from '../archive/archive-layout';

/** The name of the table in its database. */
export const TABLE_NAME = 'audit_records';

/** How far back queries look that name no day: ten years. */
const PROJECTED_DAYS = 3653;

/**
 * The table over an archive: a row for every line. Its partitions are calculated, nobody has to add them.
 *
 * @param names of the clusters in the archive
 * @see https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function auditTableInput(bucket: s3.IBucket, names: string[]): glue.CfnTable.TableInputProperty {
  const location = bucket.s3UrlForObject(RECORDS_PREFIX);
  return {
    name: TABLE_NAME,
    description: 'Audit records of Aurora MySQL; a line that is no record has its text in the column record, and no other',
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: [
      { name: 'cluster', type: 'string', comment: 'the identifier of the cluster, in lower case' },
      { name: 'day', type: 'string', comment: `the day, UTC, on which the oldest record of the object arrived: ${DAY_FORMAT}` },
    ],
    parameters: {
      'EXTERNAL': 'TRUE',
      'projection.enabled': 'true',
      'projection.cluster.type': 'enum',
      'projection.cluster.values': names.join(','),
      'projection.day.type': 'date',
      'projection.day.format': DAY_FORMAT,
      'projection.day.range': `NOW-${PROJECTED_DAYS}DAYS,NOW`,
      'projection.day.interval': '1',
      'projection.day.interval.unit': 'DAYS',
      'storage.location.template': bucket.s3UrlForObject(`${clusterPrefix(RECORDS_PREFIX, '${cluster}')}\${day}/`),
    },
    storageDescriptor: {
      location,
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      columns: AUDIT_RECORD_COLUMNS.map(({ name, type, comment }) => ({ name, type, comment })),
      serdeInfo: {
        serializationLibrary: 'org.apache.hadoop.hive.serde2.RegexSerDe',
        parameters: { 'input.regex': AUDIT_RECORD_REGEX, 'serialization.format': '1' },
      },
    },
  };
}
