import { Annotations, Lazy, Stack } from 'aws-cdk-lib';
import * as athena from 'aws-cdk-lib/aws-athena';
import * as glue from 'aws-cdk-lib/aws-glue';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { checkedArchive, checkResultsBucket, formerNames, scanLimitBytes, timeZoneName } from './analysis-checks';
import { type AnalysisReading, grantAnalysis, questionStatements } from './analysis-reading';
import { analysisWorkGroup } from './analysis-work-group';
import type { AuditAnalysisProps } from './audit-analysis-props';
import { auditTableInput, TABLE_NAME } from './audit-table';
import { detectionQueries, detectionsWithoutQuery } from './detection-queries';
import { sqlQueries, DEFAULT_PERIOD } from './sql-queries';
import type { SqlQuery } from './sql-query';
import { archivedName } from '../archive/archive-layout';
import type { AuditArchive } from '../archive/audit-archive';
import { uniqueName } from '../unique-name';

const MAX_DATABASE_NAME_LENGTH = 128;
const MAX_DESCRIPTION_LENGTH = 1024;
/** What Athena takes as a query. */
const MAX_QUERY_BYTES = 262_144;

/**
 * The records of an archive as a table of Athena, with queries to begin with: one for each detection, failed logins, new hosts, logins at odd hours, statements of a user,
 * tables touched, records by day, lines that are no records.
 *
 * Every line of the archive is a row. The columns behind `record` are empty where a line is no record or could be read in two ways, so that nothing that somebody types is
 * taken for a record of another user. One thing is beyond any reader: a name with a line break in it breaks its record in the log already, and what follows may look like a record
 * of its own.
 *
 * It costs nothing until somebody asks: then Athena bills by what a query reads, and S3 by requests. Where `day` is not limited, a query reads all there is.
 *
 * Where Lake Formation governs the catalog (new tables have no `IAMAllowedPrincipals`), `grantRead` is not enough: an administrator of Lake Formation grants the readers
 * DESCRIBE on the database, SELECT and DESCRIBE on the table, and registers the location of the bucket or leaves its access to IAM.
 *
 * @see https://aws.amazon.com/athena/pricing/
 * @see https://docs.aws.amazon.com/athena/latest/ug/lf-athena-user-permissions.html
 *
 * @example
 * import { Stack } from 'aws-cdk-lib';
 * import { AuditAnalysis, AuditArchive, AuditedAuroraMysqlCluster } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const orders: AuditedAuroraMysqlCluster;
 * declare const billing: AuditedAuroraMysqlCluster;
 *
 * const archive = new AuditArchive(stack, 'Archive', { audits: [orders.audit, billing.audit] });
 * new AuditAnalysis(stack, 'Analysis', { archive });
 */
export class AuditAnalysis extends Construct {
  /** The archive that the table is over. */
  public readonly archive: AuditArchive;

  /** The database of the table. */
  public readonly database: glue.CfnDatabase;

  /** The table of the records. */
  public readonly table: glue.CfnTable;

  /** The work group of the queries. */
  public readonly workGroup: athena.CfnWorkGroup;

  /** The name of the database, a literal. */
  public readonly databaseName: string;

  /** The name of the table, a literal. */
  public readonly tableName: string = TABLE_NAME;

  /** The name of the work group, a literal. */
  public readonly workGroupName: string;

  /** The bucket of the results; none where Athena keeps them. */
  public readonly queryResultsBucket?: s3.IBucket;

  /** The queries to begin with. They show the last seven days; another period is written into them. */
  public readonly namedQueries: athena.CfnNamedQuery[];

