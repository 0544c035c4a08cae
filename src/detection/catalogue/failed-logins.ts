import type { CatalogueEntry } from './catalogue-entry';
import { anyTextPattern } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

/** `FAILED_CONNECT` is a failed login; its query id is 0. */
const FAILED_CONNECT = '0,FAILED_CONNECT,';

/** `CHANGEUSER` with an error is a failed change of user on an open connection. */
const FAILED_CHANGE_OF_USER = ['1', '2', '3', '4'].map(digit => `,0,CHANGEUSER,,,${digit}`);

/**
 * The beginnings of the error codes of a refused login: access denied (1044, 1045, 1698), unknown database (1049), host blocked
 * or not allowed (1129, 1130), limits of the account (1203, 1226), old or unknown authentication (1251, 1524), expired password
 * (1820, 1862), no secure transport (3159), account locked (3118, 3955; 4151 in MariaDB). Left out are 1043 and 1158 to 1161, which
 * a probe of the port leaves that sends no login, as load balancers do.
 *
 * @see https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html
 */
const ERROR_CODES = ['1044', '1045', '1049', '112', '113', '12', '15', '16', '18', '2', '3', '4'];

/** A login that names a database is more than a probe. Whoever guesses chooses the name. */
const toADatabase = (firstCharacters: string) => [...firstCharacters].map(character => `${FAILED_CONNECT}${character}`);

const EVERY_FAILED_LOGIN = {
  filterPattern: anyTextPattern(...ERROR_CODES.map(code => `,${FAILED_CONNECT},,${code}`), ...FAILED_CHANGE_OF_USER, ...toADatabase('abcdefghijklmnopqrstuvwxyz')),
  additionalFilterPatterns: [anyTextPattern(...toADatabase('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$ '))],
  metricName: 'FailedLogins',
  auditEvents: [AuditEvent.CONNECT],
  controls: ['PCI DSS v4.0.1 10.2.1.4', 'NIST 800-53 r5 AC-2(4)', 'NIST 800-53 r5 SI-4(20)'],
  logsInsightsQuery: 'parse @message /(?<user>[^,]*),(?<host>[^,]*),\\d+,0,(?<operation>FAILED_CONNECT|CHANGEUSER),.*,(?<error>\\d+)$/ '
    + '| filter error > 0 | stats count() as attempts by user, host, error | sort attempts desc',
  catches: 'logins and changes of user on an open connection that were refused: wrong password, unknown user or database, '
    + 'blocked host, locked account, expired password',
  misses: 'guessing that never reaches the threshold, logins with a stolen password, probes of the port that send no login; a refused change of user that names a database; '
    + 'a statement that quotes a whole record of a failed login is counted as one',
};

export const FAILED_LOGINS: CatalogueEntry = {
  ...EVERY_FAILED_LOGIN,
  looksFor: 'refused logins in a burst',
  threshold: 10,
  periodMinutes: 5,
  thresholdReason: 'people mistype a password two or three times and then stop, guessing tools do not',
  severity: AuditDetectionSeverity.HIGH,
  runbook: 'Many logins were refused within minutes. Find out which users were tried from which hosts, block the hosts in the security group, '
    + 'and see whether a CONNECT of one of them followed.',
};

export const SLOW_FAILED_LOGINS: CatalogueEntry = {
  ...EVERY_FAILED_LOGIN,
  looksFor: 'refused logins over a day',
  threshold: 50,
  periodMinutes: 24 * 60,
  thresholdReason: 'a patient attacker stays under the burst; two tries an hour all day long are no person who forgot a password',
  severity: AuditDetectionSeverity.MEDIUM,
  runbook: 'Many logins were refused in a day, too slowly for the alarm on bursts. Find out which users were tried from which hosts; '
    + 'if it is no forgotten job with an old password, treat it as guessing.',
};
