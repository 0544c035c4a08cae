import { describeBypasses } from './bypass';

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
      t.Resources.FailedLoginsAlarm.Properties.Dimensions = [{ Name: '@aws.account', Value: '111111111111' }];
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
]);