  private readonly reading: AnalysisReading;
  private readonly timeZone: string;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props the archive to ask, and limits of the queries
   */
  constructor(scope: Construct, id: string, props: AuditAnalysisProps) {
    super(scope, id);
    this.archive = checkedArchive(this, props?.archive);
    const timeZone = timeZoneName(props.timeZone);
    const queryScanLimit = scanLimitBytes(props.queryScanLimit);
    checkResultsBucket(this, this.archive.bucket, props.queryResultsBucket);
    this.queryResultsBucket = props.queryResultsBucket;
    const names = () => {
      const current = this.archive.audits.map(archivedName);
      return [...current, ...formerNames(props.formerClusterIdentifiers, current)];
    };
    names();
    this.timeZone = timeZone;
    this.databaseName = uniqueName(this, ['aurora', 'mysql', 'audit'], MAX_DATABASE_NAME_LENGTH, '_');
    this.workGroupName = uniqueName(this, ['aurora', 'mysql', 'audit'], MAX_DATABASE_NAME_LENGTH);

    const catalogId = Stack.of(this).account;
    this.database = new glue.CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: this.databaseName, description: 'Audit records of Aurora MySQL' },
    });
    this.table = new glue.CfnTable(this, 'Table', {
      catalogId,
      databaseName: this.database.ref,
      // Audits may be added to the archive later.
      tableInput: Lazy.any({ produce: () => auditTableInput(this.archive.bucket, names()) }),
    });
    this.workGroup = analysisWorkGroup(this, {
      workGroupName: this.workGroupName,
      key: this.archive.encryptionKey,
      scanLimitBytes: queryScanLimit,
      resultsBucket: this.queryResultsBucket,
    });
    this.reading = {
      archive: this.archive, databaseName: this.databaseName, workGroupName: this.workGroupName, resultsBucket: this.queryResultsBucket,
    };
    this.namedQueries = [
      ...sqlQueries(timeZone).map(query => this.namedQuery(query, () => query.sql(TABLE_NAME, DEFAULT_PERIOD))),
      ...this.detectionQueries().map(query => this.namedQuery(query, () => this.detectionSql(query))),
    ];
    this.warnOfUntold();
  }

  /**
   * Lets someone run queries over the records, and read the results of all queries of the work group.
   *
   * An error where the grantee is no role, user or group, or one of another account: Athena and Glue know no policies of resources.
   *
   * @param grantee who may read: a role, a user or a group of the account of the analysis
   */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return grantAnalysis(this, grantee, this.reading);
  }

  /**
   * What a review has to know that asks by itself.
   *
   * @internal
   */
  public get _reviewing(): { timeZone: string; statements: iam.PolicyStatement[] } {
    return { timeZone: this.timeZone, statements: questionStatements(this, this.reading) };
  }

  private namedQuery(query: SqlQuery, sql: () => string): athena.CfnNamedQuery {
    const namedQuery = new athena.CfnNamedQuery(this, query.queryId, {
      name: query.title,
      description: query.description.slice(0, MAX_DESCRIPTION_LENGTH),
      database: this.databaseName,
      workGroup: this.workGroup.ref,
      queryString: Lazy.string({ produce: sql }),
    });
    namedQuery.node.addDependency(this.table);
    return namedQuery;
  }

  private detectionQueries(): SqlQuery[] {
    return detectionQueries(this.archive.audits, archivedName);
  }

  /** As the audits are at synthesis: more may have been added to the archive. */
  private detectionSql({ queryId }: SqlQuery): string {
    return this.detectionQueries().find(query => query.queryId === queryId)!.sql(TABLE_NAME, DEFAULT_PERIOD);
  }

  private warnOfUntold(): void {
    this.node.addValidation({
      validate: () => {
        const late = this.detectionQueries().map(({ queryId }) => queryId).filter(queryId => this.node.tryFindChild(queryId) === undefined);
        if (late.length > 0) {
          Annotations.of(this).addWarningV2('cdk-audited-aurora-mysql:detectionAfterAnalysis',
            `detections: ${late.join(', ')} have no query in Athena, they were added after the analysis; create the AuditAnalysis after them`);
        }
        const untold = detectionsWithoutQuery(this.archive.audits);
        if (untold.length > 0) {
          Annotations.of(this).addWarningV2('cdk-audited-aurora-mysql:detectionWithoutQuery',
            `detections: ${untold.join(', ')} have no query in Athena: their filter patterns are tokens, for JSON or space-delimited, or hold what is not known here`);
        }
        return this.detectionQueries().filter(({ queryId }) => !late.includes(queryId))
          .map(query => ({ queryId: query.queryId, bytes: Buffer.byteLength(query.sql(TABLE_NAME, DEFAULT_PERIOD)) }))
          .filter(({ bytes }) => bytes > MAX_QUERY_BYTES)
          .map(({ queryId, bytes }) => `archive: the query ${queryId} must be at most ${MAX_QUERY_BYTES} bytes, got: ${bytes}; `
            + 'it grows with the clusters that have this detection each in their own way, make an archive and an analysis for each part of them');
      },
    });
  }
}
