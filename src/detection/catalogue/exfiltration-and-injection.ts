import { Duration } from 'aws-cdk-lib';
import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, BRACKET, NO_QUOTE, regexPattern, START, STATEMENT, word } from './filter-regex';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const UNION = word('UNION');
/** Outside of string literals: none before it, or one that is closed. */
const IN_CODE = [`${STATEMENT}${NO_QUOTE}`, `${STATEMENT}${NO_QUOTE}\\x27${NO_QUOTE}\\x27${NO_QUOTE}`];

export const EXFILTRATION_AND_INJECTION: CatalogueEntry = {
  filterPattern: regexPattern(
    // OUTFILE, DUMPFILE and INFILE with the name of a file; inside a string literal its quotes would be doubled.
    `[TtPpNn]${word('FILE')}[\\s\\x0b/*Ss3]*\\\\?[\\x27\\x22][\\w/.]`,
    `[TtPp]${word('FILE')}\\s*/\\*`,
    `${START}${word('LOAD')}[\\s\\x0b]*[/#DdXx-]`,
    ...IN_CODE.flatMap(code => [
      `${code}${word('LOAD_FILE')}\\W`,
      `${code}${word('MBDA_')}[Aa]?[Ss][Yy]`,
      `${code}${anyWord('SLEEP', 'HMARK')}${BRACKET}`,
    ]),
    `${STATEMENT}${NO_QUOTE}${word('AWS_')}[BbCcSs]\\w+${BRACKET}`,
    // mysqldump
    '40001\\sSQL',
    // a negative or empty value before UNION, a comment at it, a comment at the end, system tables behind it
    `=[\\s\\x0b\\\\\\x27-]*[\\x27-]\\d*\\W+${UNION}\\W`,
    `[*\\x21][/\\d]+${UNION}\\W`,
    `\\W${UNION}\\s*/\\*`,
    `\\W${UNION}\\W${ANY}[#-]\\s*\\x27,\\d`,
    `${STATEMENT}${NO_QUOTE}\\W${UNION}\\W${NO_QUOTE}\\W${anyWord('MYSQL', 'INFOR')}`,
    // OR 1 = 1, OR '1' = '1', || 0x31 = 0x31; OR 'a' = 'a'
    '=\\W*\\w*\\W+[Oo|][Rr|]\\W+\\d\\w*\\W*=\\W*\\d',
    '\\x27\\s*[Oo|][Rr|]\\s*\\\\\\x27\\w*\\\\\\x27\\s*=',
    `${anyWord('UPDATEXML', 'EXTRACTVA')}\\w*${BRACKET}`,
    `${START}${word('SELECT')}\\W+0[Xx]`,
  ),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DML],
  threshold: 1,
  period: Duration.minutes(5),
  thresholdReason: 'applications do none of this; where one does, raise the threshold or add a detection of your own instead',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.1', 'NIST 800-53 r5 AC-4(26)', 'NIST 800-53 r5 SC-7(9)', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Data was read or written in bulk, or a statement has the shape of an SQL injection. Find out what the account read; '
    + 'if an application account ran it, look for the request that carried it in the logs of the application.',
  logsInsightsQuery: recordsLike('(?i)(outfile|dumpfile|infile|load_file|load\\W+data|lambda_a?sync|union\\W|sleep\\W*\\(|benchmark\\W*\\(|updatexml|extractvalue)'),
  catches: 'SELECT ... INTO OUTFILE and DUMPFILE, to S3 too; LOAD DATA and LOAD XML, LOAD_FILE; calls of Lambda; mysqldump; UNION with negative keys, '
    + 'comments at the end or system tables; SLEEP and BENCHMARK; conditions that are always true; errors that carry data; encoded text',
  misses: 'an ordinary SELECT of a whole table, GET_LOCK and other statements that applications run as well; injection that changes only values; '
    + 'a statement that the server cut before the shape',
};
