import { Duration } from 'aws-cdk-lib';
import { only, shown } from './shown';
import { COLUMNS } from '../../../src/review/quicksight/record-hours';

function definition(props = {}): any {
  return only(shown(props).template(), 'AWS::QuickSight::Dashboard').Definition;
}

/** All values of a name, however deep. */
function everywhere(value: any, name: string): any[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, each]) => [...key === name ? [each] : [], ...everywhere(each, name)]);
}

/** The fields of a visual or filter, with what they are. */
function fieldsOf(value: any): [kind: string, field: any][] {
  return Object.entries<any>(value).flatMap(([key, each]) => typeof each !== 'object' || each === null ? []
    : each.Column === undefined ? fieldsOf(each) : [[key, each] as [string, any]]);
}

function visualsOf({ Sheets: [sheet] }: any): { kind: string; visual: any }[] {
  return sheet.Visuals.map((each: any) => {
    const [[kind, visual]] = Object.entries<any>(each);
    return { kind, visual };
  });
}

const KINDS: { [kind: string]: readonly string[] } = {
  CategoricalDimensionField: ['STRING'],
  NumericalDimensionField: ['INTEGER'],
  NumericalMeasureField: ['INTEGER'],
  DateDimensionField: ['DATETIME'],
  DateMeasureField: ['DATETIME'],
  CategoryFilter: ['STRING'],
  RelativeDatesFilter: ['DATETIME'],
};

test('every column of the dashboard is in the data set, and of the type that its use needs', () => {
  const { template } = shown();
  const { Columns } = only(template(), 'AWS::QuickSight::DataSet').PhysicalTableMap.records.CustomSql;
  const types = new Map<string, string>(Columns.map(({ Name, Type }: any) => [Name, Type]));
  expect(Object.fromEntries(types)).toEqual(COLUMNS);
  const { Definition } = only(template(), 'AWS::QuickSight::Dashboard');
  const [{ Identifier, DataSetArn }] = Definition.DataSetIdentifierDeclarations;
  expect(DataSetArn).toEqual({ 'Fn::GetAtt': ['QuickSightDataSet13687B98', 'Arn'] });
  const fields = fieldsOf(Definition);
  expect(fields.length).toBeGreaterThan(30);
  for (const [kind, { Column }] of fields) {
    expect([kind, Column.ColumnName, Column.DataSetIdentifier]).toEqual([expect.stringMatching(Object.keys(KINDS).join('|')), expect.anything(), Identifier]);
    expect([Column.ColumnName, KINDS[kind]]).toEqual([Column.ColumnName, expect.arrayContaining([types.get(Column.ColumnName)])]);
  }
});

test('the visuals are what auditors ask for', () => {
  expect(visualsOf(definition()).map(({ visual }) => visual.Title.FormatText.PlainText)).toEqual([
    'Newest record (hour, UTC)',
    'Refused logins by hour and cluster',
    'Records by day and cluster',
    'Records that detections count, by day and severity',
    'Records that detections count, by detection',
    'Operations',
    'Most active users',
    'Users with most refused logins',
    'Hosts with most refused logins',
    'Hosts that a user first logged in from in the last 7 days',
  ]);
});

test('ids are unique, and whatever refers to one finds it', () => {
  const all = definition();
  const [sheet] = all.Sheets;
  const visualIds = visualsOf(all).map(({ visual }) => visual.VisualId);
  const filterIds = everywhere(all.FilterGroups, 'FilterId');
  for (const ids of [visualIds, filterIds, everywhere(all, 'FilterGroupId'), everywhere(sheet.FilterControls, 'FilterControlId'), everywhere(visualsOf(all).map(({ visual }) => visual.ChartConfiguration.FieldWells), 'FieldId')]) {
    expect(new Set(ids).size).toBe(ids.length);
  }
  expect(everywhere(sheet.Layouts, 'ElementId')).toEqual(visualIds);
  expect(filterIds).toEqual(expect.arrayContaining(everywhere(sheet.FilterControls, 'SourceFilterId')));
  expect(visualIds).toEqual(expect.arrayContaining(everywhere(all.FilterGroups, 'VisualIds').flat()));
  expect(new Set(everywhere(all.FilterGroups, 'SheetId'))).toEqual(new Set([sheet.SheetId]));
  for (const { visual } of visualsOf(all)) {
    const { FieldWells, SortConfiguration } = visual.ChartConfiguration;
    expect(everywhere(FieldWells, 'FieldId')).toEqual(expect.arrayContaining(everywhere(SortConfiguration ?? {}, 'FieldSort').map(({ FieldId }) => FieldId)));
  }
});

test('readers choose cluster, user and time, for all visuals at once', () => {
  const all = definition({ history: Duration.days(90) });
  expect(everywhere(all.Sheets[0].FilterControls, 'Title')).toEqual(['Cluster', 'User', 'Time (UTC)']);
  const chosen = everywhere(all.Sheets[0].FilterControls, 'SourceFilterId');
  const groups = all.FilterGroups.filter(({ Filters }: any) => chosen.includes(everywhere(Filters, 'FilterId')[0]));
  expect(groups.map(({ Filters }: any) => everywhere(Filters, 'ColumnName'))).toEqual([['cluster'], ['user_name'], ['event_hour']]);
  expect(everywhere(groups, 'Scope')).toEqual(['ALL_VISUALS', 'ALL_VISUALS', 'ALL_VISUALS']);
  expect(groups[2].Filters[0].RelativeDatesFilter).toMatchObject({ RelativeDateType: 'LAST', RelativeDateValue: 90, TimeGranularity: 'DAY' });
});

test('users who are not known are not filtered away until somebody chooses users', () => {
  for (const filter of everywhere(definition().FilterGroups, 'FilterListConfiguration').filter(({ SelectAllOptions }) => SelectAllOptions !== undefined)) {
    expect(filter).toEqual({ MatchOperator: 'CONTAINS', NullOption: 'ALL_VALUES', SelectAllOptions: 'FILTER_ALL_VALUES' });
  }
});

test('what detections count is what has a severity', () => {
  const [group] = definition().FilterGroups.filter(({ Filters }: any) => everywhere(Filters, 'ColumnName').includes('severity'));
  expect(everywhere(group, 'CategoryValues')).toEqual([['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']]);
  expect(everywhere(group, 'VisualIds')).toEqual([['detections-by-day', 'detections']]);
});

test('the visuals lie side by side, none upon another, on a grid of 36 columns', () => {
  const taken = new Set<string>();
  for (const { ColumnIndex, ColumnSpan, RowIndex, RowSpan } of everywhere(definition().Sheets[0].Layouts, 'Elements').flat()) {
    expect(ColumnIndex + ColumnSpan).toBeLessThanOrEqual(36);
    for (let row = RowIndex; row < RowIndex + RowSpan; row++) {
      for (let place = ColumnIndex; place < ColumnIndex + ColumnSpan; place++) {
        expect(taken).not.toContain(`${row},${place}`);
        taken.add(`${row},${place}`);
      }
    }
  }
});

test('no visual makes links or pictures of what strangers write', () => {
  expect(JSON.stringify(definition())).not.toMatch(/URLStyling|CustomActions|"Actions"|RichText|LinkConfiguration|ImageConfiguration/);
});
