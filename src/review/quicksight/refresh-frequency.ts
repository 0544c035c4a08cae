import type { CfnRefreshSchedule } from 'aws-cdk-lib/aws-quicksight';
import type { AuditQuickSightProps } from './audit-quicksight-props';
import { AuditQuickSightRefresh } from './audit-quicksight-refresh';
import { shown } from '../../app/shown';
import { timeZoneName } from '../analysis/analysis-checks';

const DEFAULT_TIME = '05:00';

/** When to refresh; refuses what QuickSight does not know. */
export function refreshFrequency(props: AuditQuickSightProps): CfnRefreshSchedule.ScheduleFrequencyProperty {
  const { refresh = AuditQuickSightRefresh.DAILY, refreshTime, timeZone } = props;
  const allowed = Object.values(AuditQuickSightRefresh);
  if (!allowed.includes(refresh)) {
    throw new Error(`refresh: must be one of ${allowed.join(', ')}, got: ${shown(refresh)}`);
  }
  return {
    interval: refresh,
    timeZone: timeZoneName(timeZone),
    ...refresh === AuditQuickSightRefresh.DAILY ? { timeOfTheDay: timeOfTheDay(refreshTime) } : noTime(refreshTime),
  };
}

function timeOfTheDay(time: string = DEFAULT_TIME): string {
  if (typeof time !== 'string' || !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new Error(`refreshTime: must be a literal HH:MM from 00:00 to 23:59, got: ${shown(time)}`);
  }
  return time;
}

function noTime(time?: string): {} {
  if (time !== undefined) {
    throw new Error(`refreshTime: is for AuditQuickSightRefresh.DAILY, got: ${shown(time)}`);
  }
  return {};
}
