import type { CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { descending, dimension, type Measure, newest, sum } from './dashboard-fields';
import type { Column } from './record-hours';

/** How many users or hosts a chart shows, the most active first. */
const TOP = 20;
const TABLE_PAGE = 100;

/** The width of a sheet in columns of its grid. */
const GRID_WIDTH = 36;

/** A visual with the size that it has on the sheet. */
export interface SizedVisual {
  readonly visualId: string;
  readonly visual: CfnDashboard.VisualProperty;
  readonly columns: number;
  readonly rows: number;
}

interface Described {
  readonly visualId: string;
  readonly title: string;
  readonly subtitle?: string;
}

/** The visuals of which some look at a part of the records. */
export const DETECTIONS_BY_DAY = 'detections-by-day';
export const DETECTIONS = 'detections';
export const NEW_HOSTS = 'new-hosts';

/** How long a host counts as new. */
export const NEW_DAYS = 7;

/** What people look at, from left to right and from above. */
export function visuals(historyDays: number): SizedVisual[] {
  return [
    sized('newest-record', 8, 6, visualId => latest({ visualId, title: 'Newest record (hour, UTC)', subtitle: 'Old: a refresh failed, or nothing is recorded' })),
    sized('refused-logins', 28, 6, visualId => overTime({ visualId, title: 'Refused logins by hour and cluster' }, 'refused_logins', 'cluster')),
    sized('records-by-day', 18, 9, visualId => byDay({ visualId, title: 'Records by day and cluster' }, 'cluster')),
    sized(DETECTIONS_BY_DAY, 18, 9, visualId => byDay({ visualId, title: 'Records that detections count, by day and severity', subtitle: 'Each under the most severe of its detections' }, 'severity')),
    sized(DETECTIONS, 18, 9, visualId => top({ visualId, title: 'Records that detections count, by detection' }, 'detection', 'records', 'severity')),
    sized('operations', 18, 9, visualId => top({ visualId, title: 'Operations', subtitle: 'UNPARSED: lines that are no records; attackers leave them' }, 'operation', 'records')),
    sized('users', 18, 9, visualId => top({ visualId, title: 'Most active users' }, 'user_name', 'records', 'operation')),
    sized('refused-users', 18, 9, visualId => top({ visualId, title: 'Users with most refused logins' }, 'user_name', 'refused_logins')),
    sized('refused-hosts', 18, 9, visualId => top({ visualId, title: 'Hosts with most refused logins' }, 'client_host', 'refused_logins')),
    sized(NEW_HOSTS, 18, 9, visualId => newHosts({
      visualId, title: `Hosts that a user first logged in from in the last ${NEW_DAYS} days`, subtitle: `Of ${historyDays} days that are known here`,
    })),
  ];
}

/** Where the visuals are on a sheet: as many side by side as find room. */
export function layout(all: readonly SizedVisual[]): CfnDashboard.LayoutProperty {
  let [columnIndex, rowIndex, height] = [0, 0, 0];
  const elements = all.map(({ visualId, columns, rows }) => {
    if (columnIndex + columns > GRID_WIDTH) {
      [columnIndex, rowIndex, height] = [0, rowIndex + height, 0];
    }
    const element = { elementId: visualId, elementType: 'VISUAL', columnIndex, columnSpan: columns, rowIndex, rowSpan: rows };
    [columnIndex, height] = [columnIndex + columns, Math.max(height, rows)];
    return element;
  });
  return { configuration: { gridLayout: { elements, canvasSizeOptions: { screenCanvasSizeOptions: { resizeOption: 'FIXED', optimizedViewPortWidth: '1600px' } } } } };
}

function sized(visualId: string, columns: number, rows: number, make: (visualId: string) => CfnDashboard.VisualProperty): SizedVisual {
  return { visualId, columns, rows, visual: make(visualId) };
}

function described({ visualId, title, subtitle }: Described) {
  return { visualId, title: label(title), subtitle: subtitle === undefined ? { visibility: 'HIDDEN' } : label(subtitle) };
}

function label(plainText: string): CfnDashboard.VisualTitleLabelOptionsProperty {
  return { visibility: 'VISIBLE', formatText: { plainText } };
}

function latest(description: Described): CfnDashboard.VisualProperty {
  return { kpiVisual: { ...described(description), chartConfiguration: { fieldWells: { values: [newest(description.visualId, 'event_hour')] } } } };
}

function overTime(description: Described, measure: Measure, color: Column): CfnDashboard.VisualProperty {
  const { visualId } = description;
  return {
    lineChartVisual: {
      ...described(description),
      chartConfiguration: {
        type: 'LINE',
        fieldWells: {
          lineChartAggregatedFieldWells: {
            category: [dimension(visualId, 'event_hour', 'HOUR')],
            values: [sum(visualId, measure)],
            colors: [dimension(visualId, color)],
          },
        },
      },
    },
  };
}

function byDay(description: Described, color: Column): CfnDashboard.VisualProperty {
  return bars(description, { orientation: 'VERTICAL', category: 'event_hour', measure: 'records', color });
}

function top(description: Described, category: Column, measure: Measure, color?: Column): CfnDashboard.VisualProperty {
  return bars(description, {
    orientation: 'HORIZONTAL',
    category,
    measure,
    color,
    sortConfiguration: { categorySort: descending(description.visualId, measure), categoryItemsLimit: { itemsLimit: TOP, otherCategories: 'EXCLUDE' } },
  });
}

interface Bars {
  readonly orientation: 'HORIZONTAL' | 'VERTICAL';
  readonly category: Column;
  readonly measure: Measure;
  readonly color?: Column;
  readonly sortConfiguration?: CfnDashboard.BarChartSortConfigurationProperty;
}

function bars(description: Described, { orientation, category, measure, color, sortConfiguration }: Bars): CfnDashboard.VisualProperty {
  const { visualId } = description;
  return {
    barChartVisual: {
      ...described(description),
      chartConfiguration: {
        orientation,
        barsArrangement: color === undefined ? 'CLUSTERED' : 'STACKED',
        fieldWells: {
          barChartAggregatedFieldWells: {
            category: [dimension(visualId, category)],
            values: [sum(visualId, measure)],
            ...color && { colors: [dimension(visualId, color)] },
          },
        },
        sortConfiguration,
      },
    },
  };
}

function newHosts(description: Described): CfnDashboard.VisualProperty {
  const { visualId } = description;
  return {
    tableVisual: {
      ...described(description),
      chartConfiguration: {
        fieldWells: {
          tableAggregatedFieldWells: {
            groupBy: [dimension(visualId, 'first_login', 'HOUR'), ...(['cluster', 'user_name', 'client_host'] as const).map(name => dimension(visualId, name))],
            values: [sum(visualId, 'records')],
          },
        },
        sortConfiguration: { rowSort: descending(visualId, 'first_login'), paginationConfiguration: { pageNumber: 1, pageSize: TABLE_PAGE } },
      },
    },
  };
}
