import { AuditDetectionSeverity } from './audit-detection-severity';

/** The severities, the most urgent first. */
export const SEVERITIES: readonly AuditDetectionSeverity[] = [
  AuditDetectionSeverity.CRITICAL, AuditDetectionSeverity.HIGH, AuditDetectionSeverity.MEDIUM, AuditDetectionSeverity.LOW,
];

/** Those that cannot wait for a working day. */
export const URGENT: readonly AuditDetectionSeverity[] = [AuditDetectionSeverity.HIGH, AuditDetectionSeverity.CRITICAL];
