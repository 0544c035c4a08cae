import { App, Duration, Lazy, Stack, Stage, TimeZone } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { analysed, only, READER, shown } from './shown';
import { AuditAnalysis, AuditQuickSight, AuditQuickSightRefresh } from '../../../src';
import { newStack } from '../../stacks';

const AUTHOR = 'arn:aws:quicksight:eu-west-1:111111111111:user/default/Admins/jane@example.com';

const VIEW = ['DescribeDashboard', 'ListDashboardVersions', 'QueryDashboard'].map(action => `quicksight:${action}`);
const USE = ['DescribeDataSet', 'DescribeDataSetPermissions', 'DescribeIngestion', 'ListIngestions', 'PassDataSet'].map(action => `quicksight:${action}`);

describe('the data source', () => {
  test('asks Athena in the work group of the analysis, in a role of its own, encrypted', () => {
    const { template, analysis, quickSight } = shown();
    template().hasResourceProperties('AWS::QuickSight::DataSource', {
      AwsAccountId: { Ref: 'AWS::AccountId' },
      DataSourceId: quickSight.quickSightId,
      Type: 'ATHENA',
      DataSourceParameters: { AthenaParameters: { WorkGroup: analysis.workGroupName, RoleArn: { 'Fn::GetAtt': ['QuickSightRoleFA38A14B', 'Arn'] } } },
      SslProperties: { DisableSsl: false },
      Permissions: Match.absent(),
    });
  });

  test('is made when its role may ask and there is something to be asked', () => {
    const { template } = shown();
    template().hasResource('AWS::QuickSight::DataSource', {
      DependsOn: ['AnalysisTableF26497ED', Match.stringLikeRegexp('^AnalysisWorkGroup')],
    });
    template().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'quicksight.amazonaws.com' } })] },
      ManagedPolicyArns: [{ Ref: Match.stringLikeRegexp('^QuickSightPolicy') }],
    });
  });
});

