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

/** The first cases that show each set of labels and each disguise, until there are so many of each. */
function representative(all: readonly Case[], each: number): Case[] {
  const shown = new Map<string, number>();
  return all.filter(({ labels, flags }) => {
    const traits = [labels.join(), ...flags];
    const missing = traits.some(trait => (shown.get(trait) ?? 0) < each);
    traits.forEach(trait => missing && shown.set(trait, (shown.get(trait) ?? 0) + 1));
    return missing;
  });
}

/** What continuous integration runs. */
export const SHORT: readonly Case[] = representative(CASES, 2);
