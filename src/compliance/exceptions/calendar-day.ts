import { shown } from '../../app/shown';

/** A day as people write it; days are compared as texts. */
export type CalendarDay = string;

export function checkedDay(prop: string, day: CalendarDay): CalendarDay {
  if (typeof day !== 'string' || !exists(day)) {
    throw new Error(`${prop}: must be a day, YYYY-MM-DD, got: ${shown(day)}`);
  }
  return day;
}

/** The day it is, in UTC. */
export function today(): CalendarDay {
  return new Date().toISOString().slice(0, 10);
}

function exists(day: CalendarDay): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}
