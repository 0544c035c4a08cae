import type { CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { column } from './dashboard-fields';
import { DETECTIONS, DETECTIONS_BY_DAY, NEW_DAYS, NEW_HOSTS } from './dashboard-visuals';
import type { Column } from './record-hours';
import { SEVERITIES } from '../../detection/severities';

/** What readers choose by at the top of the sheet. */
const CLUSTER = 'cluster';
const USER = 'user';
const TIME = 'time';

/** The filters of a sheet: those that readers set, for all visuals, and those of single visuals. */
export function filterGroups(sheetId: string, historyDays: number): CfnDashboard.FilterGroupProperty[] {
  return [
    group(sheetId, CLUSTER, anyOf(CLUSTER, 'cluster')),
    group(sheetId, USER, anyOf(USER, 'user_name')),
    group(sheetId, TIME, lastDays(TIME, 'event_hour', historyDays)),
    group(sheetId, 'severities', oneOf('severities', 'severity', SEVERITIES), [DETECTIONS_BY_DAY, DETECTIONS]),
    group(sheetId, 'new', lastDays('new', 'first_login', NEW_DAYS), [NEW_HOSTS]),
  ];
}

/** The controls with which readers set the filters. */
export function filterControls(): CfnDashboard.FilterControlProperty[] {
  return [
    { dropdown: { ...control(CLUSTER), title: 'Cluster', type: 'MULTI_SELECT' } },
    { dropdown: { ...control(USER), title: 'User', type: 'MULTI_SELECT' } },
    { relativeDateTime: { ...control(TIME), title: 'Time (UTC)' } },
  ];
}

function control(filterId: string) {
  return { filterControlId: `${filterId}-control`, sourceFilterId: filterId };
}

function group(sheetId: string, filterId: string, filter: CfnDashboard.FilterProperty, visualIds?: string[]): CfnDashboard.FilterGroupProperty {
  return {
    filterGroupId: `${filterId}-group`,
    crossDataset: 'SINGLE_DATASET',
    status: 'ENABLED',
    filters: [filter],
    scopeConfiguration: {
      selectedSheets: {
        sheetVisualScopingConfigurations: [visualIds === undefined ? { sheetId, scope: 'ALL_VISUALS' } : { sheetId, scope: 'SELECTED_VISUALS', visualIds }],
      },
    },
  };
}

/** All values until readers choose some. */
function anyOf(filterId: string, name: Column): CfnDashboard.FilterProperty {
  return {
    categoryFilter: {
      filterId,
      column: column(name),
      configuration: { filterListConfiguration: { matchOperator: 'CONTAINS', selectAllOptions: 'FILTER_ALL_VALUES', nullOption: 'ALL_VALUES' } },
    },
  };
}

function oneOf(filterId: string, name: Column, categoryValues: readonly string[]): CfnDashboard.FilterProperty {
  return { categoryFilter: { filterId, column: column(name), configuration: { filterListConfiguration: { matchOperator: 'CONTAINS', categoryValues: [...categoryValues] } } } };
}

function lastDays(filterId: string, name: Column, relativeDateValue: number): CfnDashboard.FilterProperty {
  return {
    relativeDatesFilter: {
      filterId,
      column: column(name),
      anchorDateConfiguration: { anchorOption: 'NOW' },
      relativeDateType: 'LAST',
      relativeDateValue,
      timeGranularity: 'DAY',
      nullOption: 'NON_NULLS_ONLY',
    },
  };
}
