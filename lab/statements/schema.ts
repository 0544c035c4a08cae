import { benign, cases, type Case } from '../case';

const SPARE = ['CREATE OR REPLACE TABLE archive.spare (id INT, v VARCHAR(40), KEY by_id (id))'];
const SPARE_ROWS = [...SPARE, 'INSERT INTO archive.spare VALUES (1, \'a\'), (2, \'b\')'];
const PARTS = ['CREATE OR REPLACE TABLE archive.parts (id INT) PARTITION BY RANGE (id) (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20))'];
const VIEW = [...SPARE, 'CREATE OR REPLACE VIEW archive.spare_view AS SELECT id FROM archive.spare'];
const OLD_DB = ['CREATE DATABASE IF NOT EXISTS old_reports'];
const ROUTINE = ['CREATE OR REPLACE PROCEDURE archive.tidy() SELECT 1', 'CREATE OR REPLACE FUNCTION archive.one() RETURNS INT DETERMINISTIC RETURN 1'];
const TRIGGER = [...SPARE, 'CREATE OR REPLACE TRIGGER archive.on_spare BEFORE INSERT ON archive.spare FOR EACH ROW SET NEW.v = 1'];
const EVENT = ['CREATE OR REPLACE EVENT archive.hourly ON SCHEDULE EVERY 1 HOUR DO SELECT 1'];

