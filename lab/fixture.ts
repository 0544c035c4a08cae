import { PASSWORD } from './session';

/** Accounts by name, with the privileges they get. `o'neil` and `sales,ops` are odd names, not mistakes. */
const ACCOUNTS: Record<string, readonly string[]> = {
  'labroot': ['ALL PRIVILEGES ON *.*'],
  'ops_admin': ['ALL PRIVILEGES ON *.*'],
  'rdsadmin': ['ALL PRIVILEGES ON *.*'],
  'svc_web': ['SELECT, INSERT, UPDATE, DELETE, EXECUTE, LOCK TABLES, CREATE TEMPORARY TABLES ON ledger.*', 'SELECT ON crm.*'],
  'svc_etl': ['SELECT, INSERT ON crm.*', 'SELECT ON ledger.*'],
  'report_ro': ['SELECT ON crm.lead'],
  'monitor': ['PROCESS, REPLICATION CLIENT, SLAVE MONITOR ON *.*', 'SELECT ON performance_schema.*'],
  'migrator': ['SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES ON ledger.*'],
  'sales,ops': ['SELECT ON crm.*'],
  'o\'neil': ['SELECT ON crm.*'],
  'grant': ['SELECT ON crm.*'],
  'drop table': ['SELECT ON crm.*'],
  'QUERY': ['SELECT ON crm.*'],
  'rdsadmin2': ['SELECT ON crm.*'],
  'localhost': ['SELECT ON crm.*'],
  'müller': ['SELECT ON crm.*'],
  'locked_out': [],
  'one_only': [],
  'temp_worker': [],
  'former': [],
  'partner': [],
};

const quoted = (name: string) => `'${name.replace(/'/g, '\'\'')}'@'%'`;

/** Databases, tables and accounts that the statements of the cases expect. */
export const FIXTURE = [
  ...['ledger', 'crm', 'ops', 'archive'].map(name => `CREATE DATABASE ${name}`),
  'CREATE TABLE ledger.account (id INT PRIMARY KEY AUTO_INCREMENT, email VARCHAR(80), display_name VARCHAR(80), balance DECIMAL(10,2))',
  'CREATE TABLE ledger.invoice (id INT PRIMARY KEY AUTO_INCREMENT, account_id INT, amount DECIMAL(10,2), status VARCHAR(20), note TEXT, issued_at DATETIME)',
  'CREATE TABLE ledger.payment (id INT PRIMARY KEY AUTO_INCREMENT, invoice_id INT, amount DECIMAL(10,2), method VARCHAR(20))',
  'CREATE TABLE ledger.grants (grant_id INT PRIMARY KEY AUTO_INCREMENT, granted_at DATETIME, grantee VARCHAR(40), amount INT, revoked TINYINT)',
  'CREATE TABLE ledger.roles (id INT PRIMARY KEY AUTO_INCREMENT, user_role VARCHAR(40), drop_date DATE)',
  'CREATE TABLE ledger.user (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), password VARCHAR(80))',
  'CREATE TABLE ledger.`outfile` (id INT, dump INT, `into` INT)',
  'CREATE TABLE ledger.audit_note (id INT PRIMARY KEY AUTO_INCREMENT, body TEXT)',
  'CREATE TABLE ledger.staging (id INT, v VARCHAR(40))',
  'CREATE TABLE crm.contact (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), email VARCHAR(60), phone VARCHAR(20), card_no VARCHAR(20))',
  'CREATE TABLE crm.lead (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(40), source VARCHAR(40), `drop` INT, union_member TINYINT)',
  'CREATE TABLE crm.drop_shipment (id INT, sleep_hours INT)',
  'INSERT INTO ledger.account (email, display_name, balance) VALUES (\'a@example.com\', \'Ann\', 10), (\'b@example.com\', \'Bob\', 20)',
  'INSERT INTO ledger.invoice (account_id, amount, status) VALUES (1, 10, \'open\'), (2, 20, \'paid\')',
  'INSERT INTO crm.contact (name, email, card_no) VALUES (\'Ann\', \'a@example.com\', \'4111\')',
  'CREATE TABLE mysql.rds_heartbeat2 (id INT PRIMARY KEY, value BIGINT)',
  'CREATE PROCEDURE ledger.close_month() SELECT 1',
  'CREATE FUNCTION ledger.vat(x DECIMAL(10,2)) RETURNS DECIMAL(10,2) DETERMINISTIC RETURN x * 0.2',
  ...Object.entries(ACCOUNTS).flatMap(([name, privileges]) => [
    `CREATE USER ${quoted(name)} IDENTIFIED BY '${PASSWORD}'`,
    ...privileges.map(privilege => `GRANT ${privilege} TO ${quoted(name)}${privilege.startsWith('ALL') ? ' WITH GRANT OPTION' : ''}`),
  ]),
  'GRANT PROXY ON \'\'@\'%\' TO ops_admin@\'%\' WITH GRANT OPTION',
  'ALTER USER locked_out@\'%\' ACCOUNT LOCK',
  'ALTER USER one_only@\'%\' WITH MAX_CONNECTIONS_PER_HOUR 1',
].join(';\n') + ';';
