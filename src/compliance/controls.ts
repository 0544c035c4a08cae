/** The controls of compliance frameworks that rules serve, as evidence names them. */

const NIST = 'NIST 800-53 r5';

function nist(...controls: string[]): string[] {
  return controls.map(control => `${NIST} ${control}`);
}

const AUDIT_EVENTS = nist(
  'AC-2(4)', 'AC-4(26)', 'AC-6(9)', 'AU-2', 'AU-3', 'AU-6(3)', 'AU-6(4)', 'AU-10', 'AU-12', 'CA-7', 'SC-7(9)', 'SI-3(8)', 'SI-4(20)', 'SI-7(8)');

const HIPAA = 'HIPAA 164.312(b)';

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-34 */
export const LOG_EXPORT = ['Security Hub RDS.34', 'PCI DSS v4.0.1 10.2.1', HIPAA, ...AUDIT_EVENTS];

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-45 */
export const LOGGING_ON = ['Security Hub RDS.45', HIPAA, ...AUDIT_EVENTS];

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-9 */
export const INSTANCE_LOGS = ['Security Hub RDS.9', 'PCI DSS v4.0.1 10.2.1', HIPAA, ...AUDIT_EVENTS, ...nist('SC-7(10)')];

export const EVENTS_RECORDED = ['Security Hub RDS.45', 'PCI DSS v4.0.1 10.2.1.1', 'PCI DSS v4.0.1 10.2.1.2', 'PCI DSS v4.0.1 10.2.1.4', 'PCI DSS v4.0.1 10.2.1.5',
  'PCI DSS v4.0.1 10.2.1.7', HIPAA, ...nist('AU-2', 'AU-3', 'AU-12')];

export const EVERYONE_RECORDED = ['PCI DSS v4.0.1 10.2.1.1', 'PCI DSS v4.0.1 10.2.1.2', HIPAA, ...nist('AC-6(9)', 'AU-2', 'AU-12')];

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16 */
export const RECORDS_KEPT = ['Security Hub CloudWatch.16', 'PCI DSS v4.0.1 10.5.1', ...nist('AU-10', 'AU-11', 'AU-6(3)', 'AU-6(4)', 'CA-7', 'SI-12')];

export const RECORDS_SAFE = ['PCI DSS v4.0.1 10.5.1', ...nist('AU-11', 'SI-12')];

export const RECORDS_ENCRYPTED = ['AWS Config cloudwatch-log-group-encrypted'];

export const RECORDS_WATCHED = ['PCI DSS v4.0.1 10.2.1.4', 'PCI DSS v4.0.1 10.2.1.5', ...nist('AC-2(4)', 'AC-6(9)', 'SI-4(20)')];

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-15 */
export const ALARMS_REACH_SOMEONE = ['Security Hub CloudWatch.15', 'Security Hub CloudWatch.17', ...nist('AU-6(1)', 'AU-6(5)', 'CA-7', 'SI-4(12)')];

export const CHANGES_SEEN = ['PCI DSS v4.0.1 10.2.1.6', ...nist('AU-9', 'AU-12', 'CM-3')];

export const RECORDS_ARCHIVED = ['PCI DSS v4.0.1 10.3.3', 'PCI DSS v4.0.1 10.5.1', ...nist('AU-4(1)', 'AU-9(2)', 'AU-11')];

export const ARCHIVE_LOCKED = ['PCI DSS v4.0.1 10.3.2', 'PCI DSS v4.0.1 10.5.1', ...nist('AU-9', 'AU-10', 'AU-11')];

export const RECORDS_REVIEWED = ['PCI DSS v4.0.1 10.4.1', 'HIPAA 164.308(a)(1)(ii)(D)', ...nist('AU-6', 'CA-7')];

export const EXCEPTIONS_REVIEWED = nist('CA-5', 'CA-7');
