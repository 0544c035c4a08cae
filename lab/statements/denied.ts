import { APPLICATION, cases, SERVER_FILES, type Case } from '../case';

/** What the server refuses for want of privileges. */
export const DENIED: Case[] = [
  ...cases({ labels: ['access-denied'], as: APPLICATION }, {
    'denied-select': { retcode: 1142, steps: ['SELECT Priv FROM mysql.global_priv'] },
    'denied-insert': { retcode: 1142, steps: ['INSERT INTO crm.contact (name) VALUES (\'x\')'] },
    'denied-update': { retcode: 1142, flags: ['lower'], steps: ['update crm.contact set card_no = 0'] },
    'denied-delete': { retcode: 1142, steps: ['DELETE FROM crm.lead'] },
    'denied-binary': { retcode: 1142, flags: ['prepared-binary'], steps: [{ execute: 'SELECT * FROM archive.nothing WHERE id = ?', values: [1] }] },
    'denied-use': { retcode: 1044, steps: ['USE mysql'] },
    'denied-use-archive': { retcode: 1044, flags: ['lower'], steps: ['use archive'] },
    'denied-call': { retcode: 1370, steps: ['CALL ops.anything()'] },
    'denied-lock': { retcode: 1044, steps: ['LOCK TABLES archive.spare READ'] },
    'denied-process': { retcode: 1227, steps: ['SHOW BINARY LOGS'] },
    'denied-shutdown': { retcode: 1227, steps: ['SHUTDOWN'] },
    'denied-flush': { retcode: 1227, steps: ['FLUSH TABLES'] },
    'denied-grants-of-other': { retcode: 1044, steps: ['SHOW GRANTS FOR ops_admin@\'%\''] },
    'denied-replica': { retcode: 1227, steps: ['SHOW SLAVE STATUS'] },
    'denied-cli': { retcode: 1142, steps: [{ cli: 'select * from mysql.global_priv;' }] },
    'denied-show-create': { retcode: 1142, steps: ['SHOW CREATE TABLE mysql.global_priv'] },
  }),
  ...cases({ labels: ['access-denied'], as: { user: 'report_ro' } }, {
    'denied-column-table': { retcode: 1142, steps: ['SELECT card_no FROM crm.contact'] },
    'denied-join': { retcode: 1142, steps: ['SELECT l.name, c.card_no FROM crm.lead l JOIN crm.contact c USING (id)'] },
    'denied-explain': { retcode: 1142, steps: ['EXPLAIN SELECT * FROM ledger.account'] },
    'denied-database-function': { retcode: 1370, steps: ['SELECT ledger.vat(1)'] },
  }),
  ...cases({ labels: ['access-denied', 'privilege-change'], as: APPLICATION }, {
    'denied-grant': { retcode: 1044, steps: ['GRANT ALL ON crm.* TO svc_web@\'%\''] },
    'denied-grant-global': { retcode: 1045, steps: ['GRANT SUPER ON *.* TO svc_web@\'%\''] },
    'denied-grant-table': { retcode: 1142, flags: ['lower'], steps: ['grant select on crm.contact to svc_web@\'%\''] },
    'denied-revoke': { retcode: 1227, steps: ['REVOKE ALL PRIVILEGES, GRANT OPTION FROM ops_admin@\'%\''] },
  }),
  ...cases({ labels: ['access-denied', 'role-change'], as: APPLICATION }, {
    'denied-role': { retcode: 1227, steps: ['CREATE ROLE mine'] },
    'denied-set-role': { labels: ['role-use', 'sql-error'], retcode: 1959, steps: ['SET ROLE read_everything'] },
  }),
  ...cases({ labels: ['access-denied', 'user-change'], as: APPLICATION }, {
    'denied-create-user': { retcode: 1227, steps: ['CREATE USER IF NOT EXISTS eve@\'%\''] },
    'denied-drop-user': { retcode: 1227, flags: ['lower'], steps: ['drop user ops_admin@\'%\''] },
    'denied-set-password': { retcode: 1044, steps: ['SET PASSWORD FOR ops_admin@\'%\' = PASSWORD(\'x\')'] },
    'denied-rename-user': { retcode: 1227, steps: ['RENAME USER ops_admin@\'%\' TO svc_web2@\'%\''] },
    'denied-update-grants': { retcode: 1142, steps: ['UPDATE mysql.global_priv SET Priv = \'{}\''] },
  }),
  ...cases({ labels: ['access-denied', 'schema-drop'], as: APPLICATION }, {
    'denied-drop-table': { retcode: 1142, steps: ['DROP TABLE ledger.invoice'] },
    'denied-drop-database': { retcode: 1044, flags: ['lower'], steps: ['drop database crm'] },
    'denied-truncate': { retcode: 1142, steps: ['TRUNCATE ledger.payment'] },
  }),
  ...cases({ labels: ['access-denied', 'schema-change'], as: APPLICATION }, {
    'denied-alter': { retcode: 1142, steps: ['ALTER TABLE ledger.invoice ADD x INT'] },
    'denied-create': { retcode: 1142, steps: ['CREATE TABLE ledger.mine (id INT)'] },
    'denied-index': { retcode: 1142, steps: ['CREATE INDEX i ON ledger.invoice (status)'] },
    'denied-create-database': { retcode: 1044, steps: ['CREATE SCHEMA loot'] },
  }),
  ...cases({ labels: ['access-denied', 'routine-change'], as: APPLICATION }, {
    'denied-procedure': { retcode: 1044, steps: ['CREATE PROCEDURE ledger.mine() SELECT 1'] },
    'denied-event': { retcode: 1044, flags: ['lower'], steps: ['create event ledger.e on schedule every 1 day do select 1'] },
    'denied-drop-procedure': { retcode: 1370, steps: ['DROP PROCEDURE ledger.close_month'] },
  }),
  ...cases({ labels: ['access-denied', 'audit-tamper'], as: APPLICATION }, {
    'denied-audit-off': { retcode: 1227, steps: ['SET GLOBAL server_audit_logging = 0'] },
    'denied-audit-excl': { retcode: 1227, flags: ['lower'], steps: ['set global server_audit_excl_users = \'svc_web\''] },
    'denied-purge': { retcode: 1227, steps: ['PURGE BINARY LOGS BEFORE NOW()'] },
    'denied-binlog': { retcode: 1227, steps: ['SET SESSION sql_log_bin = 0'] },
  }),
  ...cases({ labels: ['access-denied', 'config-change'], as: APPLICATION }, {
    'denied-global': { retcode: 1227, steps: ['SET GLOBAL general_log = 0'] },
    'denied-plugin': { retcode: 1142, steps: ['INSTALL SONAME \'auth_ed25519\''] },
  }),
  ...cases({ labels: ['access-denied', 'data-export'], as: APPLICATION }, {
    'denied-outfile': { retcode: 1227, steps: [`SELECT * FROM account INTO OUTFILE '${SERVER_FILES}/denied1'`] },
    'denied-dumpfile': { retcode: 1227, flags: ['lower'], steps: [`select 1 into dumpfile '${SERVER_FILES}/denied2'`] },
  }),
  ...cases({ labels: ['access-denied', 'data-import'], as: APPLICATION }, {
    'denied-load': { retcode: 1045, steps: ['LOAD DATA INFILE \'/etc/hosts\' INTO TABLE staging'] },
  }),
];
