import { watched, type Change, type Template } from '../audited-template';
import { all, CHOICE, CONDITION, describeBypasses, PARAMETER } from './bypass';

const alarm = (t: Template) => t.Resources.FailedLoginsAlarm.Properties;
const transformation = (t: Template) => t.Resources.FailedLogins.Properties.MetricTransformations[0];

const COUNTED = { Id: 'm1', ReturnData: false, MetricStat: { Metric: { Namespace: 'Audit', MetricName: 'FailedLogins' }, Period: 300, Stat: 'Sum' } };

/** An alarm on queries instead of one metric. */
const queries = (...metrics: object[]): Change => t => {
  ['Namespace', 'MetricName', 'Statistic', 'Period'].forEach(name => delete alarm(t)[name]);
  alarm(t).Metrics = metrics;
};

const band = (operator: string): Change => t => {
  delete alarm(t).Threshold;
  Object.assign(alarm(t), { ThresholdMetricId: 'ad1', ComparisonOperator: operator });
};

const NOTHING: Change = () => undefined;

const ELSE = { Id: 'm2', ReturnData: false, MetricStat: { ...COUNTED.MetricStat, Metric: { Namespace: 'Audit', MetricName: 'Else' } } };

/** One more filter with an alarm. */
const extra = (pattern: string): Change => t => { Object.assign(t.Resources, watched('Extra', pattern)); };

const dimension = (name: string, value: unknown): Change => t => {
  t.Resources.FailedLogins.Properties.EmitSystemFieldDimensions = [name];
  alarm(t).Dimensions = [{ Name: name, Value: value }];
};

/** Combined they are too many to be tried. */
const INDEPENDENT = Array.from({ length: 24 }, (_, index) => `C${index}`);

