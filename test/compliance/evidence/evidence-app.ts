import { type App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditEvidenceFormat, AuroraMysqlAuditChecks, type AuroraMysqlAuditChecksProps } from '../../../src';
import { auditedCluster } from '../../stacks';

export const ALL_FORMATS = Object.values(AuditEvidenceFormat);

export const FILES = ALL_FORMATS.map(format => `aurora-mysql-audit-evidence.${format}`);

/** Adds to an app clusters in every state that evidence knows. */
export function addClustersInEveryState(app: App, props: AuroraMysqlAuditChecksProps = { evidenceFormats: ALL_FORMATS }): void {
  Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, props));
  auditedCluster(new Stack(app, 'Compliant'));
  auditedCluster(new Stack(app, 'Violating'), { auditLogRetention: logs.RetentionDays.ONE_MONTH });

  const acknowledged = auditedCluster(new Stack(app, 'Acknowledged'), { auditLogRetention: logs.RetentionDays.ONE_MONTH });
  Validations.of(acknowledged).acknowledge({ id: 'AuroraMysqlAudit-AuditLogRetention', reason: 'records are archived in S3 for seven years' });

  const unknown = auditedCluster(new Stack(app, 'Unknown'));
  (unknown.node.defaultChild as CfnResource).addPropertyOverride('EnableCloudwatchLogsExports', { 'Fn::GetAZs': '' });

  new rds.CfnDBCluster(new Stack(app, 'Postgres'), 'Cluster', { engine: 'aurora-postgresql' });
}
