import type { AuditDetectionProps } from './audit-detection-props';

/** What the alarm of a detection says: how urgent it is, what to do, and where to look. */
export function alarmDescription(detection: Partial<Pick<AuditDetectionProps, 'severity' | 'runbook' | 'logsInsightsQuery'>>): string {
  const { severity, runbook, logsInsightsQuery } = detection;
  return [`${severity ?? 'MEDIUM'}: ${runbook}`, ...(logsInsightsQuery === undefined ? [] : [`Logs Insights: ${logsInsightsQuery}`])].join(' ');
}
