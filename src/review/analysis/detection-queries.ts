import { sqlPredicate, isExact, MAX_JUDGED_LENGTH } from './sql-predicate';
import { type SqlQuery, EVENT_TIME, within } from './sql-query';
import { literal } from './sql-text';
import type { AuditDetection } from '../../detection/audit-detection';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';

/** What a detection looks for, on the clusters that look for it in this way. */
export interface DetectionVariant {
  readonly detection: AuditDetection;
  readonly predicate: string;
  readonly clusters: string[];
}

type AreOne = (known: DetectionVariant, added: DetectionVariant) => boolean;

/**
 * A query for each detection of the clusters, for the records that it counts. Detections that count the same, with other thresholds, have one query;
 * where clusters have different detections of one id, each looks for its own.
 */
export function detectionQueries(audits: readonly IAuroraMysqlAudit[], clusterNameOf: (audit: IAuroraMysqlAudit) => string): SqlQuery[] {
  return detectionVariants(audits, clusterNameOf, (known, added) => known.predicate === added.predicate).map(each => queryFor(each, audits.length));
}

/** The detections of the clusters by id, each in as many variants as there are by `areOne`. */
export function detectionVariants(
  audits: readonly IAuroraMysqlAudit[],
  clusterNameOf: (audit: IAuroraMysqlAudit) => string,
  areOne: AreOne,
): DetectionVariant[][] {
  const variants = new Map<string, DetectionVariant[]>();
  for (const audit of audits) {
    for (const detection of audit.detections) {
      const predicate = sqlPredicate(detection);
      if (predicate !== undefined) {
        const known = variants.get(detection.metricName) ?? [];
        variants.set(detection.metricName, withVariant(known, { detection, predicate, clusters: [clusterNameOf(audit)] }, areOne));
      }
    }
  }
  return [...variants.values()];
}

/** The condition of SQL under which a variant counts a record, where there are so many clusters. */
export function conditionOf({ clusters, predicate }: DetectionVariant, clusterCount: number): string {
  return clusters.length === clusterCount ? predicate : `cluster IN (${clusters.map(literal).join(', ')}) AND (${predicate})`;
}

/** The detections that no query can be made for, with their ids. */
export function detectionsWithoutQuery(audits: readonly IAuroraMysqlAudit[]): string[] {
  const untold = audits.flatMap(({ detections }) => detections)
    .filter(detection => detection.filterPattern !== undefined && sqlPredicate(detection) === undefined);
  return [...new Set(untold.map(({ detectionId }) => detectionId))];
}

function withVariant(known: DetectionVariant[], added: DetectionVariant, areOne: AreOne): DetectionVariant[] {
  const same = known.find(each => areOne(each, added));
  if (same === undefined) {
    return [...known, added];
  }
  return known.map(each => each === same ? { ...same, clusters: [...new Set([...same.clusters, ...added.clusters])] } : each);
}

function queryFor(variants: DetectionVariant[], clusterCount: number): SqlQuery {
  const [{ detection }] = variants;
  const exact = variants.every(variant => isExact(variant.detection)) ? 'TRUE' : `length(record) <= ${MAX_JUDGED_LENGTH}`;
  const conditions = variants.map(variant => `(${conditionOf(variant, clusterCount)})`);
  const condition = conditions.length === 1 ? conditions[0] : `(${conditions.join('\n  OR ')})`;
  return {
    queryId: `Detection${detection.detectionId}`,
    title: `Detection ${detection.detectionId}`,
    description: `The records that the detection counts. ${exact === 'TRUE' ? '' : 'Those behind them that are not exact are too long to be judged. '}${detection.runbook}`,
    sql: (table, period) => `SELECT ${exact} AS exact, ${EVENT_TIME} AS at, cluster, user_name, client_host, operation, database_name, object_name, return_code, record
FROM ${table}
WHERE ${within(period)}
  AND ${condition}
ORDER BY 1 DESC, event_micros DESC
LIMIT 1000`,
  };
}
