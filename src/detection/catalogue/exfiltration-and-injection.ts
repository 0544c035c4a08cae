import { recordsLike, type CatalogueEntry } from './catalogue-entry';
import { ANY, anyWord, BRACKET, NO_QUOTE, regexPattern, START, STATEMENT, word } from './filter-regex';
import { anyTextPatterns, bothCases, statements } from './filter-terms';
import { AuditEvent } from '../../recording/audit-event';
import { AuditDetectionSeverity } from '../audit-detection-severity';

const UNION = word('UNION');
/** Outside of string literals: none before it, or after one and AND, OR, || or a comma. */
const IN_CODE = [`${STATEMENT}${NO_QUOTE}`, '\\x27\\W*[AaOo|,][NnRr|]?[Dd]?\\W*\\w*'];
/** A quote that ends a literal: in the text of a statement it has a backslash before it. */
const QUOTE = '\\\\\\x27';

const SHAPES = regexPattern(
  // OUTFILE, DUMPFILE and INFILE with the name of a file; inside a string literal its quotes would be doubled.
  `[TtPpNn]${word('FILE')}[\\s\\x0b/*Ss3]*\\\\?[\\x27\\x22][\\w/.]`,
  `${START}${word('LOAD')}[\\s\\x0b]*[/#DdXx-]`,
  ...IN_CODE.flatMap(code => [
    `${code}${word('MBDA_')}[Aa]?[Ss][Yy]`,
    `${code}${anyWord('SLEEP', 'HMARK')}[\\s/*]*\\x28[\\s\\x28]*\\d`,
  ]),
  // UNION behind a number that is negative or runs into it, next to a comment, with a comment at the end, over a table of the application and system tables
  `=[\\s\\x0b\\x27\\x5c]*-\\d+\\W+${UNION}\\W`,
  `[eE.*\\x21][/\\d]+${UNION}\\W`,
  `\\W${UNION}\\s*[/-][*-]`,
  `\\W${UNION}#`,
  `\\W${UNION}\\W${ANY}[^\\x27\\x5c][#-]\\W*\\x27,\\d`,
  `${word('FROM')}\\s+[^\\s\\x28\\x60][^NnYyEe]${NO_QUOTE}${UNION}\\W${NO_QUOTE}${anyWord('MYSQL', 'INFOR')}`,
  // OR 1 = 1, OR '1' = '1', || 0x31 = 0x31; OR 'a' = 'a'
  // but not OR 0 = 1, as query builders write the empty list, nor {1}=1 or {2}=1, as monitors write their triggers
  '=\\W*\\w*\\W+[Oo|][Rr|][^\\w{]+[1-9]\\w*\\W*=\\W*[1-9]',
  `\\x27\\s*[Oo|][Rr|]\\s*${QUOTE}\\w*${QUOTE}\\s*=`,
  // Code between a closing quote and a comment that ends in the quote of the application. In code no quote opens a literal right behind a word.
  `[\\w\\x25.]${QUOTE}${NO_QUOTE}#\\s*${QUOTE}`,
  `[\\w\\x25.]${QUOTE}${NO_QUOTE}--[-\\s]*${QUOTE}`,
  // 4821=4821, as tools compare random numbers; with spaces only where no program writes out its parameters so
  '[\\s\\x28]\\d{4}=\\d{4}[^\\w.]',
  '[\\s\\x28]\\d{4}\\s+[Ll][Ii][Kk][Ee]\\s+\\d{4}[^\\w.]',
  // /*!50000OR*/
  '\\*\\x21\\d*[OoAa][RrNn][\\WDd]',
  `${anyWord('UPDATEXM', 'EXTRACTV')}\\w*${BRACKET}`,
);

