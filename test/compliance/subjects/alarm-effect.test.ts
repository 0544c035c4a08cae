import type { Change, Template } from '../audited-template';
import { said } from '../judged-template';

const alarm = (t: Template) => t.Resources.FailedLoginsAlarm.Properties;
const transformation = (t: Template) => t.Resources.FailedLogins.Properties.MetricTransformations[0];

const set = (properties: object): Change => t => Object.assign(alarm(t), properties);

const COUNTED = { Id: 'm1', MetricStat: { Metric: { Namespace: 'Audit', MetricName: 'FailedLogins' }, Period: 300, Stat: 'Sum' } };
const HIDDEN = { ...COUNTED, ReturnData: false };
const BAND = { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' };

/** An alarm on queries instead of one metric. */
const queries = (metrics: unknown[], more: object = {}): Change => t => {
  ['Namespace', 'MetricName', 'Statistic', 'Period'].forEach(name => delete alarm(t)[name]);
  Object.assign(alarm(t), { Metrics: metrics, ...more });
};

const banded = (metrics: unknown[], ComparisonOperator: string): Change => t => {
  queries(metrics, { ComparisonOperator, ThresholdMetricId: 'ad1' })(t);
  delete alarm(t).Threshold;
};

/** A metric of somebody else, as rarely as CloudWatch refuses. */
const OTHER = { Id: 'm0', MetricStat: { Metric: { Namespace: 'Audit', MetricName: 'Other' }, Period: 90, Stat: 'Sum' } };
const ELSEWHERE = { Id: 'q1', Expression: "SELECT SUM(a) FROM b WHERE c = 'd'", ReturnData: false };

const threshold = (bounds: object): Change => t => {
  t.Parameters.T = { Type: 'Number', ...bounds };
  alarm(t).Threshold = { Ref: 'T' };
};

const all = (...changes: Change[]): Change => t => changes.forEach(change => change(t));
const writes = (properties: object): Change => t => Object.assign(transformation(t), properties);

const saidOf = (change: Change) => said(change).map(({ where, message }) => `${where.replace(/^\w+ /, '')}: ${message}`);

const SUM = '(Sum GreaterThanOrEqualToThreshold 1)';

test.each<[string, Change, string]>([
  ['actions that are disabled', set({ ActionsEnabled: false }), 'ActionsEnabled: the alarm on FailedLogins has its actions disabled'],
  ['no action', set({ AlarmActions: [] }), 'AlarmActions: the alarm on FailedLogins has no action'],
  ['an action that is null', set({ AlarmActions: [null] }), 'AlarmActions: the alarm on FailedLogins has no action'],
  ['an empty action', set({ AlarmActions: [''] }), 'AlarmActions: the alarm on FailedLogins has no action'],
  ['a unit of its own', set({ Unit: 'Seconds' }),
    'Unit: the alarm on FailedLogins only sees data of unit Seconds, the filter writes None: it can never go off'],
  ['a unit in a query', queries([{ ...COUNTED, MetricStat: { ...COUNTED.MetricStat, Unit: 'Seconds' } }]),
    'Metrics: the alarm on FailedLogins only sees data of unit Seconds, the filter writes None: it can never go off'],
  ['more datapoints than periods', set({ DatapointsToAlarm: 3, EvaluationPeriods: 2 }),
    'DatapointsToAlarm: the alarm on FailedLogins needs 3 of 2 periods: it can never go off'],
  ['a period between minutes', set({ Period: 90 }), 'Period: the alarm on FailedLogins has a period of 90 seconds, which CloudWatch refuses'],
  ['no period', set({ Period: 0 }), 'Period: the alarm on FailedLogins has a period of 0 seconds, which CloudWatch refuses'],
  ['a period between minutes in a query', queries([{ ...COUNTED, MetricStat: { ...COUNTED.MetricStat, Period: 90 } }]),
    'Metrics: the alarm on FailedLogins has a period of 90 seconds, which CloudWatch refuses'],
  ['more than a day of minutes', set({ EvaluationPeriods: 289, DatapointsToAlarm: 1 }),
    'EvaluationPeriods: the alarm on FailedLogins looks at 289 periods of 300 seconds, more than CloudWatch allows'],
  ['more than a week of hours', set({ Period: 3600, EvaluationPeriods: 169, DatapointsToAlarm: 1 }),
    'EvaluationPeriods: the alarm on FailedLogins looks at 169 periods of 3600 seconds, more than CloudWatch allows'],
  ['data more often than it comes', set({ Period: 10, EvaluationPeriods: 6, DatapointsToAlarm: 2 }),
    'Period: the alarm on FailedLogins needs data in 2 periods of 10 seconds, metric filters write once a minute: it can never go off'],
  ['data more often than it comes in a query', queries([{ ...COUNTED, MetricStat: { ...COUNTED.MetricStat, Period: 30 } }], { EvaluationPeriods: 2 }),
    'Metrics: the alarm on FailedLogins needs data in 2 periods of 30 seconds, metric filters write once a minute: it can never go off'],
  ['a threshold that is never reached', set({ Threshold: 5_001 }),
    'Threshold: the alarm on FailedLogins only goes off for more than 5000 records within 300 seconds (Sum GreaterThanOrEqualToThreshold 5001)'],
  ['a threshold that is never reached in a second', set({ Threshold: 1_001, Period: 10 }),
    'Threshold: the alarm on FailedLogins only goes off for more than 1000 records within 10 seconds (Sum GreaterThanOrEqualToThreshold 1001)'],
  ['a threshold that a query never reaches', queries([COUNTED], { Threshold: 5_001 }),
    'Metrics: the alarm on FailedLogins only goes off for more than 5000 records within 300 seconds (Sum GreaterThanOrEqualToThreshold 5001)'],
  ['an average above what one record counts', set({ Statistic: 'Average', Threshold: 2 }),
    'ComparisonOperator: the alarm on FailedLogins can never go off: each record counts 1, and so does their Average (Average GreaterThanOrEqualToThreshold 2)'],
  ['no statistic, which is the average', t => { delete alarm(t).Statistic; alarm(t).Threshold = 2; },
    'ComparisonOperator: the alarm on FailedLogins can never go off: each record counts 1, and so does their Average (Average GreaterThanOrEqualToThreshold 2)'],
  ['a sum below what comes', set({ ComparisonOperator: 'LessThanThreshold' }),
    'ComparisonOperator: the alarm on FailedLogins can never go off for what the filter counts (Sum LessThanThreshold 1)'],
  ['a sum of at most nothing', set({ ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: 0 }),
    'ComparisonOperator: the alarm on FailedLogins can never go off for what the filter counts (Sum LessThanOrEqualToThreshold 0)'],
  ['a sum of at most what comes, and of nothing too', all(set({ ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: 5_000 }), writes({ DefaultValue: 0 })),
    'ComparisonOperator: the alarm on FailedLogins goes off when nothing happens (Sum LessThanOrEqualToThreshold 5000)'],
  ['a comparison that there is not', set({ ComparisonOperator: 'Equal' }),
    'ComparisonOperator: the alarm on FailedLogins can never go off for what the filter counts (Sum Equal 1)'],
  ['no comparison', t => { delete alarm(t).ComparisonOperator; },
    'ComparisonOperator: the alarm on FailedLogins can never go off for what the filter counts (Sum (no ComparisonOperator) 1)'],
  ['no threshold', t => { delete alarm(t).Threshold; },
    'ComparisonOperator: the alarm on FailedLogins can never go off for what the filter counts (Sum GreaterThanOrEqualToThreshold)'],
  ['zeros that are enough', all(set({ Threshold: 0 }), writes({ DefaultValue: 0 })),
    'ComparisonOperator: the alarm on FailedLogins goes off when nothing happens (Sum GreaterThanOrEqualToThreshold 0)'],
  ['missing data that is enough', set({ TreatMissingData: 'breaching' }),
    'TreatMissingData: the alarm on FailedLogins goes off when nothing happens (TreatMissingData breaching)'],
  ['a default that is enough in each minute', all(set({ Period: 60, Threshold: 3 }), writes({ DefaultValue: 5 })),
    'ComparisonOperator: the alarm on FailedLogins goes off when nothing happens (Sum GreaterThanOrEqualToThreshold 3)'],
  ['the least of what comes and of zeros', all(set({ Statistic: 'min', Threshold: 0.1 }), writes({ DefaultValue: 0 })),
    'ComparisonOperator: the alarm on FailedLogins can never go off: each record counts 1, and so does their min (min GreaterThanOrEqualToThreshold 0.1)'],
  ['the least of what comes and of more', all(set({ Statistic: 'min', Threshold: 3 }), writes({ DefaultValue: 5 })),
    'ComparisonOperator: the alarm on FailedLogins can never go off: each record counts 1, and so does their min (min GreaterThanOrEqualToThreshold 3)'],
  ['an average in a query', queries([{ ...COUNTED, MetricStat: { ...COUNTED.MetricStat, Stat: 'Average' } }], { Threshold: 2 }),
    'Metrics: the alarm on FailedLogins can never go off for what the filter counts (Average GreaterThanOrEqualToThreshold 2)'],
  ['arithmetic with a metric of which nothing is known', queries([HIDDEN, ELSEWHERE, { Id: 'e1', Expression: 'm1 + q1' }]),
    `Metrics: the alarm on FailedLogins can never go off for what the filter counts ${SUM}`],
  ['arithmetic that makes nothing of it', queries([HIDDEN, { Id: 'e1', Expression: 'm1 * 0' }]),
    `Metrics: the alarm on FailedLogins can never go off for what the filter counts ${SUM}`],
  ['arithmetic that makes something of nothing', queries([HIDDEN, { Id: 'e1', Expression: 'FILL(m1, 0) + 1' }]),
    `Metrics: the alarm on FailedLogins goes off when nothing happens ${SUM}`],
  ['nothing that is returned', queries([HIDDEN]), `Metrics: the alarm on FailedLogins can never go off for what the filter counts ${SUM}`],
  ['a query that is text', queries(['m1', HIDDEN]), `Metrics: the alarm on FailedLogins can never go off for what the filter counts ${SUM}`],
  ['no band', banded([COUNTED], 'GreaterThanUpperThreshold'),
    'ThresholdMetricId: the alarm on FailedLogins compares with ad1, which is no band of what it compares'],
  ['no band, and nothing that is compared', banded([HIDDEN], 'GreaterThanUpperThreshold'),
    'ThresholdMetricId: the alarm on FailedLogins compares with ad1, which is no band of what it compares'],
  ['a band, and nothing that is compared', banded([HIDDEN, BAND], 'GreaterThanUpperThreshold'),
    'ThresholdMetricId: the alarm on FailedLogins compares with ad1, which is no band of what it compares'],
  ['a band that is too wide by little', banded([COUNTED, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 10.25)' }], 'GreaterThanUpperThreshold'),
    'Metrics: the alarm on FailedLogins compares with a band of 10.25 standard deviations, which nothing leaves'],
  ['a band of something else', banded([COUNTED, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m2)' }], 'GreaterThanUpperThreshold'),
    'ThresholdMetricId: the alarm on FailedLogins compares with ad1, which is no band of what it compares'],
  ['a band that is too wide', banded([COUNTED, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 11)' }], 'GreaterThanUpperThreshold'),
    'Metrics: the alarm on FailedLogins compares with a band of 11 standard deviations, which nothing leaves'],
  ['the lower side of a band', banded([COUNTED, BAND], 'LessThanLowerThreshold'),
    'Metrics: the alarm on FailedLogins can never go off for what the filter counts (Sum LessThanLowerThreshold)'],
  ['one value of a dimension', all(set({ Dimensions: [{ Name: 'User', Value: 'root' }] }), writes({ Dimensions: [{ Key: 'User', Value: '$user' }] })),
    'Dimensions: the alarm on FailedLogins only sees records whose User is root'],
])('%s is found where it stands', (_, change, message) => {
  expect(saidOf(change)).toEqual([`Properties.${message}`]);
});

test.each<[string, Change, string]>([
  ['an expression that refers to itself', queries([HIDDEN, { Id: 'e1', Expression: 'm1 + e1' }]), 'the expression m1 + e1 refers to itself'],
  ['expressions that refer to each other', queries([HIDDEN, { Id: 'e1', Expression: 'm1 + e2', ReturnData: false }, { Id: 'e2', Expression: 'e1' }]), 'refers to itself'],
  ['a band that something is made of', banded([COUNTED, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2) * 2' }], 'GreaterThanUpperThreshold'),
    'the expression ANOMALY_DETECTION_BAND(m1, 2) * 2 is not evaluated'],
  ['a band that is added to something', banded([COUNTED, { Id: 'ad1', Expression: 'm1 + ANOMALY_DETECTION_BAND(m1, 2)' }], 'GreaterThanUpperThreshold'),
    'the expression m1 + ANOMALY_DETECTION_BAND(m1, 2) is not evaluated'],
  ['actions that are not known', set({ AlarmActions: { 'Fn::GetAZs': '' } }), 'Fn::GetAZs is only evaluated at deployment'],
  ['an action that is not known beside an empty one', set({ AlarmActions: ['', { 'Fn::GetAZs': '' }] }), 'Fn::GetAZs is only evaluated at deployment'],
  ['a threshold with a least value only', threshold({ MinValue: 1 }), 'Threshold depends on parameter T of T, which has no default'],
  ['a threshold with a greatest value only', threshold({ MaxValue: 1 }), 'Threshold depends on parameter T of T, which has no default'],
  ['a threshold within bounds, beside what is not evaluated', all(threshold({ MinValue: 1, MaxValue: 5 }), queries([HIDDEN, { Id: 'e1', Expression: 'RATE(m1)' }])),
    'Threshold may be anything from 1 to 5'],
  ['a comparison with a threshold within bounds', all(threshold({ MinValue: 1, MaxValue: 5 }), t => {
    t.Parameters.C = { Type: 'String' };
    alarm(t).ComparisonOperator = { Ref: 'C' };
  }), 'ComparisonOperator depends on parameter C of T, which has no default'],
  ['a threshold within bounds that differ', t => {
    t.Parameters.T = { Type: 'Number', MinValue: 1, MaxValue: 9_999 };
    alarm(t).Threshold = { Ref: 'T' };
  }, 'Threshold may be anything from 1 to 9999'],
  ['a number of periods', t => { t.Parameters.N = { Type: 'Number' }; alarm(t).EvaluationPeriods = { Ref: 'N' }; },
    'EvaluationPeriods depends on parameter N of T, which has no default'],
  ['the account of a metric', queries([{ ...COUNTED, AccountId: '222222222222' }]),
    'it looks at AWS::AccountId 222222222222, and whether that is where the filter writes, is only known at deployment'],
])('of %s it cannot be told whether the alarm goes off', (_, change, reason) => {
  expect(saidOf(change)).toEqual([expect.stringMatching(/^Properties\.AlarmActions: cannot tell /)]);
  expect(saidOf(change)[0]).toContain(reason);
});

test.each<[string, Change]>([
  ['two datapoints of three', set({ DatapointsToAlarm: 2, EvaluationPeriods: 3 })],
  ['as many periods as a day has', set({ EvaluationPeriods: 288, DatapointsToAlarm: 1 })],
  ['as many hours as a week has', set({ Period: 3600, EvaluationPeriods: 168, DatapointsToAlarm: 1 })],
  ['half a minute', set({ Period: 30 })],
  ['an unknown statistic of what counts one', set({ Statistic: 'p99' })],
  ['a sum in other letters', set({ Statistic: 'SUM' })],
  ['samples', set({ Statistic: 'n' })],
  ['the least of what comes', set({ Statistic: 'min' })],
  ['the least of what comes, more beside',
    all(set({ Statistic: 'min', ComparisonOperator: 'LessThanOrEqualToThreshold', Threshold: 1 }), writes({ DefaultValue: 5 }))],
  ['an average above zeros', all(set({ Statistic: 'Average', Threshold: 0.1 }), writes({ DefaultValue: 0 }))],
  ['an average above what is written otherwise', all(set({ Statistic: 'Average', Threshold: 1.2 }), writes({ MetricValue: '3', DefaultValue: 1 }))],
  ['a sum of records that count more than one', all(set({ Threshold: 40_000 }), writes({ MetricValue: '10' }))],
  ['a sum below a number that is never reached', set({ ComparisonOperator: 'LessThanThreshold', Threshold: 5_001 })],
  ['a threshold within bounds that agree', threshold({ MinValue: 1, MaxValue: 5 })],
  ['another metric beside it', queries([{ ...OTHER, ReturnData: false }, COUNTED])],
  ['arithmetic with what may be missing', queries([HIDDEN, ELSEWHERE, { Id: 'e1', Expression: 'm1 + FILL(q1, 0)' }])],
  ['arithmetic with what is no query', queries([HIDDEN, { Id: 'x1', ReturnData: false }, { Id: 'e1', Expression: 'm1 + FILL(x1, 0)' }])],
  ['the most of what comes, zeros beside', all(set({ Statistic: 'max' }), writes({ DefaultValue: 0 }))],
  ['a minute of which each has a record, zeros elsewhere', all(set({ Statistic: 'Minimum', Period: 60 }), writes({ DefaultValue: 0 }))],
  ['missing data that is ignored', set({ TreatMissingData: 'ignore' })],
  ['a unit that the filter writes', all(set({ Unit: 'Count' }), writes({ Unit: 'Count' }))],
  ['the upper side of a band', banded([COUNTED, BAND], 'GreaterThanUpperThreshold')],
  ['a band that comes first', banded([BAND, COUNTED], 'GreaterThanUpperThreshold')],
  ['a band without spaces', banded([COUNTED, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1,2)' }], 'GreaterThanUpperThreshold')],
  ['a band above zeros', all(banded([COUNTED, BAND], 'GreaterThanUpperThreshold'), writes({ DefaultValue: 0 }))],
  ['a band of the usual width', banded([COUNTED, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1)' }], 'GreaterThanUpperThreshold')],
  ['what is made of what is made of it', queries([HIDDEN, { Id: 'e1', Expression: 'm1 * 2', ReturnData: 'false' }, { Id: 'e2', Expression: 'e1 + e1' }])],
  ['numbers as text', set({ Threshold: '1', EvaluationPeriods: '2', Period: '300', DatapointsToAlarm: '1' })],
])('%s is enough', (_, change) => {
  expect(saidOf(change)).toEqual([]);
});