describe('the data set', () => {
  test('is imported into SPICE, and no deployment waits for that', () => {
    const { template, quickSight } = shown();
    template().hasResourceProperties('AWS::QuickSight::DataSet', {
      DataSetId: quickSight.quickSightId,
      ImportMode: 'SPICE',
      IngestionWaitPolicy: { WaitForSpiceIngestion: false },
      PhysicalTableMap: { records: { CustomSql: { DataSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^QuickSightDataSource'), 'Arn'] } } } },
      Permissions: Match.absent(),
    });
  });

  test.each<[string, object, object]>([
    ['every day at five', {}, { Interval: 'DAILY', TimeOfTheDay: '05:00', TimeZone: 'Etc/UTC' }],
    ['at a time of one\'s own', { refreshTime: '23:59', timeZone: TimeZone.ASIA_TOKYO }, { Interval: 'DAILY', TimeOfTheDay: '23:59', TimeZone: 'Asia/Tokyo' }],
    ['every hour', { refresh: AuditQuickSightRefresh.HOURLY }, { Interval: 'HOURLY', TimeOfTheDay: Match.absent(), TimeZone: 'Etc/UTC' }],
  ])('is filled again %s', (_, props, ScheduleFrequency) => {
    const { template, quickSight } = shown(props);
    template().hasResource('AWS::QuickSight::RefreshSchedule', {
      Properties: { DataSetId: quickSight.quickSightId, Schedule: { RefreshType: 'FULL_REFRESH', ScheduleFrequency } },
      DependsOn: [Match.stringLikeRegexp('^QuickSightDataSet')],
    });
  });
});

describe('people', () => {
  test('who read may look at the dashboard, and at nothing else', () => {
    const { template } = shown();
    template().hasResourceProperties('AWS::QuickSight::Dashboard', { Permissions: [{ Principal: READER, Actions: VIEW }] });
    template().hasResourceProperties('AWS::QuickSight::DataSet', { Permissions: Match.absent() });
  });

  test('who make analyses of their own use the data set, change nothing, and cannot ask Athena for more', () => {
    const { template } = shown({ authors: [AUTHOR] });
    template().hasResourceProperties('AWS::QuickSight::Dashboard', { Permissions: [{ Principal: READER, Actions: VIEW }, { Principal: AUTHOR, Actions: VIEW }] });
    template().hasResourceProperties('AWS::QuickSight::DataSet', { Permissions: [{ Principal: AUTHOR, Actions: USE }] });
    template().hasResourceProperties('AWS::QuickSight::DataSource', { Permissions: Match.absent() });
  });
});

describe('the dashboard', () => {
  test('is published without what would carry hostile text to spreadsheets and language models', () => {
    shown().template().hasResourceProperties('AWS::QuickSight::Dashboard', {
      DashboardPublishOptions: {
        ExportToCSVOption: { AvailabilityStatus: 'DISABLED' },
        DataQAEnabledOption: { AvailabilityStatus: 'DISABLED' },
        DataStoriesSharingOption: { AvailabilityStatus: 'DISABLED' },
        ExecutiveSummaryOption: { AvailabilityStatus: 'DISABLED' },
      },
    });
  });

  test.each([
    ['by its path', {}, 'Audit of Aurora MySQL, Stack/QuickSight'],
    ['as wished', { dashboardName: 'Who did what' }, 'Who did what'],
  ])('is called %s, and so are data set and data source', (_, props, name) => {
    const { template } = shown(props);
    for (const type of ['Dashboard', 'DataSet', 'DataSource']) {
      expect(only(template(), `AWS::QuickSight::${type}`).Name).toBe(name);
    }
  });

  test('has a name that QuickSight takes, however long its path is', () => {
    const stack = newStack();
    const quickSight = new AuditQuickSight(stack, 'Q'.repeat(200), { analysis: analysed(stack).analysis, readers: [READER] });
    expect(quickSight.dashboard.name).toMatch(/^Audit of Aurora MySQL, Q+$/);
    expect(quickSight.dashboard.name).toHaveLength(128);
    expect(quickSight.quickSightId).toMatch(/^aurora-mysql-audit-[0-9a-f]{8}$/);
  });
});

test('failed refreshes are a metric', () => {
  const { stack, quickSight } = shown();
  expect(stack.resolve(quickSight.metricRefreshErrors({ period: Duration.days(1) }).toMetricConfig().metricStat)).toMatchObject({
    namespace: 'AWS/QuickSight',
    metricName: 'IngestionErrorCount',
    dimensions: [{ name: 'DatasetId', value: quickSight.quickSightId }],
    statistic: 'Sum',
    period: Duration.days(1),
  });
});

describe('many', () => {
  test('stand in one app, each with ids of its own', () => {
    const app = new App();
    const ids = ['One', 'Two'].flatMap(name => {
      const stack = new Stack(app, name);
      const { analysis } = analysed(stack, { clusterIdentifier: name });
      return ['A', 'B'].map(id => new AuditQuickSight(stack, id, { analysis, readers: [READER] }).quickSightId);
    });
    expect(new Set(ids).size).toBe(4);
    const resources = Object.values<any>(app.synth().stacks.flatMap(({ template }) => Object.values(template.Resources)));
    for (const [type, id] of [['DataSource', 'DataSourceId'], ['DataSet', 'DataSetId'], ['Dashboard', 'DashboardId']]) {
      expect(resources.filter(({ Type }) => Type === `AWS::QuickSight::${type}`).map(({ Properties }) => Properties[id]).sort()).toEqual([...ids].sort());
    }
  });

  test('may look at one analysis from other stacks, which are deployed after it', () => {
    const stack = newStack();
    const { analysis } = analysed(stack);
    const other = new Stack(stack.node.root as App, 'Other');
    new AuditQuickSight(other, 'QuickSight', { analysis, readers: [READER] });
    expect(only(Template.fromStack(other), 'AWS::QuickSight::DataSource').DataSourceParameters.AthenaParameters.WorkGroup).toBe(analysis.workGroupName);
    expect(other.dependencies).toEqual([stack]);
    expect(stack.dependencies).toEqual([]);
  });
});

test('logical ids are a contract', () => {
  const { template } = shown();
  expect(Object.keys(template().toJSON().Resources).filter(id => id.startsWith('QuickSight')).sort()).toEqual([
    'QuickSightDashboard4AB60975', 'QuickSightDataSet13687B98', 'QuickSightDataSourceEB379D24', 'QuickSightPolicy84F036BA',
    'QuickSightRefreshScheduleC4EC7C95', 'QuickSightRoleFA38A14B',
  ]);
});

describe('errors', () => {
  const AT_LEAST_ONE = 'readers: must be a list of at least one ARN of a user or group of QuickSight, for example ';
  const AN_ARN = 'readers: must hold ARNs such as arn:aws:quicksight:us-east-1:111111111111:group/default/security, of a user or a group, got: ';

  test.each<[string, any, string]>([
    ['no analysis', { analysis: undefined }, 'analysis: must be an AuditAnalysis, got: undefined'],
    ['the name of an analysis', { analysis: 'Analysis' }, 'analysis: must be an AuditAnalysis, got: \'Analysis\''],
    ['no readers', { readers: undefined }, `${AT_LEAST_ONE}['arn:aws:quicksight:us-east-1:111111111111:group/default/security'], got: undefined`],
    ['an empty list of readers', { readers: [] }, AT_LEAST_ONE],
    ['a reader without a list', { readers: READER }, AT_LEAST_ONE],
    ['a reader by name', { readers: ['security'] }, `${AN_ARN}'security'`],
    ['a reader that is a number', { readers: [1] }, `${AN_ARN}1`],
    ['a reader that is nobody', { readers: [null] }, `${AN_ARN}null`],
    ['a user of IAM', { readers: ['arn:aws:iam::111111111111:user/jane'] }, AN_ARN],
    ['a namespace', { readers: ['arn:aws:quicksight:us-east-1:111111111111:namespace/default'] }, AN_ARN],
    ['a group without its namespace', { readers: ['arn:aws:quicksight:us-east-1:111111111111:group/security'] }, AN_ARN],
    ['an ARN without its account', { readers: ['arn:aws:quicksight:us-east-1::group/default/security'] }, AN_ARN],
    ['an ARN with a line break', { readers: [`${READER}\n`] }, AN_ARN],
    ['a reader of another account', { readers: [READER.replace('111111111111', '222222222222')] }, 'readers: must be in 111111111111, the account of the stack, got: 222222222222'],
    ['a reader of another partition', { readers: [READER.replace('arn:aws:', 'arn:aws-us-gov:')] }, 'readers: must be in the partition aws, that of '],
    ['a reader twice', { readers: [READER, READER] }, `readers: '${READER}' is there twice; authors read, too`],
    ['too many readers', { readers: Array.from({ length: 65 }, (_, index) => `${READER}${index}`) }, 'readers: QuickSight takes at most 64 principals, got: 65; use a group'],
    ['too many of both', { authors: Array.from({ length: 64 }, (_, index) => `${READER}${index}`) }, 'authors: QuickSight takes at most 64 principals, got: 65; use a group'],
    ['authors that are text', { authors: AUTHOR }, 'authors: must be a literal list of ARNs of users or groups of QuickSight, got: '],
    ['an author by name', { authors: ['jane'] }, 'authors: must hold ARNs such as '],
    ['an author who is a reader', { authors: [READER] }, `authors: '${READER}' is there twice; authors read, too`],
    ['no authors at all', { authors: null }, 'authors: must be a literal list of ARNs of users or groups of QuickSight, got: null'],
    ['a history of hours', { history: Duration.hours(36) }, 'history: must be a literal Duration of 1 to 366 whole days, got: 1.5 days'],
    ['a history of nothing', { history: Duration.days(0) }, 'history: must be a literal Duration of 1 to 366 whole days, got: 0 days'],
    ['a history of years', { history: Duration.days(367) }, 'history: must be a literal Duration of 1 to 366 whole days, got: 367 days'],
    ['a history that is a number', { history: 30 }, 'history: must be a literal Duration of 1 to 366 whole days, got: 30'],
    ['a history that is null', { history: null }, 'history: must be a literal Duration of 1 to 366 whole days, got: null'],
    ['a refresh that is none', { refresh: 'WEEKLY' }, 'refresh: must be one of HOURLY, DAILY, got: \'WEEKLY\''],
    ['a time of day that is none', { refreshTime: '24:00' }, 'refreshTime: must be a literal HH:MM from 00:00 to 23:59, got: \'24:00\''],
    ['a time of day that is a number', { refreshTime: 5 }, 'refreshTime: must be a literal HH:MM from 00:00 to 23:59, got: 5'],
    ['a time of day for every hour', { refresh: AuditQuickSightRefresh.HOURLY, refreshTime: '05:00' }, 'refreshTime: is for AuditQuickSightRefresh.DAILY, got: \'05:00\''],
    ['a time zone that is text', { timeZone: 'Asia/Tokyo' }, 'timeZone: must be a literal TimeZone such as TimeZone.ASIA_TOKYO, got: \'Asia/Tokyo\''],
    ['a time of day that is a token', { refreshTime: Lazy.string({ produce: () => '05:00' }) }, 'refreshTime: must be a literal HH:MM from 00:00 to 23:59, got: '],
    ['a history that is a token', { history: Duration.days(Lazy.number({ produce: () => 1 })) }, 'history: must be a literal Duration of 1 to 366 whole days, got: '],
    ['a list of readers that is a token', { readers: Lazy.list({ produce: () => [READER] }) }, 'readers: must be a literal list of ARNs of users or groups of QuickSight, got: a token'],
    ['an empty name', { dashboardName: '' }, 'dashboardName: must be 1 to 128 printable characters, got: \'\''],
    ['a long name', { dashboardName: 'x'.repeat(129) }, 'dashboardName: must be 1 to 128 printable characters, got: '],
    ['a name that reads backwards', { dashboardName: 'a\u202eb' }, 'dashboardName: must be 1 to 128 printable characters, got: '],
    ['a name that is a number', { dashboardName: 5 }, 'dashboardName: must be 1 to 128 printable characters, got: 5'],
  ])('%s', (_, props, message) => {
    const stack = newStack({ env: { account: '111111111111', region: 'eu-central-1' } });
    const { analysis } = analysed(stack);
    expect(() => new AuditQuickSight(stack, 'QuickSight', { analysis, readers: [READER], ...props })).toThrow(message);
  });

  test('no properties', () => {
    expect(() => new AuditQuickSight(newStack(), 'QuickSight', undefined as any)).toThrow('analysis: must be an AuditAnalysis, got: undefined');
  });

  test('an analysis whose results Athena keeps', () => {
    const stack = newStack();
    const { analysis } = analysed(stack, {}, { queryResultsBucket: undefined });
    expect(() => new AuditQuickSight(stack, 'QuickSight', { analysis, readers: [READER] }))
      .toThrow('analysis: must have a queryResultsBucket, set it on the AuditAnalysis Stack/Analysis; QuickSight is documented to read results of Athena from a bucket');
  });

  test.each<[string, (app: App) => Stack, string]>([
    ['another region', app => new Stack(app, 'Other', { env: { account: '111111111111', region: 'us-east-1' } }), 'analysis: must be in us-east-1, the region of the stack, got: eu-central-1'],
    ['another account', app => new Stack(app, 'Other', { env: { account: '222222222222', region: 'eu-central-1' } }), 'analysis: must be in 222222222222, the account of the stack, got: 111111111111'],
    ['another stage', app => new Stack(new Stage(app, 'Stage'), 'Other'), 'analysis: Stack/Analysis is in another stage; make an AuditQuickSight in each stage'],
  ])('an analysis of %s', (_, other, message) => {
    const stack = newStack({ env: { account: '111111111111', region: 'eu-central-1' } });
    const { analysis } = analysed(stack);
    expect(() => new AuditQuickSight(other(stack.node.root as App), 'QuickSight', { analysis, readers: [READER] })).toThrow(message);
  });
});

test.each([
  ['a group of China', 'arn:aws-cn:quicksight:cn-north-1:111111111111:group/default/security'],
  ['a group of a namespace', 'arn:aws:quicksight:us-east-1:111111111111:group/tenant_1.a-b/Security team'],
  ['a user by role and session', AUTHOR],
])('%s may read, whatever the region of the records is', (_, reader) => {
  const { template } = shown({ readers: [reader] });
  template().hasResourceProperties('AWS::QuickSight::Dashboard', { Permissions: [{ Principal: reader, Actions: VIEW }] });
});

test('readers known at deployment are let through', () => {
  const stack = newStack();
  const { analysis } = analysed(stack);
  const reader = stack.formatArn({ service: 'quicksight', region: 'us-east-1', resource: 'group', resourceName: 'default/security' });
  new AuditQuickSight(stack, 'QuickSight', { analysis, readers: [reader] });
  expect(only(Template.fromStack(stack), 'AWS::QuickSight::Dashboard').Permissions[0].Principal).toEqual(stack.resolve(reader));
});

test('a bucket for results may be imported', () => {
  const stack = newStack();
  const { archive } = analysed(stack);
  const analysis = new AuditAnalysis(stack, 'Imported', { archive, queryResultsBucket: s3.Bucket.fromBucketName(stack, 'Shared', 'shared-results') });
  expect(() => new AuditQuickSight(stack, 'QuickSight', { analysis, readers: [READER] })).not.toThrow();
});
