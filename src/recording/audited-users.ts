import { Token } from 'aws-cdk-lib';
import { shown } from '../app/shown';

/** The length of the rendered list that the parameters allow. */
const MAX_LIST_LENGTH = 1024;

/** MySQL cuts user names at 32 characters. */
const USER_NAME = /^[A-Za-z0-9_.$@+#-]{1,32}$/;

/**
 * Whose activity is recorded.
 */
export interface AuditedUsers {
  readonly auditIncludedUsers?: string[];
  readonly auditExcludedUsers?: string[];
}

/** Refuses names that the comma lists cannot carry, and a user in both lists. */
export function checkAuditedUsers(users: AuditedUsers): void {
  checkUserList('auditIncludedUsers', users.auditIncludedUsers);
  checkUserList('auditExcludedUsers', users.auditExcludedUsers);
  const both = literalNames(users.auditExcludedUsers).find(user => literalNames(users.auditIncludedUsers).includes(user));
  if (both) {
    throw new Error(`auditExcludedUsers: '${both}' is in auditIncludedUsers too, where it would win; name a user in one list only`);
  }
}

function checkUserList(prop: string, users: string[] | undefined): void {
  if (users === undefined || Token.isUnresolved(users)) {
    return;
  }
  if (!Array.isArray(users) || users.length === 0) {
    throw new Error(`${prop}: must be a list of at least one user name, got: ${shown(users)}; leave it out to audit everyone`);
  }
  users.filter(user => !Token.isUnresolved(user)).forEach(user => checkUserName(prop, user));
  const repeated = users.find((user, index) => users.indexOf(user) !== index);
  if (repeated !== undefined) {
    throw new Error(`${prop}: '${repeated}' is there twice`);
  }
  const length = literalNames(users).join(',').length;
  if (length > MAX_LIST_LENGTH) {
    throw new Error(`${prop}: the names joined by commas must be at most ${MAX_LIST_LENGTH} characters, got: ${length}`);
  }
}

function checkUserName(prop: string, user: unknown): void {
  if (typeof user !== 'string') {
    throw new Error(`${prop}: must hold user names, got: ${shown(user)}`);
  }
  if (/\s/.test(user)) {
    throw new Error(`${prop}: ${shown(user)} has a space; names are comma-separated without spaces`);
  }
  if (!USER_NAME.test(user)) {
    throw new Error(
      `${prop}: ${shown(user)} must be a user name without its host, 1 to 32 of letters, digits and _ . $ @ + # -`,
    );
  }
}

function literalNames(users: string[] | undefined): string[] {
  return users === undefined || Token.isUnresolved(users) ? [] : users.filter(user => !Token.isUnresolved(user));
}
