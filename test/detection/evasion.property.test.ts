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
    [['DROP', 'TABLE'], 't'], [['DROP', 'DATABASE'], 'shop'], [['DROP', 'SCHEMA'], 'shop'], [['DROP', 'TABLES'], 't, u'],
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

describe('a disguise that no application wears makes the emptying of a table urgent:', () => {
  const comments = fc.array(fc.oneof(comment, lineComment), { minLength: 1, maxLength: 3 }).map(parts => parts.join(''));
  const mixedCase = (word: string) => randomCase(word).filter(text => /^[A-Za-z]*[a-z][A-Z]/.test(text));

  test.each(['TRUNCATE', 'DELETE'])('comments right behind %s, whatever stands before it', verb => {
    fc.assert(fc.property(prefix, randomCase(verb), comments, (start, word, hiding) => {
      const statement = `${start}${word}${hiding} FROM t`;
      expect([statement, AuditDetection.DESTRUCTIVE_STATEMENTS.matches(record(statement))]).toEqual([statement, true]);
    }));
  });

  test.each(['TRUNCATE', 'DELETE FROM'])('mixed case of %s', verb => {
    fc.assert(fc.property(mixedCase(verb.split(' ')[0]), whiteSpace, (word, space) => {
      const statement = `${word}${space}${verb.split(' ')[1] ?? ''} t`;
      expect([statement, AuditDetection.DESTRUCTIVE_STATEMENTS.matches(record(statement))]).toEqual([statement, true]);
    }));
  });
});

describe('a condition that every row meets does not hide that a table is emptied', () => {
  const condition = fc.constantFrom('1', '1=1', '2>1', '(1)', '1 = 1 -- ', '"1"="1"', 'true', 'TRUE', 'id>0', 'id >= 0', 'id > -1', 't.id >= -5', '`id` > 0', '1=1#');

  test('of DELETE', () => {
    const tables = fc.constantFrom(' FROM t ', ' QUICK FROM t ', ' a FROM t a JOIN u ', ' FROM `a`.`t` ');
    fc.assert(fc.property(prefix, randomCase('DELETE'), tables, randomCase('WHERE'), condition, (start, verb, table, where, always) => {
      const statement = [start, verb, table, where, ' ', always].join('');
      expect([statement, AuditDetection.DESTRUCTIVE_STATEMENTS.matches(record(statement))]).toEqual([statement, true]);
    }));
  });
});

describe('text patterns see a statement in both letter cases, also behind the comments of clients:', () => {
  const upperOrLower = (text: string) => fc.constantFrom(text.toUpperCase(), text.toLowerCase());
  const clientComment = fc.array(commentText.map(text => `/*${text.replace(/[\\']/g, '')}*/ `), { maxLength: 2 }).map(parts => parts.join(''));

  test.each<[AuditDetection, string, string]>([
    [AuditDetection.EMPTIED_TABLES, 'truncate table', 't'],
    [AuditDetection.EMPTIED_TABLES, 'truncate', 't'],
    [AuditDetection.EMPTIED_TABLES, 'delete from', 't'],
    [AuditDetection.EMPTIED_TABLES, 'delete low_priority quick from', 't'],
    [AuditDetection.EMPTIED_TABLES, 'delete from', 't ORDER BY id LIMIT 100000'],
    [AuditDetection.EMPTIED_TABLES, 'delete a, b from', 'a JOIN b'],
    [AuditDetection.AUDIT_TAMPERING, 'restart', ''],
    [AuditDetection.AUDIT_TAMPERING, 'stop replica', 'FOR CHANNEL \'c\''],
    [AuditDetection.AUDIT_TAMPERING, 'start replica', ''],
    [AuditDetection.AUDIT_TAMPERING, 'import table from', '\'t.sdi\''],
    [AuditDetection.AUDIT_TAMPERING, 'alter system crash', 'INSTANCE'],
    [AuditDetection.AUDIT_TAMPERING, 'alter instance', 'RELOAD TLS'],
    [AuditDetection.AUDIT_TAMPERING, 'set resource group', 'g'],
    [AuditDetection.EXFILTRATION_AND_INJECTION, 'handler', 't OPEN'],
    [AuditDetection.EXFILTRATION_AND_INJECTION, 'clone instance from', 'u@h:3306 IDENTIFIED BY \'p\''],
    [AuditDetection.BACKUPS, 'lock instance for backup', ''],
    [AuditDetection.BACKUPS, 'flush logs', ''],
    [AuditDetection.SCHEMA_CHANGES, 'drop procedure', 'p'],
    [AuditDetection.SCHEMA_CHANGES, 'create trigger', 'g BEFORE INSERT ON t FOR EACH ROW SET @a = 1'],
  ])('%s, %s', (detection, words, rest) => {
    fc.assert(fc.property(clientComment, upperOrLower(words), (start, spelt) => {
      const statement = `${start}${spelt} ${rest}`;
      expect([statement, detection.matches(record(statement))]).toEqual([statement, true]);
    }));
  });
});

