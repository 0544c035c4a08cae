import { type Change, type Template, watched } from '../audited-template';
import { said } from '../judged-template';

const NAME = '/aws/rds/cluster/orders/audit';
const OPEN = { 'Fn::GetAtt': ['Topic', 'TopicName'] };

const filter = (t: Template) => t.Resources.FailedLogins.Properties;
const alarm = (t: Template) => t.Resources.FailedLoginsAlarm.Properties;
const inEurope: Change = t => { t.Conditions.Europe = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }; };
const all = (...changes: Change[]): Change => t => changes.forEach(change => change(t));

const places = (change: Change) => said(change).map(({ where, message }) => `${where}: ${message}`);

describe('what no filter looks for', () => {
  test.each<[string, Change, (string | RegExp)[]]>([
    ['is found where another filter is', t => { delete t.Resources.FailedLogins; delete t.Resources.FailedLoginsAlarm; },
      [/^PrivilegeChanges Properties\.FilterPattern: no metric filter on \/aws\/rds\/cluster\/orders\/audit looks for failed logins; not selected: \d+,aurora-mysql-instance-1,user_1,/]],
    ['is found where the log group is', t => ['FailedLogins', 'FailedLoginsAlarm', 'PrivilegeChanges', 'PrivilegeChangesAlarm'].forEach(id => delete t.Resources[id]),
      [`AuditLogs Properties.LogGroupName: no metric filter on ${NAME} looks for failed logins`, `AuditLogs Properties.LogGroupName: no metric filter on ${NAME} looks for changes of privileges`]],
    ['is found at the filter that the service refuses', t => { t.Resources.PrivilegeChanges.Properties.FilterPattern = '%(GRANT%'; },
      [/^PrivilegeChanges Properties\.FilterPattern: no metric filter on \S+ looks for changes of privileges; CloudWatch Logs refuses the pattern of T\/PrivilegeChanges: /]],
    ['is found in the deployments in which no filter is', all(inEurope, t => { t.Resources.FailedLogins.Condition = 'Europe'; t.Resources.FailedLoginsAlarm.Condition = 'Europe'; }),
      [/looks for failed logins; not selected: .* \(where AWS::Region is not eu-central-1\)$/]],
    ['is not known where the pattern is not', t => { filter(t).FilterPattern = OPEN; },
      ['FailedLogins Properties.FilterPattern: cannot tell whether FilterPattern is as it should be: it depends on T/Topic.TopicName']],
    ['is not known where the metrics are not', t => { filter(t).MetricTransformations = { 'Fn::GetAZs': '' }; },
      ['FailedLogins Properties.MetricTransformations: cannot tell whether MetricTransformations is as it should be: Fn::GetAZs is only evaluated at deployment']],
    ['is not known where the log group of the filter is not', t => { filter(t).LogGroupName = OPEN; },
      ['FailedLogins Properties.LogGroupName: cannot tell whether LogGroupName is as it should be: which log group it looks at is only known at deployment']],
    ['is not known where there is no log group either', t => {
      delete t.Resources.AuditLogs;
      delete t.Resources.Cluster.DependsOn;
      ['FailedLogins', 'PrivilegeChanges'].forEach(id => { t.Resources[id].Properties.LogGroupName = OPEN; });
    }, [/no log group in the app is named/, /^FailedLogins .* which log group it looks at is only known/]],
    ['is not known by the first doubt that there is', t => { filter(t).FilterPattern = OPEN; t.Resources.Other = { ...t.Resources.FailedLogins, Properties: { ...filter(t), LogGroupName: OPEN } }; },
      ['FailedLogins Properties.FilterPattern: cannot tell whether FilterPattern is as it should be: it depends on T/Topic.TopicName']],
    ['is not known where the filter sees other text', t => { filter(t).ApplyOnTransformedLogs = 'true'; },
      ['FailedLogins Properties.FilterPattern: cannot tell whether FilterPattern is as it should be: the filter sees the records as a transformer leaves them']],
    ['is not known where the filter chooses records', t => { filter(t).FieldSelectionCriteria = '@aws.region = "x"'; },
      ['FailedLogins Properties.FilterPattern: cannot tell whether FilterPattern is as it should be: the filter looks at some records only, by FieldSelectionCriteria @aws.region = "x"']],
    ['is not known where the pattern is no text', t => { filter(t).FilterPattern = ['FAILED_CONNECT']; },
      ['FailedLogins Properties.FilterPattern: cannot tell whether FilterPattern is as it should be: it is not text']],
    ['is not known where the metrics are no list', t => { filter(t).MetricTransformations = 'x'; },
      ['FailedLogins Properties.MetricTransformations: cannot tell whether MetricTransformations is as it should be: MetricTransformations is not a list']],
  ])('%s', (_, change, expected) => {
    const found = places(change);
    expect(found).toHaveLength(expected.length);
    expected.forEach((one, index) => typeof one === 'string' ? expect(found[index]).toBe(one) : expect(found[index]).toMatch(one));
  });

  test('is looked for as the fix says', () => {
    const [{ fix }] = said(t => { delete t.Resources.FailedLogins; delete t.Resources.FailedLoginsAlarm; });
    expect(fix).toBe("CDK: new logs.MetricFilter(this, 'failed-logins', { logGroup: auditLogs, filterPattern: logs.FilterPattern.literal('\"FAILED_CONNECT\"'), "
      + "metricNamespace: 'Audit', metricName: 'failed-logins' })\n"
      + "CloudFormation: in an AWS::Logs::MetricFilter LogGroupName: !Ref AuditLogs, FilterPattern: '\"FAILED_CONNECT\"', "
      + "MetricTransformations: [{ MetricNamespace: Audit, MetricName: failed-logins, MetricValue: '1' }]");
  });

  test('may be looked for by several filters, each for some of it', () => {
    expect(said(t => {
      filter(t).FilterPattern = 'FAILED_CONNECT "user_1"';
      Object.assign(t.Resources, watched('Others', 'FAILED_CONNECT -"user_1"'));
    })).toEqual([]);
  });
});

