import { CATALOGUE_OBSERVERS, score } from '../../benchmark/detection-score';
import { complaintsAbout } from '../../benchmark/out-of-reach';
import { AuditDetection } from '../../src';
import { alarmDescription } from '../../src/detection/alarm-description';
import { filterPatternsOf } from '../../src/detection/audit-detection';
import { parseFilterPattern } from '../../src/detection/filter-pattern/parse-filter-pattern';
import { corpus } from '../corpus/records';
import { workloads } from '../workloads/records';

const RECORDS = corpus();
const WORKLOADS = workloads();
const IN_RECORDS = AuditDetection.recommended().filter(({ filterPattern }) => filterPattern !== undefined);

describe('the catalogue', () => {
  test('has the detections that it is known for', () => {
    expect(AuditDetection.recommended().map(({ detectionId }) => detectionId)).toEqual([
      'FailedLogins', 'SlowFailedLogins', 'DeniedAccess', 'RefusedStatements', 'AccountAndPrivilegeChanges', 'DestructiveStatements', 'EmptiedTables',
      'SchemaChanges', 'AuditTampering', 'ExfiltrationAndInjection', 'Backups', 'Reconnaissance', 'Silence', 'ControlPlaneChanges',
    ]);
  });

  test.each<[string, number, number, string]>([
    ['FailedLogins', 10, 300, 'HIGH'],
    ['SlowFailedLogins', 50, 86400, 'MEDIUM'],
    ['DeniedAccess', 5, 300, 'MEDIUM'],
    ['RefusedStatements', 10, 300, 'HIGH'],
    ['AccountAndPrivilegeChanges', 1, 300, 'HIGH'],
    ['DestructiveStatements', 1, 300, 'HIGH'],
    ['EmptiedTables', 1, 300, 'LOW'],
    ['SchemaChanges', 1, 300, 'LOW'],
    ['AuditTampering', 1, 300, 'CRITICAL'],
    ['ExfiltrationAndInjection', 1, 300, 'HIGH'],
    ['Backups', 1, 300, 'LOW'],
    ['Reconnaissance', 50, 300, 'LOW'],
    ['Silence', 1, 1800, 'HIGH'],
    ['ControlPlaneChanges', 1, 300, 'CRITICAL'],
  ])('lets %s go off at %d in %d seconds, with severity %s', (id, threshold, seconds, severity) => {
    const detection = AuditDetection.recommended().find(({ detectionId }) => detectionId === id)!;
    expect([detection.threshold, detection.period.toSeconds(), detection.severity]).toEqual([threshold, seconds, severity]);
  });

  test.each(IN_RECORDS)('has patterns for $detectionId that CloudWatch Logs takes', detection => {
    filterPatternsOf(detection).forEach(pattern => expect(parseFilterPattern(pattern).regexCount).toBeLessThanOrEqual(1));
  });

  test.each(IN_RECORDS)('has no backslash in a text term of $detectionId, of which no answer of the service is known', detection => {
    expect(filterPatternsOf(detection).filter(pattern => !pattern.startsWith('%') && pattern.includes('\\'))).toEqual([]);
  });

  test('adds up to a number of metric filters that leaves room for those of others', () => {
    expect(new Set(IN_RECORDS.flatMap(filterPatternsOf)).size).toBeLessThanOrEqual(26);
  });

  test('uses no more regular expressions than a log group takes', () => {
    expect(IN_RECORDS.flatMap(filterPatternsOf).filter(pattern => parseFilterPattern(pattern).regexCount > 0)).toHaveLength(5);
  });

  test.each(AuditDetection.recommended())('has controls, a runbook that fits into the alarm and a reason for $detectionId', detection => {
    expect(alarmDescription(detection).length).toBeLessThanOrEqual(1024);
    expect(detection.controls.length).toBeGreaterThan(0);
  });

  test('sees every attack of the corpus but those that are known to be out of reach, and nothing that is harmless', () => {
    expect(complaintsAbout(score(CATALOGUE_OBSERVERS, RECORDS), RECORDS)).toEqual([]);
  });

  test('does not live on table events, whose tables have other names in Aurora', () => {
    const { all, withoutTableEvents } = score(CATALOGUE_OBSERVERS, RECORDS);
    expect(all.seen - withoutTableEvents.seen).toBeLessThanOrEqual(2);
  });
});

/** Records as they stand in the log, by what is to be seen of them. */
const query = (statement: string, { user = 'app', host = '10.0.0.5', database = 'shop', code = 0 } = {}) =>
  `1728498527380921,node-1,${user},${host},42,4711,QUERY,${database},'${statement}',${code}`;
const refused = (operation: string, code: number, user = 'app') => `1728498527380921,node-1,${user},10.0.0.5,42,0,${operation},,,${code}`;