describe('the shapes of injections', () => {
  const value = fc.constantFrom('1', '\'x\'', '\'\'', '-1', 'NULL');
  const inWhere = (condition: fc.Arbitrary<string>) => fc.tuple(value, condition, fc.constantFrom('', ' LIMIT 1', ' AND b = \'y\'', '-- -', '#'))
    .map(([before, injected, after]) => `SELECT a FROM t WHERE c = ${before} ${injected}${after}`);
  const number = fc.integer({ min: 1000, max: 9999 });
  const seen = (statement: string) => {
    expect([statement, AuditDetection.EXFILTRATION_AND_INJECTION.matches(record(statement))]).toEqual([statement, true]);
  };

  test('comparing random numbers', () => {
    const comparison = fc.tuple(fc.constantFrom('AND', 'aNd', 'OR', '&&', 'XOR', '||'), fc.constantFrom(' ', ' ('), number, fc.constantFrom('=', ' LIKE ', ' like  '), number)
      .map(([and, open, a, equals, b]) => `${and}${open}${a}${equals}${b}${open === ' (' ? ')' : ''}`);
    fc.assert(fc.property(inWhere(comparison), seen));
  });

  test('versioned comments around operators', () => {
    const operator = fc.tuple(fc.constantFrom('', '0', '50000'), fc.oneof(randomCase('AND'), randomCase('OR')), fc.constantFrom('*/', ' 1=1*/'))
      .map(([version, word, end]) => `/*!${version}${word}${end} 1`);
    fc.assert(fc.property(inWhere(operator), seen));
  });

  test('a condition behind the closing quote, and the rest commented out', () => {
    const tail = fc.tuple(
      fc.constantFrom('or', 'OR', 'Or', 'and', '||', 'xor', '&&', ') or ('), fc.constantFrom('true', 'not false', '2>1', '1 in (1)', 'exists(select 1)', '1 like 1'),
      fc.constantFrom('#', '-- ', '-- -', '--'),
    );
    fc.assert(fc.property(tail, ([operator, condition, comments]) => {
      seen(`SELECT id FROM users WHERE login='x' ${operator} ${condition}${comments}' AND password='y'`);
    }));
  });

  test('nothing but a comment behind the closing quote', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-z]{1,8}$/), fc.constantFrom('#', '-- ', ' -- -', '--'), (name, comments) => {
      seen(`SELECT id FROM users WHERE login='${name}'${comments}' AND password='y'`);
    }));
  });

  test('UNION of numbered columns or of what the server is, in both letter cases, whatever the key', () => {
    const key = fc.constantFrom('1', '\'\'', 'NULL', '\'x\'');
    const union = fc.tuple(fc.constantFrom('UNION SELECT 1,2', 'UNION ALL SELECT 1,2,3', 'UNION SELECT @@VERSION', 'UNION ALL SELECT GROUP_CONCAT(b)'), fc.constantFrom('', ' FROM u', ',4'), fc.boolean())
      .map(([words, rest, lower]) => (lower ? words.toLowerCase() : words) + rest);
    fc.assert(fc.property(key, union, (before, injected) => seen(`SELECT a FROM t WHERE c = ${before} ${injected}`)));
  });

  test('functions by which errors and single characters carry data, in both letter cases', () => {
    const call = fc.constantFrom(
      'EXP(~(SELECT 1))', 'GTID_SUBSET(CONCAT(0x7e,VERSION()),1)', 'NAME_CONST(VERSION(),1)', 'ORD(MID((SELECT 1),1,1))>64', 'ASCII(SUBSTRING((SELECT 1),1,1))>64',
      'JSON_KEYS((SELECT 1))', '(SELECT(SLEEP(5)))', 'IF(1=1,1,2)', 'GET_LOCK(1,5)', 'FLOOR(RAND(0)*2)',
      'NOW()=SYSDATE()', 'ST_LATFROMGEOHASH((SELECT 1))', 'ST_POINTFROMGEOHASH(VERSION(),1)',
    );
    fc.assert(fc.property(inWhere(fc.tuple(call, fc.boolean()).map(([text, lower]) => lower ? `and ${text.toLowerCase()}` : `AND ${text}`)), seen));
  });
});

describe('a statement that was refused', () => {
  const end = fc.stringMatching(/^[a-z0-9')#/;`(, -]$/);

  test('is counted by its return code, whatever it says', () => {
    fc.assert(fc.property(fc.string(), end, fc.constantFrom(1064, 1222, 1105, 1772, 1690, 1241), (text, last, code) => {
      const line = record(`SELECT ${text.trim()}a${last.trim() || 'x'}`).replace(/,0$/, `,${code}`);
      expect([line, AuditDetection.REFUSED_STATEMENTS.matches(line)]).toEqual([line, true]);
    }));
  });

  test('is not seen in a list of values', () => {
    fc.assert(fc.property(fc.string(), fc.constantFrom(1064, 1222, 1105, 1772, 1690, 1241), (text, value) => {
      const line = record(`INSERT INTO t VALUES ('${text.replace(/'/g, '\'\'')}',${value},1)`);
      expect([line, AuditDetection.REFUSED_STATEMENTS.matches(line)]).toEqual([line, false]);
    }));
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
    'SELECT 1 INTO OUTFILE', 'LOAD DATA INFILE', 'union select password', 'sleep(5)', 'ALTER USER eve', 'FAILED_CONNECT', ',FAILED_CONNECT,,,1045', '1142', 'CALL mysql.rds_stop_replication(1)',
    'DELETE FROM t', 'HANDLER t OPEN', 'RESTART', '1064', 'FLUSH LOGS',
  );
  // What is known to be taken for code: a whole record of a failed login, a number that runs into UNION, and a function right after a quote and AND, OR or a comma.
  const before = fc.stringMatching(/^(?:[B-NP-Zb-np-z][A-Za-z0-9 ,.;=]{0,9})?$/).filter(text => !text.endsWith(',0') && !/[.eE]\d+$/.test(text));
  fc.assert(fc.property(phrases, before, fc.stringMatching(/^[A-Za-z0-9 ,.;]{0,10}$/), (phrase, start, after) => {
    const line = record(`INSERT INTO notes (body) VALUES ('${start}${phrase}${after}')`);
    expect([line, records.filter(detection => detection.matches(line)).map(({ detectionId }) => detectionId)]).toEqual([line, []]);
  }), { numRuns: 500 });
});
