import { Duration } from 'aws-cdk-lib';
import type { AuditDetectionProps } from './audit-detection-props';
import { AuditDetectionSeverity } from './audit-detection-severity';

/** Filter patterns have no case-insensitive flag: a word in any letter case. */
function anyCase(word: string): string {
  return word.replace(/[A-Z]/g, letter => `[${letter}${letter.toLowerCase()}]`);
}

/** Filter patterns have no groups: each way to begin has to be spelt out before each verb. */
function eachAfter(beginnings: string[], endings: string[]): string[] {
  return beginnings.flatMap(beginning => endings.map(ending => beginning + ending));
}

function regex(...alternatives: string[]): string {
  return `%${alternatives.join('|')}%`;
}

/** The opening quote of a statement; `'` itself is not allowed in a filter pattern. */
const STATEMENT = ',QUERY,[^,]*,\\x27';

/** Anything, newlines too, which `.` does not match. */
const ANY = '[\\s\\S]*';

/**
 * What may stand before the first word: signs, or comments. No two repetitions side by side take the same characters,
 * so that a hostile statement cannot make the match slow.
 */
const SIGNS = `${STATEMENT}[^a-zA-Z]*`;
const COMMENTS = `${STATEMENT}/\\*${ANY}\\*/\\s*/?\\*?\\x21?[0-9]*\\s*`;

/** The versioned comment of MariaDB, the only one with a letter before its version. */
const MARIADB_COMMENT = `${STATEMENT}/\\*M\\x21[0-9]*\\s*`;

/** The rest of the record; a user name that looks like a statement is followed by more than the return code. */
const REST = `${ANY}\\x27,[0-9]+$`;

/** GRANT and REVOKE in one; that it takes mixtures of the two for words of SQL does no harm. */
const GRANT_OR_REVOKE = '[GgRr][RrEe][AaVv][NnOo][TtKk][Ee]?\\W';

/** A record ends in its return code; text of a statement never stands there. */
const FAILED = '[1-9][0-9]*$';

export const FAILED_LOGINS: AuditDetectionProps = {
  filterPattern: regex(`,FAILED_CONNECT,[^,]*,,${FAILED}`, `,CHANGEUSER,[^,]*,,${FAILED}`),
  threshold: 10,
  period: Duration.minutes(5),
  severity: AuditDetectionSeverity.HIGH,
  runbook: 'Find out who tries to log in from where (user, host and return code of the FAILED_CONNECT records), '
    + 'block the source in the security group, and see whether a CONNECT of the same host follows.',
  controls: ['PCI DSS v4.0.1 10.2.1.4', 'NIST 800-53 r5 AC-2(4)', 'NIST 800-53 r5 SI-4(20)'],
};

export const PRIVILEGE_CHANGES: AuditDetectionProps = {
  filterPattern: regex(
    ...eachAfter([SIGNS, COMMENTS], [
      `${GRANT_OR_REVOKE}${REST}`,
      `[CcDd][Rr][EeOo][AaPp][TtEe]*\\W+${anyCase('ROLE')}\\W${REST}`,
      `${anyCase('SET')}\\W+${anyCase('DEFAULT')}\\W+${anyCase('ROLE')}\\W${REST}`,
    ]),
    `${MARIADB_COMMENT}${GRANT_OR_REVOKE}${REST}`,
    // A line comment ends where a newline was; only the shape of the whole statement tells its words from those after it.
    `${STATEMENT}[#-][^\\x27]*${GRANT_OR_REVOKE}.*\\W[TtFf][OoRr]${REST}`,
    `${STATEMENT}${anyCase('SET')}\\s+${anyCase('STATEMENT')}\\s[^\\x27]*\\s${anyCase('FOR')}\\s+${GRANT_OR_REVOKE}${REST}`,
  ),
  severity: AuditDetectionSeverity.HIGH,
  runbook: 'Match the GRANT, REVOKE or role statement with a planned change; '
    + 'if there is none, revoke it, lock the account that ran it and review what else that account did.',
  controls: ['PCI DSS v4.0.1 10.2.1.2', 'PCI DSS v4.0.1 10.2.1.5', 'NIST 800-53 r5 AC-6(9)'],
};
