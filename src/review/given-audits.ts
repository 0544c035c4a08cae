import { Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checkEnvironment } from '../app/environment';
import { shown } from '../app/shown';
import type { IAuroraMysqlAudit } from '../detection/aurora-mysql-audit-ref';

/** What takes audits, and what to do where they are in several stages. */
type Taker = keyof typeof IN_EACH_STAGE;
const IN_EACH_STAGE = {
  archive: 'make an archive in each stage, they may share a bucket',
  dashboard: 'make a dashboard in each stage',
  review: 'make a review in each stage',
};

/** Refuses what is no list of at least one audit. */
export function checkedAudits(audits: IAuroraMysqlAudit[]): IAuroraMysqlAudit[] {
  if (!Array.isArray(audits) || Token.isUnresolved(audits) || audits.length === 0) {
    throw new Error(`audits: must be a list of at least one audit, for example [cluster.audit], got: ${shown(audits)}`);
  }
  return audits;
}

/** Refuses what is no audit, and one that cannot stand beside the others or that is of another stage, account or region. */
export function checkAudit(taker: Taker, scope: IConstruct, audit: IAuroraMysqlAudit, others: readonly IAuroraMysqlAudit[]): void {
  if (typeof audit?.clusterIdentifier !== 'string' || typeof audit.metricNamespace !== 'string'
    || typeof audit.auditLogGroup?.logGroupName !== 'string' || !Array.isArray(audit.detections)) {
    throw new Error(`audits: must hold audits such as AuroraMysqlAudit, got: ${shown(audit)}`);
  }
  const { clusterIdentifier, auditLogGroup } = audit;
  if (Token.isUnresolved(clusterIdentifier)) {
    throw new Error('audits: the identifier of a cluster must be a literal, got a token; it is part of names of objects and metrics');
  }
  if (others.some(other => other.clusterIdentifier.toLowerCase() === clusterIdentifier.toLowerCase())) {
    throw new Error(`audits: '${clusterIdentifier}' is there twice; records of two clusters of one name could not be told apart`);
  }
  if (Stage.of(audit) !== Stage.of(scope)) {
    throw new Error(`audits: ${audit.node.path} is in another stage than the ${taker}; ${IN_EACH_STAGE[taker]}`);
  }
  checkEnvironment(scope, `audits: the log group of '${clusterIdentifier}'`, auditLogGroup.env);
}
