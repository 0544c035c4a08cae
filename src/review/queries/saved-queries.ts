import { Stack, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import { AUDIT_QUERIES, runbookQueries } from './audit-queries';
import type { AuditQuery } from './audit-query';
import type { AuditDetection } from '../../detection/audit-detection';

/** How many saved queries an account can have in a region; AWS does not change it. */
const MAX_SAVED_QUERIES = 1000;

/** Which cluster the queries ask about. */
export interface SavedQueriesProps {
  readonly clusterIdentifier: string;
  readonly auditLogGroup: logs.ILogGroup;
  readonly detections: AuditDetection[];
}

/**
 * The saved queries of one cluster, in a folder of its own of Logs Insights. They cost nothing until somebody runs one.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_Insights-Saving-Queries.html
 */
export class SavedQueries extends Construct {
  public readonly definitions: logs.CfnQueryDefinition[] = [];

  constructor(scope: Construct, id: string, private readonly props: SavedQueriesProps) {
    super(scope, id);
    [...AUDIT_QUERIES, ...runbookQueries(props.detections)].forEach(query => this.save(query));
    this.node.addValidation({ validate: () => isFirstOfItsKind(this) ? quotaErrors(this) : [] });
  }

  /** Adds the query that the runbook of a detection leads to. */
  public addRunbookQuery(detection: AuditDetection): void {
    runbookQueries([detection]).forEach(query => this.save(query));
  }

  private save({ id, title, purpose, logsInsights }: AuditQuery): void {
    this.definitions.push(new logs.CfnQueryDefinition(this, id, {
      name: `${savedQueryFolder(this.props.clusterIdentifier)}/${title}`,
      queryString: `# ${purpose.replace(/\s+/g, ' ')}\n${logsInsights}`,
      logGroupNames: [this.props.auditLogGroup.logGroupName],
    }));
  }
}

/** The folder of the queries of one cluster. */
export function savedQueryFolder(clusterIdentifier: string): string {
  return `AuroraMysqlAudit/${clusterIdentifier.toLowerCase()}`;
}

/** The whole app is counted once. */
function isFirstOfItsKind(queries: SavedQueries): boolean {
  return queries.node.root.node.findAll().find(each => each instanceof SavedQueries) === queries;
}

function quotaErrors(scope: IConstruct): string[] {
  const counts = new Map<string, number>();
  scope.node.root.node.findAll().filter(logs.CfnQueryDefinition.isCfnQueryDefinition).forEach(query => {
    const { account, region } = Stack.of(query);
    if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) {
      counts.set(`${region} of ${account}`, (counts.get(`${region} of ${account}`) ?? 0) + 1);
    }
  });
  return [...counts].filter(([, count]) => count > MAX_SAVED_QUERIES).map(([place, count]) =>
    `auditQueries: CloudWatch Logs saves at most ${MAX_SAVED_QUERIES} queries in ${place}, got: ${count}; set auditQueries: false on some of the clusters`);
}
