import type { ArchiveOutcome, ReviewOutcome } from './rule-outcome';

/** An archive for people to read: `Platform/Archive/Bucket (GOVERNANCE, 365 days)`. */
export function archiveText(archive: ArchiveOutcome): string {
  return `${archive.bucket} (${lockText(archive)})`;
}

/** What is known of the lock of an archive. */
export function lockText({ lockMode, lockDays }: ArchiveOutcome): string {
  const known = [lockMode, lockDays === undefined ? undefined : `${lockDays} days`].filter(part => part !== undefined);
  return known.length === 0 ? 'Object Lock not known' : known.join(', ');
}

/** A review for people to read: the construct path of its schedule. */
export function reviewText({ schedule }: ReviewOutcome): string {
  return schedule;
}
