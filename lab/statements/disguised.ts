import { cases, SERVER_FILES, type Case, type Label } from '../case';
import { DISGUISES, type Disguise } from '../disguises';

type Name = keyof typeof DISGUISES;

interface Subject {
  readonly labels: readonly Label[];
  readonly sql: string;
  readonly setup?: readonly string[];
  readonly cleanup?: readonly string[];
  /** Disguises the statement cannot wear: it is no prepared statement, or none that a routine may hold. */
  readonly not?: readonly Name[];
}

const PREPARED: Name[] = ['binary', 'binary-lower-comment', 'comment-binary-exec', 'prepared', 'prepared-hex', 'immediate', 'immediate-split'];
const EVE = { setup: ['CREATE OR REPLACE USER eve@\'%\' IDENTIFIED BY \'x\''], cleanup: ['DROP USER IF EXISTS eve@\'%\', trudy@\'%\''] };
const SPARE = { setup: ['CREATE OR REPLACE TABLE archive.spare (id INT, v VARCHAR(40), KEY by_id (id))'] };
const AUDIT = {
  cleanup: ['SET GLOBAL server_audit_logging = ON', 'SET GLOBAL server_audit_excl_users = \'\''],
};

const SUBJECTS: Record<string, Subject> = {
  'd-grant': { labels: ['privilege-change'], sql: 'GRANT SELECT, INSERT ON crm.* TO \'eve\'@\'%\' WITH GRANT OPTION', ...EVE, not: ['exec-inline-lower'] },
  'd-revoke': { labels: ['privilege-change'], sql: 'REVOKE ALL PRIVILEGES, GRANT OPTION FROM former@\'%\'' },
  'd-create-user': { labels: ['user-change'], sql: 'CREATE USER trudy@\'10.%\'', cleanup: ['DROP USER IF EXISTS trudy@\'10.%\''] },
  'd-alter-user': { labels: ['user-change'], sql: 'ALTER USER eve@\'%\' ACCOUNT UNLOCK', ...EVE },
  'd-rename-user': { labels: ['user-change'], sql: 'RENAME USER eve@\'%\' TO trudy@\'%\'', ...EVE },
  'd-drop-user': { labels: ['user-change'], sql: 'DROP USER eve@\'%\'', ...EVE },
  'd-role': { labels: ['role-change', 'privilege-change'], sql: 'CREATE ROLE night_shift', cleanup: ['DROP ROLE IF EXISTS night_shift'] },
  'd-drop-table': { labels: ['schema-drop'], sql: 'DROP TABLE IF EXISTS archive.spare', ...SPARE },
  'd-drop-database': { labels: ['schema-drop'], sql: 'DROP DATABASE old_reports', setup: ['CREATE DATABASE IF NOT EXISTS old_reports'] },
  'd-truncate': { labels: ['data-destroy', 'schema-drop'], sql: 'TRUNCATE TABLE archive.spare', ...SPARE },
  'd-alter-table': { labels: ['schema-change'], sql: 'ALTER TABLE archive.spare ADD COLUMN note TEXT', ...SPARE },
  'd-create-table': { labels: ['schema-change'], sql: 'CREATE TABLE archive.fresh (id INT)', setup: ['DROP TABLE IF EXISTS archive.fresh'] },
  'd-audit-off': { labels: ['audit-tamper'], sql: 'SET GLOBAL server_audit_logging = OFF', ...AUDIT },
  'd-audit-excl': { labels: ['audit-tamper'], sql: 'SET GLOBAL server_audit_excl_users = \'eve\'', ...AUDIT },
  'd-config': { labels: ['config-change'], sql: 'SET GLOBAL slow_query_log = ON', cleanup: ['SET GLOBAL slow_query_log = DEFAULT'] },
  'd-outfile': { labels: ['data-export'], sql: `SELECT email FROM ledger.account INTO OUTFILE '${SERVER_FILES}/{item}'` },
  'd-event': { labels: ['routine-change', 'schema-change'], sql: 'CREATE OR REPLACE EVENT archive.weekly ON SCHEDULE EVERY 1 WEEK DO DELETE FROM ledger.audit_note', not: ['procedure', 'compound', 'compound-if', ...PREPARED] },
  'd-union': { labels: ['injection'], sql: 'SELECT note FROM ledger.invoice WHERE id = -1 UNION SELECT card_no FROM crm.contact' },
};

const NAMES = Object.keys(DISGUISES) as Name[];

function disguised(subject: string, name: Name): Case[] {
  const { labels, sql, setup = [], cleanup = [] } = SUBJECTS[subject];
  const disguise: Disguise = DISGUISES[name];
  const item = `${subject}-${name}`;
  const statement = sql.replace('{item}', item);
  return cases({ labels, flags: disguise.flags, cleanup }, {
    [item]: { setup: [...setup, ...disguise.setup?.(statement) ?? []], steps: disguise.apply(statement) },
  });
}

/** Statements in every second disguise they can wear, such that each disguise is worn by half of them. */
export const DISGUISED: Case[] = Object.keys(SUBJECTS).flatMap((subject, row) =>
  NAMES.filter((name, column) => (row + column) % 2 === 0 && !SUBJECTS[subject].not?.includes(name)).flatMap(name => disguised(subject, name)));
