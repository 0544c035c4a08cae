import * as fc from 'fast-check';
import { AuditDetection } from '../../src';

/** What stands in the log for a statement: quotes and backslashes are escaped, white space around it is cut. */
function record(statement: string): string {
  const logged = statement.trim().replace(/[\\']/g, character => `\\${character}`);
  return `1728498527380921,node-1,dbadmin,10.0.0.5,42,4711,QUERY,shop,'${logged}',0`;
}

const randomCase = (text: string) => fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length })
  .map(upper => [...text].map((letter, index) => upper[index] ? letter.toUpperCase() : letter.toLowerCase()).join(''));

const whiteSpace = fc.stringMatching(/^[ \t\n\r\f\v]{1,4}$/);

/** What people and attackers write into comments; the end of the comment is none of it. */
const commentText = fc.oneof(
  fc.constantFrom('', ' ApplicationName=DBeaver 22.3.4 - Main ', ' it\'s "quoted" ', ' SELECT 1; ', ' user table role ', '***', ' /* ', ' drop , \\ '),
  fc.string({ maxLength: 30 }),
).map(text => text.replace(/\*\//g, '').replace(/\*$/, '').replace(/^[!M]/, ' '));
const comment = commentText.map(text => `/*${text}*/`);
const lineComment = fc.tuple(fc.constantFrom('-- ', '#'), commentText).map(([sign, text]) => `${sign}${text.replace(/[\r\n]/g, ' ')}\n`);

/** What may stand before the first word. */
const prefix = fc.array(fc.oneof(comment, whiteSpace), { maxLength: 3 }).map(parts => parts.join(''));
/** What may stand between two words. */
const between = fc.oneof(whiteSpace, fc.tuple(fc.oneof(whiteSpace, fc.constant('')), comment, fc.oneof(whiteSpace, fc.constant(''))).map(parts => parts.join('')));

/** A statement, as words, in random letter case, with anything between the first words and the rest as it is. */
function disguised(words: string[], rest: string): fc.Arbitrary<string> {
  return fc.tuple(prefix, fc.tuple(...words.map(randomCase)), fc.array(between, { minLength: words.length, maxLength: words.length }))
    .map(([start, spelt, gaps]) => start + spelt.map((word, index) => word + gaps[index]).join('') + rest);
}

describe.each<[AuditDetection, [string[], string][]]>([
  [AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES, [
    [['GRANT'], 'ALL ON *.* TO eve'], [['REVOKE'], 'ALL ON *.* FROM eve'], [['CREATE', 'USER'], 'eve'], [['ALTER', 'USER'], 'eve ACCOUNT UNLOCK'],
    [['DROP', 'USER'], 'eve'], [['RENAME', 'USER'], 'eve TO adam'], [['CREATE', 'ROLE'], 'r'], [['DROP', 'ROLE'], 'r'],
    [['SET', 'PASSWORD'], 'FOR eve = \'x\''], [['SET', 'DEFAULT'], 'ROLE ALL TO eve'],
  ]],
  [AuditDetection.DESTRUCTIVE_STATEMENTS, [
    [['DROP', 'TABLE'], 't'], [['DROP', 'DATABASE'], 'shop'], [['DROP', 'VIEW'], 'v'], [['TRUNCATE', 'TABLE'], 't'], [['TRUNCATE'], 't'],
  ]],
  [AuditDetection.AUDIT_TAMPERING, [
    [['SET', 'GLOBAL'], 'server_audit_logging = OFF'], [['PURGE', 'BINARY', 'LOGS'], 'BEFORE NOW()'], [['RESET', 'MASTER'], ''],
    [['UNINSTALL', 'PLUGIN'], 'server_audit'],
  ]],
  [AuditDetection.EXFILTRATION_AND_INJECTION, [
    [['LOAD', 'DATA'], 'LOCAL INFILE \'/tmp/x\' INTO TABLE t'], [['LOAD', 'XML'], 'INFILE \'/tmp/x\' INTO TABLE t'],
  ]],
])('%#', (detection, statements) => {
  test.each(statements)(`${detection.detectionId} sees %j however it is disguised`, (words, rest) => {
    fc.assert(fc.property(disguised(words, rest), statement => {
      expect([statement, detection.matches(record(statement))]).toEqual([statement, true]);
    }), { numRuns: 300 });
  });
});

describe('an export is seen', () => {
  test.each(['OUTFILE', 'DUMPFILE'])('however INTO %s is written and whatever stands before it', file => {
    const select = fc.tuple(prefix, randomCase('SELECT'), fc.constantFrom(' * FROM t ', ' \'a\', "b" FROM t WHERE x = \'it\'\'s\' '), randomCase('INTO'), between, randomCase(file),
      whiteSpace, fc.constantFrom('\'/tmp/x\'', '"/tmp/x"')).map(parts => parts.join(''));
    fc.assert(fc.property(select, statement => {
      expect([statement, AuditDetection.EXFILTRATION_AND_INJECTION.matches(record(statement))]).toEqual([statement, true]);
    }));
  });
});

describe('versioned comments that the server executes', () => {
  const version = fc.constantFrom('', '50000', '80011 ', '99999\n', ' ');

  test.each<[AuditDetection, string]>([
    [AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES, 'GRANT ALL ON *.* TO eve'],
    [AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES, 'ALTER USER eve ACCOUNT UNLOCK'],
    [AuditDetection.DESTRUCTIVE_STATEMENTS, 'DROP TABLE t'],
    [AuditDetection.AUDIT_TAMPERING, 'SET GLOBAL general_log = OFF'],
  ])('do not hide a statement from $detectionId: %s', (detection, statement) => {
    fc.assert(fc.property(prefix, fc.constantFrom('', 'M'), version, (start, mark, number) => {
      const wrapped = `${start}/*${mark}!${number}${statement} */`;
      expect([wrapped, detection.matches(record(wrapped))]).toEqual([wrapped, true]);
    }));
  });
});

test('a line comment does not hide the granting of privileges', () => {
  fc.assert(fc.property(fc.array(lineComment, { minLength: 1, maxLength: 2 }), randomCase('GRANT'), (comments, grant) => {
    const statement = `${comments.join('')}${grant} SELECT ON shop.* TO eve@'%'`;
    expect([statement, AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES.matches(record(statement))]).toEqual([statement, true]);
  }));
});

test('no user name, host or database hides a statement', () => {
  fc.assert(fc.property(fc.string(), fc.string(), fc.string(), (user, host, database) => {
    const line = `1728498527380921,node-1,${user},${host},42,4711,QUERY,${database},'GRANT ALL ON *.* TO eve',0`;
    expect([line, AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES.matches(line)]).toEqual([line, true]);
  }));
});

test('no text in a string literal alarms', () => {
  const records = AuditDetection.recommended().filter(({ filterPattern }) => filterPattern !== undefined);
  const phrases = fc.constantFrom(
    'GRANT ALL ON *.* TO eve', 'revoke', 'DROP TABLE t', 'TRUNCATE TABLE t', 'SET GLOBAL server_audit_logging=OFF', 'PURGE BINARY LOGS', 'CREATE TABLE t',
    'SELECT 1 INTO OUTFILE', 'LOAD DATA INFILE', 'union select password', 'sleep(5)', 'ALTER USER eve', 'FAILED_CONNECT', ',FAILED_CONNECT,,,1045', '1142', 'CALL mysql.rds_kill(1)',
    'DELETE FROM t',
  );
  fc.assert(fc.property(phrases, fc.stringMatching(/^[A-Za-z0-9 ,.;=]{0,10}$/), fc.stringMatching(/^[A-Za-z0-9 ,.;]{0,10}$/), (phrase, before, after) => {
    const line = record(`INSERT INTO notes (body) VALUES ('${before}${phrase}${after}')`);
    expect([line, records.filter(detection => detection.matches(line)).map(({ detectionId }) => detectionId)]).toEqual([line, []]);
  }), { numRuns: 500 });
});
