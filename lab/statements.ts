import type { Case } from './case';
import { AURORA } from './statements/aurora';
import { BENIGN } from './statements/benign';
import { DENIED } from './statements/denied';
import { DISGUISED } from './statements/disguised';
import { INJECTION } from './statements/injection';
import { LOGINS } from './statements/logins';
import { LOOK_ALIKES } from './statements/look-alikes';
import { PRIVILEGES } from './statements/privileges';
import { SCHEMA } from './statements/schema';
import { TAMPERING } from './statements/tampering';
import { TRANSFER } from './statements/transfer';

/** Everything the lab runs. */
export const CASES: readonly Case[] = [
  LOGINS, PRIVILEGES, SCHEMA, TAMPERING, TRANSFER, INJECTION, DENIED, AURORA, DISGUISED, LOOK_ALIKES, BENIGN,
].flat();

/** What continuous integration runs: every seventh case. */
export const SHORT: readonly Case[] = CASES.filter((_, index) => index % 7 === 0);