/** Functions and phrases of injections in the two ways in which tools and people write them. */
const PHRASES = [
  ...bothCases(
    'UNION ALL SELECT NULL,NULL', 'UNION SELECT NULL,NULL', 'UNION VALUES ROW', 'UNION VALUES(', 'UNION VALUES (', 'UNION ALL VALUES ROW', 'CONCAT(0x7', 'ORD(MID((', 'ASCII(MID(', 'EXP(~(', 'GTID_SUBSET(CONCAT(',
    // NAME_CONST('name', value) is how the server itself writes out the variables of stored procedures.
    'NAME_CONST(VERSION', 'NAME_CONST(USER', 'NAME_CONST(DATABASE', 'NAME_CONST((', 'NAME_CONST(CONCAT',
    'PROCEDURE ANALYSE(', 'JSON_KEYS((', 'GEOMETRYCOLLECTION((', 'FLOOR(RAND(0)', '(SELECT(GET_LOCK(', '(SELECT(!GET_LOCK(', ' AND GET_LOCK(', ' OR GET_LOCK(', 'IF(1=1', 'CASE WHEN (1=1)',
    'RLIKE (SELECT (CASE', '(SELECT 1)A', ' LOAD_FILE(', ',LOAD_FILE(', '(LOAD_FILE(', '(LOAD_FILE/', '(SLEEP(', 'UNION(SELECT', 'CONCAT(CHAR(113)', 'CONCAT_WS(MID(',
    'SUBSTRING((SELECT', 'SUBSTR((SELECT', 'MID((SELECT', 'SUBSTRING(USER()', 'SUBSTR(USER()', 'SUBSTRING(DATABASE()', 'SUBSTR(DATABASE()',
  ),
  // UNION behind any key: numbered columns, which lists of values only have with ALL and in pairs, and what only strangers ask
  ...bothCases('UNION SELECT 1,2', 'UNION ALL SELECT 1,2,3', 'UNION SELECT @@', 'UNION ALL SELECT @@', 'UNION SELECT GROUP_CONCAT(', 'UNION ALL SELECT GROUP_CONCAT('),
  // one spelling each: prose has `union table`, the dumps of binary columns `0x3A`
  'UNION TABLE ', ',0x3a,',
  ...bothCases('NOW()=SYSDATE()'),
  // errors that name the value; in the burst of refused statements their code (1411) would count the dates that STR_TO_DATE cannot read
  ...['(SELECT', 'VERSION(', 'CONCAT('].flatMap(call => [...bothCases(`FROMGEOHASH(${call}`), `FromGeoHash(${call}`, `FromGeoHash(${call.toLowerCase()}`]),
  ' Load_File(', ',Load_File(', '(Load_File(',
  // what sqlmap puts for NULL, and its largest number
  ',0x20)),', '8446744073709551610',
];

/** What carries data out, and what makes that possible. */
const CARRIERS = [
  ...statements('HANDLER ', 'CLONE INSTANCE ', 'CLONE LOCAL '), ',\'SELECT 0x', ',\'select 0x',
  ...bothCases(' SONAME ', 'ALIAS AWS_', 'AWS_COMPREHEND_DETECT', 'AWS_SAGEMAKER_INVOKE', 'AWS_BEDROCK_INVOKE', 'TO_BASE64(GROUP_CONCAT(', 'HEX(GROUP_CONCAT(', 'COMPRESS(GROUP_', 'OUTFILE /*', 'DUMPFILE /*'),
];

export const EXFILTRATION_AND_INJECTION: CatalogueEntry = {
  filterPattern: SHAPES,
  additionalFilterPatterns: anyTextPatterns(...PHRASES, ...CARRIERS),
  auditEvents: [AuditEvent.QUERY, AuditEvent.QUERY_DML],
  threshold: 1,
  periodMinutes: 5,
  thresholdReason: 'applications do none of this; where one does, raise the threshold or add a detection of your own instead',
  severity: AuditDetectionSeverity.HIGH,
  controls: ['PCI DSS v4.0.1 10.2.1.1', 'NIST 800-53 r5 AC-4(26)', 'NIST 800-53 r5 SC-7(9)', 'NIST 800-53 r5 SI-4(20)'],
  runbook: 'Data was read or written in bulk, or a statement has the shape of an SQL injection. Find out what the account read; '
    + 'if an application account ran it, look for the request that carried it in the logs of the application.',
  logsInsightsQuery: recordsLike('(?i)(outfile|dumpfile|infile|load_file|load\\W+data|lambda_a?sync|union|sleep\\W*\\(|benchmark\\W*\\(|updatexml|extractvalue|\\Wor\\W|\\|\\||0x'
    + '|aws_|handler|clone|soname|\\d{4}(=|\\W+like\\W+)\\d{4}|[#-]\\W*\'|\\*!\\d*(or|and)|mid\\(|substr|exp\\(~|gtid_sub|name_const|analyse|json_keys|collection|rand\\(0'
    + '|get_lock|1=1|group_concat|select (1|\\(case)|84467440|sysdate|geohash)'),
  looksFor: 'INTO OUTFILE, LOAD DATA, Lambda and ML calls, HANDLER, and the shapes of SQL injections',
  catches: 'SELECT ... INTO OUTFILE and DUMPFILE, to S3 too; LOAD DATA and LOAD XML, LOAD_FILE; calls of Lambda and machine learning, loadable functions, HANDLER, CLONE; UNION with negative keys or numbered columns, '
    + 'comments at the end or system tables; SLEEP and BENCHMARK; conditions that are always true, or compare random numbers; a quote and a comment that hide the rest; '
    + 'functions by which errors and single characters carry data; encoded text',
  misses: 'an ordinary SELECT of a whole table, GET_LOCK and other statements that applications run as well; injection that changes only values, or ends in AND 1=1; '
    + 'a statement that the server cut before the shape',
};
