import type { Size, TimeZone } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { AuditArchive } from '../archive/audit-archive';

/**
 * Properties of `AuditAnalysis`.
 */
export interface AuditAnalysisProps {
  /**
   * The archive to analyse, of the same stack.
   */
  readonly archive: AuditArchive;

  /**
   * Identifiers of clusters that are gone, or archived no more, whose records are still in the archive: no query sees those of clusters that are neither here nor in the archive.
   *
   * @default - none
   */
  readonly formerClusterIdentifiers?: string[];

  /**
   * How much one query may read at most, 10 MB or more, in whole bytes; a query that would read more is cancelled. Athena bills by what is read, objects as they are, compressed.
   *
   * @default Size.gibibytes(100)
   */
  readonly queryScanLimit?: Size;

  /**
   * The bucket for results of queries, of account and region of the stack, without Object Lock and not that of the archive; it has to delete them itself. For tools that cannot read results that Athena keeps.
   *
   * @default - Athena keeps results for 24 hours, encrypted with the key of the archive, at no cost
   */
  readonly queryResultsBucket?: s3.IBucket;

  /**
   * The time zone of working hours, for the query on logins outside of them: one of the IANA database, daylight saving time included.
   *
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;
}
