import type { CatalogueEntry } from './catalogue-entry';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/** The metric of EventBridge that counts the events that a rule selects. */
export const CONTROL_PLANE_METRIC = 'MatchedEvents';

export const CONTROL_PLANE_CHANGES: Omit<CatalogueEntry, 'filterPattern'> = {
  metricName: CONTROL_PLANE_METRIC,
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'one call is enough to switch the audit off',
  severity: AuditDetectionSeverity.CRITICAL,
  controls: ['PCI DSS v4.0.1 10.2.1.6', 'NIST 800-53 r5 AU-9', 'NIST 800-53 r5 AU-12', 'RDS.34', 'RDS.45'],
  runbook: 'An API call touched what the audit of this cluster is made of: log exports, parameter group, log group, retention, key, metric filters or alarms. '
    + 'See who called what in the message beside this alarm, or in the event history of CloudTrail; match it with a deployment, and put things back if there is none.',
  looksFor: 'API calls that could switch the audit off',
  catches: 'changes of the log exports, the parameter group and the identifier of the cluster, changes of the parameters, blue/green deployments of the cluster, '
    + 'deletion of the log group or its streams, changes of its retention, key, deletion protection, masking, transformer and filters, '
    + 'changes, deletion, disabling and muting of the alarms, disabling and scheduled deletion of the key and changes of its policy; refused calls too',
  misses: 'everything, where no CloudTrail trail records management events; changes of the EventBridge rule, the topic and its subscriptions; '
    + 'the switchover of a blue/green deployment, which does not name the cluster; account policies of CloudWatch Logs; the trail itself being stopped; '
    + 'what an archive or a review is made of besides the log group, which they watch themselves; '
    + 'the cluster stopped or deleted, which its silence tells; the key of a log group that was handed in',
};
