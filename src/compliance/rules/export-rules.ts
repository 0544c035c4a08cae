import { AUDIT_LOG } from '../../recording/log-export';
import { LOG_EXPORT } from '../controls';
import { judgeEach, violated, type Rule, type Verdict } from './rule';
import { butNot } from '../resolved/choice';
import { readable } from '../resolved/symbolic-text';
import { example, includes } from '../resolved/value';
import type { ClusterSubject } from '../subjects/cluster-subject';

const AT = { property: 'Properties.EnableCloudwatchLogsExports' };

/** What is exported already stays. */
function exportFix(exported: readonly string[]): string {
  const all = [...exported, AUDIT_LOG];
  return `CDK: in the properties of the cluster cloudwatchLogsExports: [${all.map(log => `'${log}'`).join(', ')}]\n`
    + `CloudFormation: in the cluster EnableCloudwatchLogsExports: [${all.join(', ')}]`;
}

export const EXPORT_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditLogExport',
    level: 'error',
    wants: 'The cluster exports its audit log to CloudWatch Logs',
    why: 'Records that stay on the instance are lost with it, and nobody is alarmed by them.',
    fix: exportFix([]),
    controls: LOG_EXPORT,
    looksAt: 'EnableCloudwatchLogsExports',
    judge: judgeExport,
  },
];

function judgeExport(cluster: ClusterSubject): Verdict {
  const when = butNot(cluster.when, cluster.isServerlessV1);
  if (when === false) {
    return { notApplicable: 'Serverless v1 publishes its logs without exports' };
  }
  const exports = cluster.property('EnableCloudwatchLogsExports').under(when);
  return judgeEach(includes(exports, log => log === AUDIT_LOG), AT, (isExported, missing) => {
    const exported = isExported ? [] : example(exports, missing);
    return isExported ? [] : [
      violated(`the audit log is not exported; exported: ${readable(exported.join(', ')) || 'nothing'}`, AT, { fix: exportFix(exported.filter(log => /^[a-z-]+$/.test(log))) }),
    ];
  });
}