test.each([
  'SELECT /*+ MAX_EXECUTION_TIME(1000) */ created, user FROM accounts', 'SELECT /* x */ create_time, role FROM t', 'SELECT /* x */ TRUNCATE(price, 2) FROM t',
  'SELECT /* x */ installs, id FROM t', 'SELECT /* x */ install_date FROM t', 'SELECT /* x */ instagram_id FROM t', 'SELECT /* x */ INSTR(a, b) FROM t', 'SELECT /* x */ load, share FROM t', 'SELECT /* x */ loaded FROM t', 'SELECT /* x */ reserved_seats FROM t',
  'SELECT /* x */ changed_at FROM t', 'SELECT /* x */ dropped, users FROM t', 'SELECT /* x */ altered_at FROM t', 'SELECT /* x */ purged, renamed FROM t',
  'SELECT /*+ INDEX(t i) */ a FROM t /* drop */ WHERE b = 1', '/* drop table */ SELECT 1', '/* create user */ INSERT INTO t VALUES (1)', '/* set global */ SELECT 1',
  'SELECT a /* load data infile */ FROM t',
])('nothing sees anything in a word after a comment: %s', statement => {
  expect(IN_RECORDS.filter(detection => detection.matches(query(statement))).map(({ detectionId }) => detectionId)).toEqual([]);
});

/** What the Logs Insights query of a detection selects. */
function insightsFilter(insightsQuery: string): RegExp {
  const [, caseless, source] = /\/(\(\?i\))?(.*)\//.exec(insightsQuery)!;
  return new RegExp(source, caseless ? 'i' : '');
}

test.each(IN_RECORDS)('the query of $detectionId shows every record that raised the alarm', detection => {
  const filter = insightsFilter(detection.logsInsightsQuery!);
  const hidden = [...RECORDS, ...WORKLOADS].filter(({ record }) => detection.matches(record) && !filter.test(record)).map(({ record }) => record);
  expect(hidden).toEqual([]);
});

test.each([AuditDetection.FAILED_LOGINS, AuditDetection.SLOW_FAILED_LOGINS])('the query of $detectionId shows logins whatever database they name', detection => {
  const filter = insightsFilter(detection.logsInsightsQuery!);
  const logins = ['', 'shop', 'Shop', 'my-db', 'a,b'].map(database => `1728498527380921,node-1,app,10.0.0.5,42,0,FAILED_CONNECT,${database},,1045`);
  expect(logins.filter(record => detection.matches(record))).toEqual(logins);
  expect(logins.filter(record => filter.test(record))).toEqual(logins);
});