/** What there is, and what is gone. */
export const SCHEMA: Case[] = [
  ...cases({ labels: ['schema-drop'], setup: SPARE }, {
    'drop-spare': 'DROP TABLE archive.spare',
    'drop-spare-backtick': { flags: ['backtick'], steps: ['DROP TABLE `archive`.`spare`'] },
    'drop-spare-glued': { flags: ['backtick'], steps: ['DROP TABLE`archive`.`spare`'] },
    'drop-spare-if-exists': 'drop table if exists archive.spare cascade',
    'drop-spare-two': 'DROP TABLES IF EXISTS archive.spare, archive.nothing_there RESTRICT',
    'drop-spare-restrict': { flags: ['mixed'], steps: ['dRoP tAbLe archive.spare'] },
    'drop-missing': { retcode: 1051, steps: ['DROP TABLE archive.never_was'] },
    'drop-wait': 'DROP TABLE archive.spare WAIT 5',
    'drop-view-spare': { setup: VIEW, steps: ['DROP VIEW IF EXISTS archive.spare_view'] },
    'drop-old-database': { setup: OLD_DB, steps: ['DROP DATABASE old_reports'] },
    'drop-old-schema': { setup: OLD_DB, steps: ['DROP SCHEMA IF EXISTS `old_reports`'] },
    'drop-old-lower': { setup: OLD_DB, flags: ['lower', 'multi-space'], steps: ['drop  database  old_reports'] },
    'drop-missing-database': { retcode: 1008, steps: ['DROP DATABASE no_such_reports'] },
    'drop-trigger-if': { setup: TRIGGER, steps: ['DROP TRIGGER IF EXISTS archive.on_spare'] },
    'drop-sequence-if': { setup: ['CREATE OR REPLACE SEQUENCE archive.numbers'], steps: ['DROP SEQUENCE IF EXISTS archive.numbers'] },
    'drop-server-link': { setup: ['CREATE OR REPLACE SERVER far FOREIGN DATA WRAPPER mysql OPTIONS (HOST \'10.1.1.1\')'], steps: ['DROP SERVER far'] },
  }),
  ...cases({ labels: ['schema-drop', 'routine-change'], setup: ROUTINE }, {
    'drop-procedure-tidy': 'DROP PROCEDURE archive.tidy',
    'drop-procedure-if': 'drop procedure if exists archive.tidy',
    'drop-function-one': 'DROP FUNCTION IF EXISTS `archive`.`one`',
    'drop-event-hourly': { setup: EVENT, steps: ['DROP EVENT IF EXISTS archive.hourly'] },
  }),
  ...cases({ labels: ['data-destroy', 'schema-drop'], setup: SPARE_ROWS }, {
    'truncate-short': 'TRUNCATE archive.spare',
    'truncate-lower': { flags: ['lower'], steps: ['truncate table archive.spare'] },
    'truncate-backtick': { flags: ['backtick'], steps: ['TRUNCATE`archive`.`spare`'] },
    'truncate-nowait': 'TRUNCATE TABLE archive.spare NOWAIT',
  }),
  ...cases({ labels: ['data-destroy'], setup: SPARE_ROWS }, {
    'delete-all': 'DELETE FROM archive.spare',
    'delete-always-true': 'DELETE FROM archive.spare WHERE 2>1',
    'delete-quick': 'DELETE LOW_PRIORITY QUICK FROM archive.spare',
    'delete-joined': 'DELETE a FROM archive.spare a JOIN archive.spare b',
    'update-all': 'UPDATE archive.spare SET v = NULL',
  }),
  ...cases({ labels: ['schema-change', 'data-destroy'], setup: SPARE_ROWS }, {
    'partition-drop': { setup: PARTS, steps: ['ALTER TABLE archive.parts DROP PARTITION p1'] },
    'partition-truncate': { setup: PARTS, steps: ['alter table archive.parts truncate partition all'] },
    'replace-table': 'CREATE OR REPLACE TABLE archive.spare (only_this INT)',
    'replace-database': { setup: OLD_DB, steps: ['CREATE OR REPLACE DATABASE old_reports'], cleanup: ['DROP DATABASE old_reports'] },
    'discard-tablespace': 'ALTER TABLE archive.spare DISCARD TABLESPACE',
  }),
  ...cases({ labels: ['schema-change'], setup: [...SPARE, 'DROP TABLE IF EXISTS archive.fresh, archive.spare_old'] }, {
    'alter-drop-column': 'ALTER TABLE archive.spare DROP v',
    'alter-drop-key': 'ALTER TABLE archive.spare DROP KEY by_id',
    'alter-add-column': 'ALTER TABLE archive.spare ADD COLUMN granted_by VARCHAR(40) NULL AFTER id',
    'alter-ignore': 'ALTER IGNORE TABLE archive.spare ADD UNIQUE (v)',
    'alter-online': 'ALTER ONLINE TABLE archive.spare ADD COLUMN w INT',
    'alter-engine': 'alter table archive.spare engine=MyISAM',
    'alter-engine-aria': 'ALTER TABLE `archive`.`spare` ENGINE = Aria, COMMENT = \'x\'',
    'alter-database': 'ALTER DATABASE archive CHARACTER SET utf8mb4',
    'alter-view': { setup: VIEW, steps: ['ALTER VIEW archive.spare_view AS SELECT v FROM archive.spare'] },
    'rename-table': { steps: ['RENAME TABLE archive.spare TO archive.spare_old'], cleanup: ['DROP TABLE archive.spare_old'] },
    'rename-tables-lower': { flags: ['lower'], steps: ['rename tables archive.spare to archive.spare_old'], cleanup: ['DROP TABLE archive.spare_old'] },
    'create-fresh': 'CREATE TABLE archive.fresh (id BIGINT UNSIGNED NOT NULL, PRIMARY KEY (id)) ENGINE=InnoDB',
    'create-fresh-if': 'create table if not exists archive.fresh (id int)',
    'create-fresh-like': 'CREATE TABLE archive.fresh LIKE ledger.invoice',
    'create-fresh-select': 'CREATE TABLE archive.fresh AS SELECT * FROM crm.contact',
    'create-index-unique': 'CREATE UNIQUE INDEX u ON archive.spare (id)',
    'create-index': 'CREATE INDEX i USING BTREE ON archive.spare (v)',
    'drop-index-by-id': 'DROP INDEX by_id ON archive.spare',
    'create-view-definer': 'CREATE ALGORITHM=MERGE DEFINER=`ops_admin`@`%` SQL SECURITY DEFINER VIEW archive.spare_view2 AS SELECT 1',
    'create-schema-if': { steps: ['CREATE SCHEMA IF NOT EXISTS sandbox'], cleanup: ['DROP DATABASE sandbox'] },
    'create-server-link': {
      steps: ['CREATE SERVER far FOREIGN DATA WRAPPER mysql OPTIONS (HOST \'203.0.113.5\', USER \'u\', PASSWORD \'p\')'], cleanup: ['DROP SERVER far'],
    },
    'create-federated': { retcode: 1286, steps: ['CREATE TABLE archive.fresh (id INT) ENGINE=FEDERATED CONNECTION=\'mysql://u:p@203.0.113.5/db/t\''] },
    'migration-after-lock': { steps: [benign('SELECT GET_LOCK(\'flyway\', 10)'), 'ALTER TABLE archive.spare ADD INDEX v_idx (v)'] },
    'migration-liquibase': 'CREATE TABLE archive.DATABASECHANGELOGLOCK2 (ID INT NOT NULL, LOCKED BIT(1) NOT NULL, PRIMARY KEY (ID))',
    'migration-django': 'ALTER TABLE `archive`.`spare` ADD COLUMN `is_active` bool DEFAULT b\'1\' NOT NULL',
    'migration-prisma': { flags: ['dash-comment', 'multiline'], steps: ['-- AlterTable\nALTER TABLE `archive`.`spare` ADD COLUMN `role` ENUM(\'USER\', \'ADMIN\') NOT NULL DEFAULT \'USER\''] },
    'migration-rails': { flags: ['trail-comment'], steps: ['ALTER TABLE `archive`.`spare` ADD `token` varchar(255) /*application:Shop*/'] },
    'migration-hibernate': { flags: ['lower', 'multiline'], steps: ['\n    create table archive.fresh (\n        id bigint not null,\n        primary key (id)\n    ) engine=InnoDB'] },
    'optimize': { labels: ['admin'], steps: ['OPTIMIZE TABLE archive.spare'] },
  }),
  ...cases({ labels: ['routine-change', 'schema-change'], setup: ROUTINE }, {
    'routine-procedure': 'CREATE OR REPLACE PROCEDURE archive.tidy() DELETE FROM ledger.audit_note',
    'routine-procedure-definer': {
      flags: ['multiline'],
      steps: ['CREATE DEFINER=`ops_admin`@`%` PROCEDURE archive.export_all(IN p INT)\nBEGIN\n  SELECT * FROM crm.contact;\nEND'],
      cleanup: ['DROP PROCEDURE archive.export_all'],
    },
    'routine-function': 'CREATE OR REPLACE FUNCTION archive.one() RETURNS INT DETERMINISTIC RETURN 2',
    'routine-function-lower': { flags: ['lower'], steps: ['create or replace function archive.one() returns int no sql return 3'] },
    'routine-aggregate': {
      steps: ['CREATE AGGREGATE FUNCTION archive.agg(x INT) RETURNS INT DETERMINISTIC BEGIN DECLARE n INT DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN n; LOOP FETCH GROUP NEXT ROW; SET n = n + 1; END LOOP; END'],
      cleanup: ['DROP FUNCTION archive.agg'],
    },
    'routine-udf': { retcode: 1126, steps: ['CREATE FUNCTION sys_eval RETURNS STRING SONAME \'udf_sys.so\''] },
    'routine-udf-aggregate': { retcode: 1126, steps: ['create aggregate function avg2 returns real soname \'nope.so\''] },
    'routine-alter': 'ALTER FUNCTION archive.one SQL SECURITY DEFINER',
    'routine-alter-procedure': 'alter procedure archive.tidy comment \'x\'',
    'routine-trigger': { setup: TRIGGER, steps: ['CREATE TRIGGER archive.copy_out AFTER INSERT ON archive.spare FOR EACH ROW INSERT INTO ledger.audit_note (body) VALUES (NEW.v)'] },
    'routine-trigger-definer': { setup: SPARE, steps: ['CREATE DEFINER=CURRENT_USER TRIGGER archive.on_del BEFORE DELETE ON archive.spare FOR EACH ROW SET @d = 1'] },
    'routine-event': { steps: ['CREATE EVENT archive.wipe ON SCHEDULE AT CURRENT_TIMESTAMP + INTERVAL 1 YEAR DO TRUNCATE ledger.audit_note'], cleanup: ['DROP EVENT archive.wipe'] },
    'routine-event-alter': { setup: EVENT, steps: ['ALTER EVENT archive.hourly DISABLE'] },
    'routine-package': { retcode: 1064, steps: ['CREATE PACKAGE archive.pkg AS PROCEDURE p; END'] },
  }),
];
