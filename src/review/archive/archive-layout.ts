/** Where the records are in the bucket of an archive. */
export const RECORDS_PREFIX = 'audit/';

/** Where is what could not be made records of. */
export const ERRORS_PREFIX = 'audit-errors/';

/** Where the reviews and the sign-offs are. */
export const REVIEWS_PREFIX = 'reviews/';

/** What the bucket keeps as evidence. */
export const EVIDENCE_PREFIXES = [RECORDS_PREFIX, ERRORS_PREFIX, REVIEWS_PREFIX];

/** How the days are written in the names of the objects, in UTC; Java and Athena read it alike. */
export const DAY_FORMAT = 'yyyy/MM/dd';

/** The name of a cluster in the archive. RDS does not tell the letter case of identifiers apart. */
export function archivedName({ clusterIdentifier }: { readonly clusterIdentifier: string }): string {
  return clusterIdentifier.toLowerCase();
}

/** Where the objects of one cluster are; below it the days. */
export function clusterPrefix(prefix: string, name: string): string {
  return `${prefix}cluster=${name}/`;
}