describeBypasses([
  ['an alarm on a metric of almost the same name',
    t => { t.Resources.FailedLoginsAlarm.Properties.MetricName = 'failedLogins'; },
    ['AuditAlarms[FailedLogins]'],
    t => {
      const { Namespace, MetricName, Statistic: Stat, Period, ...rest } = t.Resources.FailedLoginsAlarm.Properties;
      t.Resources.FailedLoginsAlarm.Properties = { ...rest, Metrics: [{ Id: 'm', MetricStat: { Metric: { Namespace, MetricName }, Stat, Period } }] };
    }],
  ['an alarm without action',
    t => { t.Resources.FailedLoginsAlarm.Properties.AlarmActions = []; },
    ['AuditAlarms[FailedLogins]'],
    t => { t.Resources.FailedLoginsAlarm.Properties.AlarmActions = ['arn:aws:sns:eu-central-1:111111111111:security']; }],
  ['an alarm whose only action is no value',
    t => { t.Resources.FailedLoginsAlarm.Properties.AlarmActions = [{ Ref: 'AWS::NoValue' }]; },
    ['AuditAlarms[FailedLogins]'],
    t => { t.Resources.FailedLoginsAlarm.Properties.AlarmActions = [{ Ref: 'AWS::NoValue' }, { Ref: 'Topic' }]; }],
  ['an alarm that only says when all is well',
    t => { t.Resources.FailedLoginsAlarm.Properties = { ...t.Resources.FailedLoginsAlarm.Properties, AlarmActions: undefined, OKActions: [{ Ref: 'Topic' }] }; },
    ['AuditAlarms[FailedLogins]'],
    t => { t.Resources.FailedLoginsAlarm.Properties.OKActions = [{ Ref: 'Topic' }]; }],
  ['an alarm with its actions disabled by text',
    t => { t.Resources.FailedLoginsAlarm.Properties.ActionsEnabled = 'false'; },
    ['AuditAlarms[FailedLogins]'],
    t => { t.Resources.FailedLoginsAlarm.Properties.ActionsEnabled = 'true'; }],
  ['an alarm on a dimension that the filter does not write',
    t => { t.Resources.FailedLoginsAlarm.Properties.Dimensions = [{ Name: 'Cluster', Value: 'orders' }]; },
    ['AuditAlarms[FailedLogins]'],
    t => { t.Resources.FailedLoginsAlarm.Properties.Dimensions = []; }],
  ['an alarm without the dimensions that the filter takes from the log',
    t => { t.Resources.FailedLogins.Properties.EmitSystemFieldDimensions = ['@aws.account']; },
    ['AuditAlarms[FailedLogins]'],
    t => {
      t.Resources.FailedLogins.Properties.EmitSystemFieldDimensions = ['@aws.account'];
      t.Resources.FailedLoginsAlarm.Properties.Dimensions = [{ Name: '@aws.account', Value: { Ref: 'AWS::AccountId' } }];
    }],
  ['a composite alarm that acts for an alarm without action',
    t => {
      t.Resources.FailedLoginsAlarm.Properties.AlarmActions = [];
      t.Resources.Any = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Sub': 'ALARM(${FailedLoginsAlarm})' }, AlarmActions: [{ Ref: 'Topic' }] } };
    },
    ['AuditAlarms[FailedLogins]'],
    t => {
      t.Resources.Any = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: { 'Fn::Sub': 'ALARM(${FailedLoginsAlarm})' }, AlarmActions: [] } };
    }],
  ['an average of ones that has to be five',
    t => Object.assign(alarm(t), { Statistic: 'Average', Threshold: 5 }),
    ['AuditAlarms[FailedLogins]'],
    t => Object.assign(alarm(t), { Statistic: 'Average', Threshold: 1 })],
  ['an average of ones among the zeros of other minutes',
    t => { alarm(t).Statistic = 'Average'; transformation(t).DefaultValue = 0; },
    ['AuditAlarms[FailedLogins]'],
    t => { transformation(t).DefaultValue = 0; }],
  ['a maximum that is never more than one',
    t => Object.assign(alarm(t), { Statistic: 'Maximum', ComparisonOperator: 'GreaterThanThreshold' }),
    ['AuditAlarms[FailedLogins]'],
    t => Object.assign(alarm(t), { Statistic: 'Maximum' })],
  ['a minimum among the zeros of other minutes',
    t => { alarm(t).Statistic = 'Minimum'; transformation(t).DefaultValue = 0; },
    ['AuditAlarms[FailedLogins]'],
    t => { alarm(t).Statistic = 'Minimum'; }],
  ['a number of samples that counts other minutes as well',
    t => { alarm(t).Statistic = 'SampleCount'; transformation(t).DefaultValue = 0; },
    ['AuditAlarms[FailedLogins]'],
    t => { alarm(t).Statistic = 'SampleCount'; }],
  ['a percentile of ones that has to be two',
    t => { delete alarm(t).Statistic; Object.assign(alarm(t), { ExtendedStatistic: 'p99', Threshold: 2 }); },
    ['AuditAlarms[FailedLogins]'],
    t => { delete alarm(t).Statistic; Object.assign(alarm(t), { ExtendedStatistic: 'p99', Threshold: 1 }); transformation(t).MetricValue = '2'; }],
  ['a count below one',
    t => Object.assign(alarm(t), { ComparisonOperator: 'LessThanThreshold' }),
    ['AuditAlarms[FailedLogins]'],
    t => Object.assign(alarm(t), { ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 })],
  ['a count that nothing reaches already',
    t => { alarm(t).Threshold = 0; transformation(t).DefaultValue = 0; },
    ['AuditAlarms[FailedLogins]'],
    t => { alarm(t).Threshold = 1; transformation(t).DefaultValue = 0; }],
  ['missing data that is breaching',
    t => { alarm(t).TreatMissingData = 'breaching'; },
    ['AuditAlarms[FailedLogins]'],
    t => { alarm(t).TreatMissingData = 'notBreaching'; }],
  ['a unit that the filter does not write',
    t => { alarm(t).Unit = 'Seconds'; },
    ['AuditAlarms[FailedLogins]'],
    t => { alarm(t).Unit = 'Count'; transformation(t).Unit = 'Count'; }],
  ['more datapoints than periods',
    t => { alarm(t).DatapointsToAlarm = 2; },
    ['AuditAlarms[FailedLogins]'],
    t => Object.assign(alarm(t), { DatapointsToAlarm: 2, EvaluationPeriods: 3 })],
  ['periods shorter than a minute, all of which have to have data',
    t => Object.assign(alarm(t), { Period: 10, EvaluationPeriods: 6 }),
    ['AuditAlarms[FailedLogins]'],
    t => Object.assign(alarm(t), { Period: 10, EvaluationPeriods: 6, DatapointsToAlarm: 1 })],
  ['a period that the service refuses',
    t => { alarm(t).Period = 90; },
    ['AuditAlarms[FailedLogins]'],
    t => { alarm(t).Period = 86400; }],
  ['more periods than the service allows',
    t => Object.assign(alarm(t), { Period: 300, EvaluationPeriods: 289, DatapointsToAlarm: 1 }),
    ['AuditAlarms[FailedLogins]'],
    t => Object.assign(alarm(t), { Period: 3600, EvaluationPeriods: 168, DatapointsToAlarm: 1 })],
  ['arithmetic that makes nothing of it',
    queries(COUNTED, { Id: 'e1', Expression: 'm1 * 0' }),
    ['AuditAlarms[FailedLogins]'],
    queries(COUNTED, { Id: 'e1', Expression: 'm1 * 2' })],
  ['arithmetic on another metric, beside it',
    queries(COUNTED, { Id: 'm2', ReturnData: false, MetricStat: { ...COUNTED.MetricStat, Metric: { Namespace: 'Audit', MetricName: 'Else' } } }, { Id: 'e1', Expression: 'm2' }),
    ['AuditAlarms[FailedLogins]'],
    queries(COUNTED, { Id: 'm2', ReturnData: false, MetricStat: { ...COUNTED.MetricStat, Metric: { Namespace: 'Audit', MetricName: 'Else' } } }, { Id: 'e1', Expression: 'SUM(METRICS())' })],
  ['arithmetic that also says one when nothing happens',
    queries(COUNTED, { Id: 'e1', Expression: 'FILL(m1, 0) + 1' }),
    ['AuditAlarms[FailedLogins]'],
    queries(COUNTED, { Id: 'e1', Expression: 'IF(FILL(m1, 0) > 0, 1, 0)' })],
  ['arithmetic that is not evaluated here',
    queries(COUNTED, { Id: 'e1', Expression: 'SLICE(m1, 1)' }),
    ['AuditAlarms[unknown:FailedLogins]'],
    queries(COUNTED, { Id: 'e1', Expression: 'CEIL(m1 / PERIOD(m1))' })],
  ['a metric of another account',
    queries({ ...COUNTED, ReturnData: true, AccountId: '222222222222' }),
    ['AuditAlarms[unknown:FailedLogins]'],
    queries({ ...COUNTED, ReturnData: true, AccountId: { Ref: 'AWS::AccountId' } })],
  ['an average that Metrics Insights takes',
    all(queries({ Id: 'q1', Expression: 'SELECT AVG(FailedLogins) FROM "Audit"', Period: 300 }), t => { alarm(t).Threshold = 5; }),
    ['AuditAlarms[FailedLogins]'],
    queries({ Id: 'q1', Expression: 'SELECT SUM(FailedLogins) FROM SCHEMA("Audit")', Period: 300 })],
  ['a query of Metrics Insights that asks for a dimension which the filter does not write',
    queries({ Id: 'q1', Expression: "SELECT SUM(FailedLogins) FROM Audit WHERE Cluster = 'orders'", Period: 300 }),
    ['AuditAlarms[FailedLogins]'],
    queries({ Id: 'q1', Expression: 'SELECT SUM(FailedLogins) FROM Audit GROUP BY Cluster', Period: 300 })],
  ['a band of which only the lower side counts',
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }), band('LessThanLowerThreshold')),
    ['AuditAlarms[FailedLogins]'],
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }), band('GreaterThanUpperThreshold'))],
  ['a band that is nowhere',
    all(queries({ ...COUNTED, ReturnData: true }), band('GreaterThanUpperThreshold')),
    ['AuditAlarms[FailedLogins]'],
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1)' }), band('GreaterThanUpperThreshold'))],
  ['a band of another metric',
    all(queries({ ...COUNTED, ReturnData: true }, { ...ELSE, ReturnData: false }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m2, 2)' }), band('GreaterThanUpperThreshold')),
    ['AuditAlarms[FailedLogins]'],
    all(queries({ ...COUNTED, ReturnData: true }, { ...ELSE, ReturnData: false }, { Id: 'ad1', Expression: ' ANOMALY_DETECTION_BAND( m1 , 2.5 ) ' }), band('GreaterThanUpperThreshold'))],
  ['a metric in place of a band',
    all(queries({ ...COUNTED, ReturnData: true }, { ...ELSE, Id: 'ad1' }), band('GreaterThanUpperThreshold')),
    ['AuditAlarms[FailedLogins]'],
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 10)' }), band('GreaterThanUpperThreshold'))],
  ['a band that nothing leaves',
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 100000000)' }), band('GreaterThanUpperThreshold')),
    ['AuditAlarms[FailedLogins]'],
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)' }), band('LessThanLowerOrGreaterThanUpperThreshold'))],
  ['something that is made of a band',
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2) * 1000' }), band('GreaterThanUpperThreshold')),
    ['AuditAlarms[unknown:FailedLogins]'],
    all(queries({ ...COUNTED, ReturnData: true }, { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }), band('GreaterThanUpperThreshold'))],
  ['the sum of metrics whose ids are others',
    queries(COUNTED, { Id: 'e1', Expression: 'SUM(METRICS("x"))' }),
    ['AuditAlarms[FailedLogins]'],
    queries(COUNTED, { Id: 'e1', Expression: 'SUM(METRICS("m"))' })],
  ['a threshold that no guessing reaches',
    t => { alarm(t).Threshold = 5_001; },
    ['AuditAlarms[FailedLogins]'],
    t => { alarm(t).Threshold = 5_000; }],
  ['a threshold for a filter on everything that no cluster reaches',
    all(extra('%QUERY%'), t => { t.Resources.ExtraAlarm.Properties.Threshold = 5_000_001; }),
    ['AuditAlarms[Extra]'],
    all(extra('%QUERY%'), t => { t.Resources.ExtraAlarm.Properties.Threshold = 5_000_000; })],
  ['a dimension of another account',
    all(PARAMETER('Account', { Default: '999999999999' }), dimension('@aws.account', { Ref: 'Account' })),
    ['AuditAlarms[unknown:FailedLogins]'],
    dimension('@aws.account', { Ref: 'AWS::AccountId' })],
  ['a dimension of another region',
    dimension('@aws.region', 'eu-central-1'),
    ['AuditAlarms[unknown:FailedLogins]'],
    dimension('@aws.region', { Ref: 'AWS::Region' })],
  ['a dimension of one user',
    all(dimension('User', 'root'), t => {
      delete t.Resources.FailedLogins.Properties.EmitSystemFieldDimensions;
      transformation(t).Dimensions = [{ Key: 'User', Value: '$user' }];
    }),
    ['AuditAlarms[FailedLogins]'],
    NOTHING],
  ['names that only look the same when they are put together',
    t => { Object.assign(transformation(t), { MetricNamespace: 'Audit|a', MetricName: 'b' }); Object.assign(alarm(t), { Namespace: 'Audit', MetricName: 'a|b' }); },
    ['AuditAlarms[b]'],
    t => { Object.assign(transformation(t), { MetricNamespace: 'Audit|a', MetricName: 'b' }); Object.assign(alarm(t), { Namespace: 'Audit|a', MetricName: 'b' }); }],
  ['a threshold within bounds that are too far',
    all(PARAMETER('Threshold', { Type: 'Number', MinValue: 1, MaxValue: 100_000 }), t => { alarm(t).Threshold = { Ref: 'Threshold' }; }),
    ['AuditAlarms[unknown:FailedLogins]'],
    all(PARAMETER('Threshold', { Type: 'Number', MinValue: 1, MaxValue: 10 }), t => { alarm(t).Threshold = { Ref: 'Threshold' }; })],
  ['a threshold beyond what comes, whichever it is',
    all(PARAMETER('Threshold', { Type: 'Number', MinValue: 100_000, MaxValue: 200_000 }), t => { alarm(t).Threshold = { Ref: 'Threshold' }; }),
    ['AuditAlarms[FailedLogins]'],
    all(PARAMETER('Threshold', { Type: 'Number', Default: 5, MinValue: 1 }), t => { alarm(t).Threshold = { Ref: 'Threshold' }; })],
  ['a threshold with one bound',
    all(PARAMETER('Threshold', { Type: 'Number', MinValue: 1 }), t => { alarm(t).Threshold = { Ref: 'Threshold' }; }),
    ['AuditAlarms[unknown:FailedLogins]'],
    NOTHING],
  ['actions on or off, chosen at deployment',
    all(CHOICE('Acts', 'true', 'false'), t => { alarm(t).ActionsEnabled = { Ref: 'Acts' }; }),
    ['AuditAlarms[FailedLogins]'],
    all(PARAMETER('Acts', { Default: 'true' }), t => { alarm(t).ActionsEnabled = { Ref: 'Acts' }; })],
  ['actions on or off, by a pattern that lists both',
    all(PARAMETER('Acts', { Default: 'true', AllowedPattern: '^(true|false)$' }), t => { alarm(t).ActionsEnabled = { Ref: 'Acts' }; }),
    ['AuditAlarms[FailedLogins]'],
    all(PARAMETER('Acts', { Default: 'true', AllowedPattern: '^(true|yes)$' }), t => { alarm(t).ActionsEnabled = { Ref: 'Acts' }; })],
  ['many actions, each by a condition of its own',
    all(...INDEPENDENT.map((name, index) => CHOICE(`P${index}`, name, 'x')),
      ...INDEPENDENT.map((name, index) => CONDITION(name, { 'Fn::Equals': [{ Ref: `P${index}` }, name] })),
      t => { alarm(t).AlarmActions = INDEPENDENT.map(name => ({ 'Fn::If': [name, { Ref: 'Topic' }, { Ref: 'AWS::NoValue' }] })); }),
    ['AuditAlarms[FailedLogins]'],
    all(...INDEPENDENT.map((name, index) => CHOICE(`P${index}`, name, 'x')),
      ...INDEPENDENT.map((name, index) => CONDITION(name, { 'Fn::Equals': [{ Ref: `P${index}` }, name] })),
      t => { alarm(t).AlarmActions = [...INDEPENDENT.map(name => ({ 'Fn::If': [name, { Ref: 'Topic' }, { Ref: 'AWS::NoValue' }] })), { Ref: 'Topic' }]; })],
]);
