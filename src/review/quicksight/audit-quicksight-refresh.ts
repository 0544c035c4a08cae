/**
 * How often QuickSight asks Athena for the records.
 */
export enum AuditQuickSightRefresh {
  /** Every hour. Each time, Athena reads all days that are held. */
  HOURLY = 'HOURLY',
  /** Once a day, at a time of your choice. */
  DAILY = 'DAILY',
}
