import type { Duration } from 'aws-cdk-lib';
import { shown } from './shown';

/** The whole days of a duration; refuses what is none, and one that only deployment knows. */
export function wholeDays(prop: string, duration: Duration, most: number): number {
  const days = typeof duration?.toDays === 'function' && !duration.isUnresolved() ? duration.toDays({ integral: false }) : undefined;
  if (days === undefined || !Number.isInteger(days) || days < 1 || days > most) {
    throw new Error(`${prop}: must be a literal Duration of 1 to ${most} whole days, got: ${days === undefined ? shown(duration) : `${days} days`}`);
  }
  return days;
}
