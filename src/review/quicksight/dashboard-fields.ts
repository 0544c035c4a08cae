import type { CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { COLUMNS, type Column } from './record-hours';

/** What the data set is called within the dashboard. */
export const DATA_SET = 'audit-records';

type OfType<Type> = { [Name in Column]: typeof COLUMNS[Name] extends Type ? Name : never }[Column];

/** A column that charts add up. */
export type Measure = Exclude<OfType<'INTEGER'>, 'return_code'>;

/** How fine points in time are told apart. */
export type Granularity = 'DAY' | 'HOUR';

export function column(columnName: Column): CfnDashboard.ColumnIdentifierProperty {
  return { dataSetIdentifier: DATA_SET, columnName };
}

/** A field of a visual by which it groups; the granularity is that of points in time. */
export function dimension(visualId: string, name: Column, dateGranularity: Granularity = 'DAY'): CfnDashboard.DimensionFieldProperty {
  const field = { fieldId: fieldId(visualId, name), column: column(name) };
  switch (COLUMNS[name]) {
    case 'DATETIME': return { dateDimensionField: { ...field, dateGranularity } };
    case 'INTEGER': return { numericalDimensionField: field };
    case 'STRING': return { categoricalDimensionField: field };
  }
}

/** A field of a visual that it adds up. */
export function sum(visualId: string, name: Measure): CfnDashboard.MeasureFieldProperty {
  return { numericalMeasureField: { fieldId: fieldId(visualId, name), column: column(name), aggregationFunction: { simpleNumericalAggregation: 'SUM' } } };
}

/** A field of a visual that is the newest of its points in time. */
export function newest(visualId: string, name: OfType<'DATETIME'>): CfnDashboard.MeasureFieldProperty {
  return { dateMeasureField: { fieldId: fieldId(visualId, name), column: column(name), aggregationFunction: 'MAX' } };
}

/** The largest, or newest, first. */
export function descending(visualId: string, name: Column): CfnDashboard.FieldSortOptionsProperty[] {
  return [{ fieldSort: { fieldId: fieldId(visualId, name), direction: 'DESC' } }];
}

function fieldId(visualId: string, name: Column): string {
  return `${visualId}.${name}`;
}