describe('the alarm on a metric', () => {
  const composite = (rule: unknown): Change => t => {
    alarm(t).AlarmActions = [];
    t.Resources.Any = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmRule: rule, AlarmActions: [{ Ref: 'Topic' }] } };
  };
  const NO_ACTION = 'FailedLoginsAlarm Properties.AlarmActions: the alarm on FailedLogins has no action';
  const COMPOSITE = `${NO_ACTION}; a composite alarm that acts for it does not count, as for CloudWatch.15: it needs an action of its own`;

  test.each<[string, Change, string[]]>([
    ['is missing', t => { delete t.Resources.FailedLoginsAlarm; },
      ['FailedLogins Properties.MetricTransformations: no alarm watches the metric FailedLogins of this filter']],
    ['is there in some deployments', all(inEurope, t => { t.Resources.FailedLoginsAlarm.Condition = 'Europe'; }),
      ['FailedLoginsAlarm Condition: the alarm on FailedLogins exists in some deployments only (where AWS::Region is not eu-central-1)']],
    ['watches some metric', t => { alarm(t).MetricName = { 'Fn::GetAZs': '' }; },
      ['FailedLoginsAlarm Properties.MetricName: cannot tell whether MetricName is as it should be: which metric the alarm watches is only known at deployment']],
    ['is right in Europe only', all(inEurope, t => { alarm(t).Threshold = { 'Fn::If': ['Europe', 1, 1e6] }; }),
      ['FailedLoginsAlarm Properties.Threshold: the alarm on FailedLogins only goes off for more than 5000 records within 300 seconds (Sum GreaterThanOrEqualToThreshold 1000000) (where AWS::Region is not eu-central-1)']],
    ['is one that a composite alarm refers to', composite({ 'Fn::Sub': 'ALARM(${FailedLoginsAlarm})' }), [COMPOSITE]],
    ['is one that a composite alarm names', all(t => { alarm(t).AlarmName = 'failed'; }, composite('ALARM("failed")')), [COMPOSITE]],
    ['is none that a composite alarm names', all(t => { alarm(t).AlarmName = 'failed'; }, composite('ALARM("others")')), [NO_ACTION]],
    ['has no name that a composite alarm could have', composite('ALARM("undefined")'), [NO_ACTION]],
    ['is wrong otherwise, beside a composite alarm', all(composite('ALARM("x")'), t => { alarm(t).AlarmActions = ['x']; alarm(t).AlarmName = 'x'; alarm(t).Period = 90; }),
      ['FailedLoginsAlarm Properties.Period: the alarm on FailedLogins has a period of 90 seconds, which CloudWatch refuses']],
  ])('%s', (_, change, expected) => expect(places(change)).toEqual(expected));

  describe('of a cluster that there is in Europe only', () => {
    const european = all(inEurope, t => {
      t.Conditions.Elsewhere = { 'Fn::Not': [{ Condition: 'Europe' }] };
      Object.values(t.Resources).forEach((one: any) => { one.Condition = 'Europe'; });
      delete t.Resources.FailedLoginsAlarm.Condition;
    });

    test('may be anywhere', () => expect(places(european)).toEqual([]));

    test('is missing where there is one elsewhere only', () => {
      expect(places(all(european, t => { t.Resources.FailedLoginsAlarm.Condition = 'Elsewhere'; })))
        .toEqual(['FailedLogins Properties.MetricTransformations: no alarm watches the metric FailedLogins of this filter']);
    });

    test('is told what is wrong in Europe', () => {
      expect(places(all(european, t => {
        alarm(t).ActionsEnabled = { 'Fn::If': ['Elsewhere', false, true] };
        alarm(t).Period = { 'Fn::If': ['Elsewhere', 300, 90] };
      }))).toEqual(['FailedLoginsAlarm Properties.Period: the alarm on FailedLogins has a period of 90 seconds, which CloudWatch refuses']);
    });

    test('may be wrong elsewhere', () => {
      expect(places(all(european, t => { alarm(t).Period = { 'Fn::If': ['Elsewhere', 90, 300] }; }))).toEqual([]);
    });
  });

  test('may be one of several', () => {
    expect(said(t => { t.Resources.Silent = { ...t.Resources.FailedLoginsAlarm, Properties: { ...alarm(t), AlarmActions: [] } }; })).toEqual([]);
  });

  test('is told the first of several that are wrong', () => {
    expect(places(t => {
      t.Resources.Silent = { ...t.Resources.FailedLoginsAlarm, Properties: { ...alarm(t), AlarmActions: [] } };
      alarm(t).Period = 90;
    })).toEqual(['FailedLoginsAlarm Properties.Period: the alarm on FailedLogins has a period of 90 seconds, which CloudWatch refuses']);
  });

  test('is asked for of every metric of a filter', () => {
    expect(places(t => { filter(t).MetricTransformations.push({ MetricNamespace: 'Audit', MetricName: 'More', MetricValue: '$.x' }, { MetricValue: '1' }); }))
      .toEqual(['FailedLogins Properties.MetricTransformations: no alarm watches the metric More of this filter']);
  });
});
