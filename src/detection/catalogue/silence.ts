import type { CatalogueEntry } from './catalogue-entry';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/** The metric of CloudWatch Logs that counts what arrives in a log group. */
export const SILENCE_METRIC = 'IncomingLogEvents';

export const SILENCE: Omit<CatalogueEntry, 'filterPattern'> = {
  metricName: SILENCE_METRIC,
  threshold: 1,
  periodMinutes: 30,
  thresholdReason: 'the service connects to its own instances every few seconds, so that half an hour without a record is no quiet night',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.6', 'NIST 800-53 r5 AU-12', 'RDS.34', 'RDS.45'],
  runbook: 'No audit record arrived for half an hour. See whether the cluster is stopped; if not, see whether the audit log is exported, '
    + 'server_audit_logging is 1 and server_audit_events is not empty, and who changed them in CloudTrail.',
  looksFor: 'no audit record at all for half an hour',
  catches: 'auditing or its publishing switched off by whatever means, an audit that never began, a stopped cluster',
  misses: 'auditing that was narrowed but goes on: fewer classes of events, excluded users; the alarm is on for a cluster that pauses or is stopped at night, '
    + 'and may be on in the quiet hours of one that records neither CONNECT nor the statements of rdsadmin',
};
