import { AUDIT_LOG } from '../../recording/log-export';
import { LOG_EXPORT } from '../controls';
import { judgeEach, cannotTell, violated, type Finding, type Rule } from './rule';
import { texts, whyUnknown } from '../resolved/value';
import type { ClusterSubject } from '../subjects/cluster-subject';

const AT = { property: 'Properties.EnableCloudwatchLogsExports' };

export const EXPORT_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditLogExport',
    level: 'error',
    wants: 'The cluster exports its audit log to CloudWatch Logs',
    why: 'Records that stay on the instance are lost with it, and nobody is alarmed by them.',
    fix: "CDK: new rds.DatabaseCluster(this, 'Database', { cloudwatchLogsExports: ['audit'], ... })\n"
      + 'CloudFormation: EnableCloudwatchLogsExports: [audit]',
    controls: LOG_EXPORT,
    judge: cluster => cluster.isServerlessV1
      ? { notApplicable: 'Serverless v1 publishes its logs without exports' }
      : judgeEach(texts(cluster.property('EnableCloudwatchLogsExports')), AT, exported => judgeExports(exported ?? [])),
  },
];

function judgeExports(exported: readonly string[]): Finding[] {
  if (exported.includes(AUDIT_LOG)) {
    return [];
  }
  const [unknown] = exported.flatMap(log => whyUnknown(log) ?? []);
  if (unknown !== undefined) {
    return [cannotTell(unknown, AT)];
  }
  return [violated(`the audit log is not exported; exported: ${exported.join(', ') || 'nothing'}`, AT)];
}