describe.each<[AuditDetection, string[], string[]]>([
  [AuditDetection.FAILED_LOGINS, [
    ...[1044, 1045, 1049, 1129, 1130, 1203, 1226, 1251, 1524, 1698, 1820, 1862, 3118, 3159, 3955, 4151].map(code => refused('FAILED_CONNECT', code)),
    refused('CHANGEUSER', 1045),
    refused('FAILED_CONNECT', 1045, 'x,QUERY,shop,\'GRANT ALL\',0'),
    refused('FAILED_CONNECT', 1045, 'rdsadmin'),
  ], [
    ...[1043, 1158, 1159, 1160, 1161].map(code => refused('FAILED_CONNECT', code, '')),
    refused('CHANGEUSER', 0),
    refused('CONNECT', 0, 'FAILED_CONNECT'),
    '1728498527380921,node-1,app,10.0.0.5,42,0,DISCONNECT,,,0',
    query('SELECT \\\'FAILED_CONNECT,,,1045\\\''),
  ]],
  [AuditDetection.DENIED_ACCESS, [
    ...[1044, 1045, 1095, 1143, 1345, 1370, 1410, 1419, 1698, 1873, 3530].map(code => query('SELECT 1', { code })),
    ...[
      'SELECT * FROM hr.salaries', 'select * from `payments`', 'SELECT a FROM members', 'SELECT a FROM invoices', 'SELECT a FROM people', 'SELECT a FROM suppliers', 'SELECT a FROM/**/mysql.user',
      'SELECT a FROM mysql.user WHERE b IN (SELECT c FROM orders)',
    ].map(statement => query(statement, { code: 1142 })),
    ...[1142, 1227].flatMap(code => [
      'INSERT INTO orders VALUES (1)', 'UPDATE orders SET a=1', 'DELETE FROM orders', 'REPLACE INTO orders VALUES (1)', 'CREATE TABLE t (a INT)',
      'ALTER TABLE t ADD a INT', 'DROP TABLE t', 'TRUNCATE t', 'GRANT ALL ON *.* TO eve', 'REVOKE ALL ON *.* FROM eve', 'SET GLOBAL a=1', 'SHUTDOWN', 'KILL 5', 'FLUSH LOGS', 'PURGE BINARY LOGS BEFORE NOW()',
      'LOAD DATA INFILE 1 INTO TABLE t', 'LOCK TABLES t WRITE', 'CALL p()', '/* x */ insert into orders values (1)', 'DO f()',
    ].map(statement => query(statement, { code }))),
    query('SELECT 1 INTO OUTFILE \\\'/tmp/x\\\'', { code: 1227 }),
  ], [
    // what phpMyAdmin, Connector/J, mycli and exporters try with every account
    ...['SELECT 1 FROM mysql.user LIMIT 1', 'SELECT db, name FROM mysql.proc WHERE db = \\\'x\\\'', 'SELECT host FROM `mysql`.`tables_priv`', 'SELECT name from mysql.help_topic',
      'SELECT * FROM performance_schema.threads', 'SELECT * FROM sys.processlist', 'SHOW CREATE TABLE mysql.user', '/* ApplicationName=DBeaver 24 */ SELECT * FROM mysql.user'].map(statement => query(statement, { code: 1142 })),
    ...['SHOW MASTER STATUS', 'SHOW SLAVE STATUS', 'SHOW REPLICA STATUS', 'SHOW BINARY LOGS', 'SHOW ENGINE INNODB STATUS', 'SELECT * FROM information_schema.INNODB_METRICS', 'DESC mysql.user'].map(statement => query(statement, { code: 1227 })),
    query('SELECT 1142'), query('SELECT \\\'a\\\',1142'), query('SELECT 1 -- \\\',1142'), query('SELECT 1', { code: 1064 }), query('SELECT 1', { code: 11420 }),
    refused('FAILED_CONNECT', 1045),
  ]],
  [AuditDetection.REFUSED_STATEMENTS, [
    query('SELECT a FROM t WHERE id=1\\\'', { code: 1064 }), query('SELECT a FROM t WHERE id=1 ORDER BY 9-- -', { code: 1064 }), query('SELECT a FROM t WHERE id=1 UNION SELECT 1,2#', { code: 1222 }),
    query('SELECT a FROM t WHERE id=1 AND UPDATEXML(1,CONCAT(0x7e,(SELECT 1)),1)', { code: 1105 }), query('SELECT a FROM t WHERE id=1 AND exp(~(select 1))', { code: 1690 }),
    query('SELECT a FROM t WHERE (SELECT 1,2)=1 LIMIT 1', { code: 1241 }), query('SELECT GTID_SUBSET(1,2) order by a', { code: 1772 }),
  ], [
    // a deployment ahead of its migration, a migration that ran before, data, and exporters that ask every kind of server
    ...[1054, 1146, 1305, 1060, 1061, 1050, 1062, 1451, 1267].map(code => query('SELECT a FROM t', { code })),
    ...['SHOW ALL SLAVES STATUS', 'SHOW ALL SLAVES STATUS NONBLOCKING', 'SHOW SLAVE STATUS NOLOCK'].map(statement => query(statement, { code: 1064 })),
    query('INSERT INTO t VALUES (\\\'a\\\',1064)'), query('INSERT INTO t VALUES (\\\'it\\\'\\\'s\\\',1064)'), query('SELECT 1064'), refused('FAILED_CONNECT', 1064),
  ]],
  [AuditDetection.ACCOUNT_AND_PRIVILEGE_CHANGES, [
    query('GRANT ALL ON *.* TO eve'), query('revoke select on shop.* from eve'), query('CREATE USER eve'), query('ALTER USER eve ACCOUNT UNLOCK'),
    query('DROP USER eve'), query('RENAME USER eve TO adam'), query('CREATE ROLE r'), query('DROP ROLE r'), query('SET DEFAULT ROLE ALL TO eve'),
    query('SET PASSWORD FOR eve = *****'), query('/* app */ GRANT ALL ON *.* TO eve'), query('/*!80000 GRANT ALL ON *.* TO eve */'),
    query('/* a */ /*!50000GRANT ALL ON *.* TO eve */'), query('CREATE/**/USER eve'), query('CREATE /* x */ USER eve'), query('CREATE -- x\\nUSER eve'),
    query('SET /* x */ PASSWORD = *****'), query('-- x\\nREVOKE ALL ON *.* FROM eve'), query('-- x GRANT ALL ON *.* TO eve@\\\'%\\\' WITH GRANT OPTION'), query('# x DROP USER eve@\\\'%\\\''),
    query('/* a */ -- b\\nALTER USER eve@\\\'%\\\' ACCOUNT UNLOCK'), query('\\nGRANT ALL ON *.* TO eve'), query('/* a */\\tGRANT ALL ON *.* TO eve'),
    query('SET STATEMENT a=1 FOR GRANT ALL ON *.* TO eve'), query('UPDATE mysql.user SET x=1'), query('INSERT INTO `mysql`.`db` VALUES (1)'),
    query('DELETE FROM mysql.tables_priv'), query('REPLACE INTO mysql.global_grants VALUES (1)'),
    query('GRANT ALL ON *.* TO eve', { user: 'rdsadmin2', host: 'localhost' }), query('GRANT ALL ON *.* TO eve', { code: 1045 }),
    ...['user', 'db', 'tables_priv', 'columns_priv', 'procs_priv', 'proxies_priv', 'role_edges', 'default_roles', 'global_grants']
      .map(table => `1728498527380921,node-1,app,10.0.0.5,42,4711,WRITE,mysql,${table},`),
  ], [
    query('SELECT * FROM grants'), query('SELECT \\\'GRANT ALL ON *.* TO eve\\\''), query('/* grant access later */ SELECT 1'), query('SHOW GRANTS'),
    query('SELECT grant_id FROM t'), query('CREATE TABLE users (id INT)'), query('CREATE /* Wikimedia\\\\Database::sourceFile( -a-b.sql )  */ TABLE `user` (id INT)'), query('ALTER /* x::y */ TABLE  `user`  CHANGE a b INT'), query('CREATE TABLE user (id INT)'), query('ALTER TABLE t ADD user INT'),
    query('SET ROLE r'), query('SET default_storage_engine=InnoDB'), query('SET @password=1'), query('SET SESSION password_history=3'),
    query('UPDATE t SET body="https://dev.mysql.com/doc"'), query('UPDATE users SET password=1'), query('-- grant access to bob later\\nSELECT 1'), query('INSERT INTO t VALUES (\\\'mysql.user\\\')'),
    query('INSERT INTO mysql.rds_heartbeat2(id, value) values (1,1)', { user: 'rdsadmin', host: 'localhost' }), query('SELECT * FROM mysql.user'),
    refused('FAILED_CONNECT', 1045, 'x,QUERY,shop,\'GRANT ALL\',0'),
    ...['table_stats', 'general_log', 'rds_history', 'rds_replication_status', 'proc', 'time_zone'].map(table => `1,node-1,app,h,42,4711,WRITE,mysql,${table},`),
    '1728498527380921,node-1,app,10.0.0.5,42,4711,READ,mysql,user,', '1728498527380921,node-1,app,10.0.0.5,42,4711,WRITE,shop,user,',
  ]],
  [AuditDetection.DESTRUCTIVE_STATEMENTS, [
    ...['TABLE', 'TABLES', 'DATABASE', 'SCHEMA', 'TABLESPACE']
      .map(what => query(`drop ${what} x`)),
    query('DROP/**/TABLE t'), query('DROP /* stop */ TABLE t'), query('DROP -- x\\nTABLE t'), query('/* x */ DROP TABLE t'), query('TRUNCATE/**/t'), query('tRuncate t'), query('/*!50000 truncate t*/'), query('DeLeTe FROM t'), query('DELETE/**/FROM/**/t'),
    query('-- x DROP TABLE t'), query('#x\\nTRUNCATE TABLE t'), query('DELETE FROM t WHERE 1=1'),
    query('DELETE FROM t WHERE 1'), query('DELETE FROM t WHERE 2>1'), query('delete from t where true'), query('DELETE QUICK FROM t WHERE id>0'), query('DELETE a FROM t a JOIN u b WHERE 1'),
    query('CREATE OR REPLACE DATABASE d'), query('CREATE OR REPLACE SCHEMA d'), query('SET STATEMENT a=1 FOR TRUNCATE t'),
    query('SET STATEMENT a=1 FOR DROP TABLE t'), query('CREATE OR REPLACE TABLE t (a INT)'), '1728498527380921,node-1,app,10.0.0.5,42,4711,DROP,shop,t,',
  ], [
    ...['VIEW', 'INDEX', 'TRIGGER', 'EVENT', 'PROCEDURE', 'FUNCTION'].map(what => query(`drop ${what} x`)), query('DROP /* x */ TEMPORARY TABLE t'), query('DELETE FROM DATABASECHANGELOGLOCK'), query('delete from trigger_queue'), query('DELETE FROM t WHERE stock < 0'), query('DELETE FROM t WHERE deleted > 0'), query('DROP TEMPORARY TABLE t'), query('DROP PREPARE s'), query('SELECT drop_date FROM t'), query('SELECT \\\'DROP TABLE t\\\''), query('SELECT 1 -- DROP TABLE t'),
    query('SELECT TRUNCATE(1.5, 1)'), query('DELETE FROM t WHERE id = 2'), query('DELETE FROM t WHERE name = \\\'x\\\''), query('ALTER TABLE t ADD PARTITION p'), query('ALTER TABLE shop PARTITION BY HASH(id)'),
    query('/* drop table t later */ SELECT 1'), query('-- drop table later\\nSELECT 1'), '1,node-1,x\',1,DROP,,h,42,0,CONNECT,shop,,0',
    '1728498527380921,node-1,app,10.0.0.5,42,0,DISCONNECT,,\'DROP DATABASE x\',0,localhost,1,0,DISCONNECT,,,0',
  ]],
  [AuditDetection.EMPTIED_TABLES, [
    query('TRUNCATE t'), query('truncate table `t`'), query('TRUNCATE`t`'), query('/* x */ TRUNCATE TABLE t'), query('DELETE FROM t'), query('delete from `shop`.`t`'), query('DELETE FROM "a"."b"'),
    query('DELETE LOW_PRIORITY QUICK IGNORE FROM t'), query('DELETE FROM t ORDER BY id'), query('DELETE FROM t LIMIT 1000000'), query('DELETE a, b FROM a JOIN b'), query('DELETE FROM a USING a JOIN b'), query('DELETE FROM DATABASECHANGELOGLOCK'),
    query('/* ApplicationName=DBeaver 24 */ DELETE FROM t'), query('DELETE /* JobQueueDB::doAck */ FROM t'), query('ALTER TABLE t DROP PARTITION p'), query('alter table t truncate partition all'),
  ], [
    query('DELETE FROM t WHERE id = 2'), query('delete from t where a < 5 limit 100'), query('SELECT TRUNCATE(1.5, 1)'), query('CREATE TABLE t (a INT REFERENCES u(a) ON DELETE CASCADE)'),
    query('INSERT INTO t VALUES (\\\'DELETE FROM t\\\')'), query('ALTER TABLE t ADD PARTITION p'), query('SELECT deleted FROM t'),
  ]],
  [AuditDetection.SCHEMA_CHANGES, [
    ...['TABLE t (a INT)', 'DATABASE d', 'VIEW v AS SELECT 1', 'INDEX i ON t(a)', 'UNIQUE INDEX i ON t(a)', 'TRIGGER g', 'EVENT e', 'PROCEDURE p()', 'FUNCTION f()',
      'OR REPLACE VIEW v AS SELECT 1', 'DEFINER=x PROCEDURE p()', 'SERVER s', 'ALGORITHM=MERGE VIEW v AS SELECT 1'].flatMap(what => [
      query(`CREATE ${what}`), query(`create ${what.toLowerCase()}`), query(`/* x */ CREATE ${what}`),
    ]),
    ...['VIEW', 'INDEX', 'TRIGGER', 'EVENT', 'PROCEDURE', 'FUNCTION', 'USER', 'ROLE', 'SERVER'].map(what => query(`drop ${what.toLowerCase()} x`)), query('/* x */ DROP VIEW v'),
    query('aLtEr TABLE t ADD a INT'), query('cReAtE table t (a int)'), query('CREATE/**/TRIGGER/**/g'), query('create  event e'), query('CREATE /* x */ FUNCTION f()'), query('RENAME TABLE a TO b'), query('/* x */ALTER TABLE t ADD a INT'),
    ...['CREATE', 'ALTER', 'RENAME'].map(operation => `1728498527380921,node-1,app,10.0.0.5,42,4711,${operation},shop,t,`),
  ], [
    query('CREATE TEMPORARY TABLE t (a INT)'), query('create temporary table t (a int)'), query('CREATE USER eve'), query('CREATE ROLE r'),
    query('SELECT \\\'CREATE TABLE t\\\''), query('SHOW CREATE TABLE t'), query('SELECT create_date FROM t'),
  ]],
  [AuditDetection.AUDIT_TAMPERING, [
    query('SET GLOBAL server_audit_logging=OFF'), query('set @@global.max_connections=1'), query('SET/**/GLOBAL a=1'), query('SET /* it\\\'s */ GLOBAL a=1'),
    query('SET @a=\\\'x\\\', GLOBAL server_audit_logging=OFF'), query('SET a=1, @@GLOBAL.b=2'), query('SET PERSIST a=1'), query('SET PERSIST_ONLY a=1'),
    query('SET autocommit=1,sql_log_bin=0'), query('SET/**/sql_log_bin=0'), query('SET `sql_log_bin`=0'), query('SET sql_log_bin=0'), query('SET SESSION sql_log_bin=0'), query('SET @@session.sql_log_bin=0'), query('SET @@session.sql_log_bin = OFF'), query('SET @@SESSION.SQL_LOG_BIN=0'), query('SET SQL_LOG_BIN = 0'), query('SET server_audit_logging=OFF', { code: 1229 }),
    query('PURGE BINARY LOGS BEFORE NOW()'), query('RESET MASTER'), query('CHANGE MASTER TO MASTER_HOST=1'), query('SHUTDOWN'), query('INSTALL PLUGIN x SONAME y'),
    query('UNINSTALL PLUGIN x'), query('CALL mysql.rds_set_configuration(1,2)'), query('call `mysql`.`rds_kill`(5)'), query('call `mysql`.`rds_set_master_auto_position`(5)'), query('CALL /* x */ mysql . rds_stop_replication'), query('Call/**/MySQL./* x */RDS_skip_repl_error'), query('CALL rds_set_configuration(1,2)', { database: 'mysql' }), query('call`RDS_disable_gsh_rotation`', { database: 'mysql' }), query('RESTART'), query('/* x */ restart'), query('STOP REPLICA'), query('start slave'),
    query('IMPORT TABLE FROM \\\'/tmp/t.sdi\\\''), query('ALTER SYSTEM CRASH INSTANCE'), query('CREATE RESOURCE GROUP g TYPE=USER'), query('SET RESOURCE GROUP g'), query('TRUNCATE TABLE mysql.general_log'), query('rename table mysql.slow_log to mysql.x'),
    query('ALTER INSTANCE ROTATE INNODB MASTER KEY'), query('-- x SET GLOBAL a = 1'), query('/* x */ PURGE BINARY LOGS BEFORE NOW()'),
    query(`/* ${'pad '.repeat(9)}`), query(`/* it\\'s ${'* '.repeat(9)}`), query(`/* a/b ${'pad '.repeat(9)}`),
  ], [
    query('SET SESSION sql_mode=0'), query('SET NAMES utf8mb4'), query('SET autocommit=1'), query('SELECT \\\'SET GLOBAL server_audit_logging=OFF\\\''),
    query('SET SESSION wait_timeout=28800,SESSION time_zone=\\\'+00:00\\\'', { user: 'rdsadmin', host: 'localhost' }), query('SET @global_x=1, @server_audit_x=2'),
    query('SET @old = @@GLOBAL.max_connections'), query('SET SESSION a = @@GLOBAL.a'), query('CALL app.purge(1)'),
    query('CALL rds_sync_orders()'), query('CALL app.rds_sync_orders()'),
    query('ALTER TABLE instances ADD a INT'), query('FLUSH PRIVILEGES'), query('FLUSH LOGS'),
    query('SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN'), query('SET @@SESSION.SQL_LOG_BIN= 0'), query('SET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN'), query('SELECT * FROM mysql.slow_log'), query('SELECT /* x */ restarts FROM t'), query('/* a */ SELECT 1'), query('/* a */ SELECT \\\'*\\\''),
    query('INSERT INTO t VALUES (\\\'SET GLOBAL\\\')'), query('SELECT @@aurora_version', { user: 'rdsadmin', host: 'localhost' }),
  ]],
  [AuditDetection.EXFILTRATION_AND_INJECTION, [
    query('SELECT * FROM t INTO OUTFILE \\\'/tmp/x\\\''), query('select * from t into dumpfile "/tmp/x"'), query('SELECT * INTO/**/OUTFILE/**/\\\'/tmp/x\\\' FROM t'),
    query('SELECT * FROM t INTO OUTFILE S3 \\\'s3://b/k\\\''), query('SELECT * FROM t INTO OUTFILE /* x */ \\\'/tmp/x\\\''), query('LOAD DATA FROM S3 \\\'s3://b/k\\\' INTO TABLE t'),
    query('LOAD XML LOCAL INFILE \\\'x\\\' INTO TABLE t'), query('/* x */ load data infile \\\'/x\\\' into table t'), query('SELECT LOAD_FILE(\\\'/etc/passwd\\\')'),
    query('CALL mysql.lambda_async(\\\'arn\\\',1)'), query('SELECT lambda_sync(1)'), query('SELECT \\\'a\\\', LAMBDA_SYNC(1)'), query('SELECT aws_comprehend_detect_sentiment(a)'),
    query('SELECT a FROM t WHERE id=-1 UNION SELECT b FROM u'),
    query('SELECT a FROM t WHERE id=1/**/UNION/**/SELECT b FROM u'), query('SELECT a FROM t WHERE id=1 /*!50000UNION*/ SELECT b FROM u'),
    query('SELECT a FROM t WHERE id=1 UNION SELECT b FROM u -- '), query('SELECT a FROM t UNION SELECT user FROM mysql.user'),
    query('SELECT a FROM t UNION ALL SELECT table_name FROM information_schema.tables'), query('SELECT SLEEP(5)'), query('SELECT a FROM t WHERE n=\\\'x\\\' AND sleep (5)'),
    query('SELECT BENCHMARK(1000,MD5(1))'), query('SELECT a FROM t WHERE id=1 OR 1=1'), query('SELECT a FROM t WHERE n=\\\'x\\\' OR \\\'1\\\'=\\\'1\\\''),
    query('SELECT a FROM t WHERE n=\\\'x\\\' OR \\\'a\\\'=\\\'a\\\''), query('SELECT a FROM t WHERE n=\\\'x\\\' || 1=1'), query('SELECT UPDATEXML(1,2,3)'),
    query('SELECT a FROM t WHERE n=\\\'x\\\' UNION SELECT b FROM u -- \\\''), query('SELECT a FROM t WHERE n=\\\'x\\\' UNION SELECT VERSION()#\\\''),
    query('SELECT a FROM t WHERE n=\\\'x\\\' AND m=\\\'y\\\' AND SLEEP(5)'), query('SELECT a FROM t WHERE n=\\\'x\\\' AND (SELECT(SLEEP(5)))'),
    query('SELECT a FROM t WHERE n=\\\'x\\\' OR BENCHMARK (9, 1)'), query('SELECT extractvalue(1,2)'), query('SELECT 0x4752414e54'),
    query('SELECT a FROM t WHERE id=1 AND 4821=4821'), query('SELECT a FROM t WHERE id=(1) and (4821 LIKE 4821)'), query('SELECT a FROM t WHERE id=1 && ORD(MID((SELECT 1),1,1))>64'),
    query('SELECT a FROM t WHERE id=1e0UNION ALL SELECT 1'), query('SELECT a FROM t WHERE id=1 union#a\nselect 1'), query('SELECT a FROM t WHERE id=1 uNion--a\nselect 1'), query('SELECT a FROM t WHERE id=1 uNion -- a\nselect 1'), query('SELECT a FROM t WHERE id=1 union values row(1)'), query('SELECT a FROM t WHERE id=1 UNION ALL SELECT NULL,NULL'),
    query('SELECT a FROM t WHERE n=\\\'admin\\\'#\\\' AND p=\\\'x\\\''), query('SELECT a FROM t WHERE n=\\\'x\\\' or true-- \\\' AND p=\\\'x\\\''), query('SELECT a FROM t WHERE id=1/*!12345or*/1'),
    query('HANDLER t OPEN'), query('CLONE INSTANCE FROM u@h:3306 IDENTIFIED BY 1'), query('CREATE FUNCTION sys_exec RETURNS INT SONAME \\\'x.so\\\''), query('CREATE FUNCTION f(a TEXT) RETURNS TEXT ALIAS AWS_BEDROCK_INVOKE_MODEL'),
    query('SELECT a,b FROM t WHERE id=1 UNION SELECT 1,2'), query('select a from t where id=\\\'\\\' union all select 1,2,3,4'), query('SELECT a FROM t WHERE n=\\\'\\\' UNION SELECT @@version'), query('SELECT a FROM t WHERE id=1 union select group_concat(b) from u'),
    query('SELECT a FROM t WHERE id=1 UNION TABLE users'), query('SELECT a FROM t WHERE id=1 UNION SELECT concat(user,0x3a,password) FROM users'), query('SELECT a FROM t WHERE n=\\\'0\\\'XOR(if(now()=sysdate(),sleep(6),0))XOR\\\'Z\\\''),
    query('SELECT a FROM t WHERE id=ST_LatFromGeoHash(version())', { code: 1411 }), query('SELECT a FROM t WHERE id=ST_PointFromGeoHash((SELECT b FROM u),1)', { code: 1411 }), query('SELECT 1, Load_File(\\\'/etc/passwd\\\')'),
    query('SELECT TO_BASE64(GROUP_CONCAT(card)) FROM t'), query('SELECT aws_sagemaker_invoke_endpoint(1)'),
  ], [
    query('SELECT \\\'SELECT 1 INTO OUTFILE \\\'\\\'/tmp/x\\\'\\\'\\\''), query('SELECT \\\'INTO OUTFILE\\\' AS doc'), query('SELECT \\\'a\\\' UNION SELECT \\\'b\\\''),
    query('SELECT a FROM t UNION SELECT b FROM u'), query('SELECT a FROM t WHERE id=1 UNION SELECT b FROM u WHERE id=2'), query('SELECT \\\'union select\\\''),
    // a dump, phpMyAdmin, Zabbix, Laravel, TypeORM
    query('SELECT /*!40001 SQL_NO_CACHE */ * FROM `t`'), query('SELECT 1 FROM (SELECT `GRANTEE` FROM `INFORMATION_SCHEMA`.`COLUMN_PRIVILEGES` UNION SELECT `GRANTEE` FROM `INFORMATION_SCHEMA`.`TABLE_PRIVILEGES`) t'),
    query('(SELECT `User` FROM `mysql`.`user`) UNION (SELECT `User` FROM `mysql`.`db`)'), query('SELECT * FROM information_schema.tables WHERE a = database() UNION SELECT * FROM information_schema.views'),
    query('INSERT INTO `triggers` VALUES (\\\'{16840}=1 or {16841}=1\\\')'), query('INSERT INTO `triggers` VALUES (\\\'{16840}=1 and {16841}=1234\\\')'), query('insert into posts values (\\\'or 1=1 -- union\\\')'),
    query('SELECT * FROM t WHERE a = 5 and 1 = 1'), query('SELECT \\\'C#\\\', \\\'a - \\\' FROM t'), query('SELECT a FROM t LIMIT 1000, 2000'), query('SELECT a FROM t WHERE b = 1000 LIMIT 5000'), query('SELECT a FROM t WHERE y BETWEEN 2019 AND 2024'),
    query('SELECT a FROM t WHERE b = \\\'x\\\' AND c - \\\'5\\\' > 0'), query('SELECT a FROM t WHERE (2024 = 2024 OR b = 1)'), query('INSERT INTO t VALUES (\\\'4111 1111 1111 1111\\\')'),
    query('UPDATE t SET a= NAME_CONST(\\\'v_a\\\',5) WHERE b= NAME_CONST(\\\'v_b\\\',1)'), query('SET @id:=(SELECT MAX(id) FROM t)'), query('SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM s'),
    query('SELECT GET_LOCK(\\\'migration\\\', 10)'), query('SELECT \\\'sleep(5)\\\''), query('SELECT sleep_hours FROM t'), query('SELECT \\\'load_file(1)\\\''), query('INSERT INTO t VALUES (\\\'CALL mysql.lambda_async(1,2)\\\')'),
    query('SELECT a FROM t WHERE a = 1 OR b = 2'), query('SELECT a FROM t WHERE n = \\\'x\\\' OR n = \\\'y\\\''), query('SELECT * FROM t'), query('INSERT INTO t VALUES (0x4752414e54)'),
    query('SELECT * FROM t WHERE `id` = 5 or 0 = 1'), query('SELECT * FROM t WHERE (id = 1 OR 1=0)'), query('SELECT a FROM t WHERE b = \\\'2\\\' UNION SELECT a FROM u'),
    // lists of values, trees, searches over two tables, prose, binary columns of a dump, geography
    query('SELECT 1,1 UNION ALL SELECT 1,2 UNION ALL SELECT 2,2'), query('WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i+1 FROM n) SELECT i FROM n'), query('SELECT name FROM t UNION SELECT CONCAT(first, last) FROM u'),
    ...['see the European union table of rates', 'a union-backed bill of the trade union - of 2024', 'union values and norms'].map(prose => query(`INSERT INTO t VALUES (\\\'${prose}\\\')`)), query('INSERT INTO t VALUES (1,0x3A,0x0A)'), query('SELECT ST_LatFromGeoHash(geohash) FROM t'), query('SELECT SYSDATE(), NOW()'),
    query('INSERT INTO sleep (id) VALUES (1)'), query('SELECT asleep (id) FROM t'), query('SELECT \\\'-\\\' UNION SELECT \\\'-\\\''), query('SELECT profile FROM t'), query('INSERT INTO t VALUES (\\\'s3://b/k\\\')'),
  ]],
  [AuditDetection.BACKUPS, [
    query('SELECT /*!40001 SQL_NO_CACHE */ * FROM `t`'), query('START TRANSACTION /*!40100 WITH CONSISTENT SNAPSHOT */'), query('FLUSH TABLES WITH READ LOCK'), query('LOCK INSTANCE FOR BACKUP'),
    query('SELECT SQL_NO_CACHE `id` FROM `t` /* mysqlsh dumpSchemas */'), query('flush logs'), query('FLUSH BINARY LOGS'), query('SET @@SESSION.SQL_LOG_BIN= 0'), query('/*!40000 ALTER TABLE `t` DISABLE KEYS */'),
  ], [
    query('SELECT SQL_NO_CACHE id FROM t'), query('FLUSH PRIVILEGES'), query('SHOW CREATE TABLE t'), query('START TRANSACTION'), query('SELECT * FROM t'),
  ]],
  [AuditDetection.RECONNAISSANCE, [
    query('SELECT * FROM information_schema.tables'), query('select * from information_schema.columns'), query('SHOW GRANTS FOR app'), query('SELECT * FROM information_schema.user_privileges'), query('SELECT 1 FROM mysql.global_priv'), query('show create user app'),
    query('SHOW FULL PROCESSLIST'), query('SHOW VARIABLES LIKE \\\'server_audit%\\\''), query('SELECT @@GLOBAL.server_audit_logging'), query('SELECT * FROM mysql.user'),
    query('SELECT * FROM mysql.user WHERE 1'), query('SELECT * FROM `mysql`.`user`'), '1728498527380921,node-1,app,10.0.0.5,42,4711,READ,mysql,user,',
  ], [
    // frameworks, exporters and dumps
    query('SELECT engine FROM information_schema.tables WHERE table_name = \\\'t\\\' AND table_schema = DATABASE()'), query('SELECT column_name FROM information_schema.columns WHERE table_schema = \\\'s\\\''),
    query('SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = \\\'s\\\''), query('SELECT SCHEMA_NAME FROM information_schema.schemata WHERE SCHEMA_NAME NOT IN (\\\'mysql\\\')'),
    query('SHOW GRANTS'), query('SHOW TABLES'), query('SHOW VARIABLES LIKE \\\'max_connections\\\''), query('SELECT \\\'select * from mysql.user\\\''), query('SELECT @@version'),
    query('select @@session.transaction_read_only', { user: 'rdsadmin', host: 'localhost' }),
  ]],
])('%#: the pattern', (detection, seen, left) => {
  test.each(seen)(`of ${detection.detectionId} selects %s`, record => expect(detection.matches(record)).toBe(true));
  test.each(left)(`of ${detection.detectionId} leaves %s`, record => expect(detection.matches(record)).toBe(false));
});
