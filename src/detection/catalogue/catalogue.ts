import { ACCOUNT_AND_PRIVILEGE_CHANGES } from './account-and-privilege-changes';
import { AUDIT_TAMPERING } from './audit-tampering';
import { BACKUPS } from './backups';
import { CONTROL_PLANE_CHANGES } from './control-plane-changes';
import { DENIED_ACCESS } from './denied-access';
import { DESTRUCTIVE_STATEMENTS } from './destructive-statements';
import { EMPTIED_TABLES } from './emptied-tables';
import { EXFILTRATION_AND_INJECTION } from './exfiltration-and-injection';
import { FAILED_LOGINS, SLOW_FAILED_LOGINS } from './failed-logins';
import { RECONNAISSANCE } from './reconnaissance';
import { REFUSED_STATEMENTS } from './refused-statements';
import { SCHEMA_CHANGES } from './schema-changes';
import { SILENCE } from './silence';

/** Every built-in detection by its id. */
export const CATALOGUE = {
  FailedLogins: FAILED_LOGINS,
  SlowFailedLogins: SLOW_FAILED_LOGINS,
  DeniedAccess: DENIED_ACCESS,
  RefusedStatements: REFUSED_STATEMENTS,
  AccountAndPrivilegeChanges: ACCOUNT_AND_PRIVILEGE_CHANGES,
  DestructiveStatements: DESTRUCTIVE_STATEMENTS,
  EmptiedTables: EMPTIED_TABLES,
  SchemaChanges: SCHEMA_CHANGES,
  AuditTampering: AUDIT_TAMPERING,
  ExfiltrationAndInjection: EXFILTRATION_AND_INJECTION,
  Backups: BACKUPS,
  Reconnaissance: RECONNAISSANCE,
  Silence: SILENCE,
  ControlPlaneChanges: CONTROL_PLANE_CHANGES,
};
