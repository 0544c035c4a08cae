import { cluster, findingsOf, group, logs, parameters, watched, type Change } from './audited-template';

const WITH_CONDITION: Change = t => { t.Conditions.Production = { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] }; };

const PARAMETER = (name: string, definition: object): Change => t => { t.Parameters[name] = { Type: 'String', ...definition }; };

const all = (...changes: Change[]): Change => t => changes.forEach(change => change(t));

/** What slips past checks that read templates literally: what is found, and a twin in the same style that is compliant. */
const BYPASSES: [string, Change, string[], Change][] = [
  ['exports from a parameter that leaves the audit log out',
    all(PARAMETER('Exports', { Type: 'CommaDelimitedList', Default: 'error, slowquery' }), t => { cluster(t).EnableCloudwatchLogsExports = { Ref: 'Exports' }; }),
    ['AuditLogExport'],
    all(PARAMETER('Exports', { Type: 'CommaDelimitedList', Default: 'error, audit' }), t => { cluster(t).EnableCloudwatchLogsExports = { Ref: 'Exports' }; })],
  ['exports from a parameter without a default',
    all(PARAMETER('Exports', { Type: 'CommaDelimitedList' }), t => { cluster(t).EnableCloudwatchLogsExports = { Ref: 'Exports' }; }),
    ['AuditLogExport[unknown:EnableCloudwatchLogsExports]'],
    all(PARAMETER('Export', {}), t => { cluster(t).EnableCloudwatchLogsExports = ['audit', { Ref: 'Export' }]; })],
  ['exports that are no value',
    t => { cluster(t).EnableCloudwatchLogsExports = { Ref: 'AWS::NoValue' }; },
    ['AuditLogExport'],
    t => { cluster(t).EnableCloudwatchLogsExports = [{ Ref: 'AWS::NoValue' }, 'audit']; }],
  ['an audit export that is no value',
    t => { cluster(t).EnableCloudwatchLogsExports = ['error', { Ref: 'AWS::NoValue' }]; },
    ['AuditLogExport'],
    t => { cluster(t).EnableCloudwatchLogsExports = ['error', 'audit', { Ref: 'AWS::NoValue' }]; }],
  ['exports in one branch of a condition only',
    all(WITH_CONDITION, t => { cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Production', ['audit'], ['error']] }; }),
    ['AuditLogExport'],
    all(WITH_CONDITION, t => { cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Production', ['audit'], ['audit', 'error']] }; })],
  ['an export that a nested condition takes away',
    all(WITH_CONDITION, t => {
      t.Conditions.Large = { 'Fn::Equals': ['a', 'b'] };
      cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Production', { 'Fn::If': ['Large', ['audit'], { Ref: 'AWS::NoValue' }] }, ['audit']] };
    }),
    ['AuditLogExport'],
    all(WITH_CONDITION, t => {
      cluster(t).EnableCloudwatchLogsExports = { 'Fn::If': ['Production', { 'Fn::If': ['Production', ['audit'], { Ref: 'AWS::NoValue' }] }, ['audit']] };
    })],
  ['an element that is exported under a condition',
    all(WITH_CONDITION, t => { cluster(t).EnableCloudwatchLogsExports = ['error', { 'Fn::If': ['Production', 'audit', 'general'] }]; }),
    ['AuditLogExport'],
    all(WITH_CONDITION, t => { cluster(t).EnableCloudwatchLogsExports = ['audit', { 'Fn::If': ['Production', 'error', 'general'] }]; })],
  ['exports from a mapping',
    t => {
      t.Mappings.ByRegion = { 'eu-central-1': { logs: ['audit'] }, 'us-east-1': { logs: ['error'] } };
      cluster(t).EnableCloudwatchLogsExports = { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'logs'] };
    },
    ['AuditLogExport'],
    t => {
      t.Mappings.ByRegion = { 'eu-central-1': { logs: ['audit'] }, 'us-east-1': { logs: ['audit', 'error'] } };
      cluster(t).EnableCloudwatchLogsExports = { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'logs'] };
    }],
  ['exports split from text',
    t => { cluster(t).EnableCloudwatchLogsExports = { 'Fn::Split': [',', 'error,general'] }; },
    ['AuditLogExport'],
    t => { cluster(t).EnableCloudwatchLogsExports = { 'Fn::Split': [',', 'error,audit'] }; }],
  ['an export in another letter case',
    t => { cluster(t).EnableCloudwatchLogsExports = ['AUDIT']; },
    ['AuditLogExport'],
    t => { cluster(t).EnableCloudwatchLogsExports = ['audit', 'error']; }],
  ['an export imported from elsewhere',
    t => { cluster(t).EnableCloudwatchLogsExports = [{ 'Fn::ImportValue': 'elsewhere' }]; },
    ['AuditLogExport[unknown:EnableCloudwatchLogsExports]'],
    t => { cluster(t).EnableCloudwatchLogsExports = ['audit', { 'Fn::ImportValue': 'elsewhere' }]; }],
  ['an engine in capital letters',
    t => { cluster(t).Engine = 'Aurora-MySQL'; cluster(t).EnableCloudwatchLogsExports = []; },
    ['AuditLogExport'],
    t => { cluster(t).Engine = 'Aurora-MySQL'; }],
  ['an engine from a parameter',
    all(PARAMETER('Engine', { Default: 'aurora-mysql' }), t => { cluster(t).Engine = { Ref: 'Engine' }; delete cluster(t).EnableCloudwatchLogsExports; }),
    ['AuditLogExport'],
    all(PARAMETER('Engine', { Default: 'aurora-postgresql' }), t => {
      cluster(t).Engine = { Ref: 'Engine' };
      cluster(t).EngineVersion = '16.4';
      delete cluster(t).EnableCloudwatchLogsExports;
    })],
  ['an engine that is one of those allowed',
    all(PARAMETER('Engine', { AllowedValues: ['aurora-postgresql', 'aurora-mysql'] }), t => {
      cluster(t).Engine = { Ref: 'Engine' };
      delete cluster(t).EnableCloudwatchLogsExports;
    }),
    ['AuditLogExport'],
    all(PARAMETER('Engine', { AllowedValues: ['aurora-postgresql', 'postgres'] }), t => {
      cluster(t).Engine = { Ref: 'Engine' };
      cluster(t).EngineVersion = '16.4';
      delete cluster(t).EnableCloudwatchLogsExports;
    })],
  ['a secondary cluster that only its members tell to be Aurora MySQL',
    t => {
      t.Resources.Writer = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-mysql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Cluster' } } };
      Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world', EnableCloudwatchLogsExports: [] });
    },
    ['AuditLogExport'],
    t => {
      t.Resources.Writer = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'aurora-postgresql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Cluster' } } };
      Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world', EnableCloudwatchLogsExports: [] });
    }],
  ['a secondary cluster that only the global cluster tells to be Aurora MySQL',
    t => {
      t.Resources.World = { Type: 'AWS::RDS::GlobalCluster', Properties: { Engine: 'aurora-mysql', GlobalClusterIdentifier: 'World' } };
      Object.assign(cluster(t), {
        Engine: undefined, EngineVersion: undefined, DBClusterParameterGroupName: undefined, GlobalClusterIdentifier: { Ref: 'World' },
      });
    },
    ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]', 'AuditLogging'],
    t => {
      t.Resources.World = { Type: 'AWS::RDS::GlobalCluster', Properties: { Engine: 'aurora-mysql', GlobalClusterIdentifier: 'World' } };
      Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: { Ref: 'World' } });
    }],
  ['a cluster of which nothing tells the engine',
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world', EnableCloudwatchLogsExports: [], DBClusterParameterGroupName: 'elsewhere' }),
    ['AuditEvents[unknown:Engine]', 'AuditLogExport[unknown:Engine]', 'AuditLogging[unknown:Engine]', 'AuditUsers[unknown:Engine]'],
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, GlobalClusterIdentifier: 'world' })],
  ['a restored cluster that names no engine but a family',
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, SnapshotIdentifier: 'snapshot', DBClusterParameterGroupName: 'default.aurora-mysql8.0' }),
    ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]', 'AuditLogging'],
    t => Object.assign(cluster(t), { Engine: undefined, EngineVersion: undefined, SnapshotIdentifier: 'snapshot', DBClusterParameterGroupName: 'default.aurora-postgresql16' })],
  ['Serverless v1, which needs no export but events',
    t => { cluster(t).EngineMode = 'serverless'; delete cluster(t).EnableCloudwatchLogsExports; delete parameters(t).server_audit_events; },
    ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]'],
    t => { cluster(t).EngineMode = 'serverless'; delete cluster(t).EnableCloudwatchLogsExports; }],
  ['Serverless v2, which is provisioned',
    t => { cluster(t).EngineMode = 'provisioned'; cluster(t).ServerlessV2ScalingConfiguration = { MinCapacity: 1, MaxCapacity: 2 }; delete cluster(t).EnableCloudwatchLogsExports; },
    ['AuditLogExport'],
    t => { cluster(t).EngineMode = 'provisioned'; cluster(t).ServerlessV2ScalingConfiguration = { MinCapacity: 1, MaxCapacity: 2 }; }],

  ['logging switched off by a parameter',
    all(PARAMETER('Audit', { Default: 'OFF', AllowedValues: ['ON', 'OFF'] }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; }),
    ['AuditLogging'],
    all(PARAMETER('Audit', { Default: 'ON', AllowedValues: ['ON', 'OFF'] }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; })],
  ['logging that the deployer chooses',
    all(PARAMETER('Audit', { AllowedValues: ['1', '0'] }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; }),
    ['AuditLogging'],
    all(PARAMETER('Audit', { AllowedValues: ['1', 'ON'] }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; })],
  ['logging from a parameter that is looked up',
    all(PARAMETER('Audit', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '1' }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; }),
    ['AuditLogging[unknown:server_audit_logging]'],
    all(PARAMETER('Audit', { Type: 'Number', Default: 1 }), t => { parameters(t).server_audit_logging = { Ref: 'Audit' }; })],
  ['logging from a dynamic reference',
    t => { parameters(t).server_audit_logging = '{{resolve:ssm:/audit/logging}}'; },
    ['AuditLogging[unknown:server_audit_logging]'],
    t => { parameters(t).server_audit_logging = 1; }],
  ['logging in one environment only',
    all(WITH_CONDITION, t => { parameters(t).server_audit_logging = { 'Fn::If': ['Production', '1', '0'] }; }),
    ['AuditLogging'],
    all(WITH_CONDITION, t => { parameters(t).server_audit_logging = { 'Fn::If': ['Production', '1', 'on'] }; })],
  ['the group of one environment only',
    all(WITH_CONDITION, t => { cluster(t).DBClusterParameterGroupName = { 'Fn::If': ['Production', { Ref: 'Parameters' }, 'default.aurora-mysql8.0'] }; }),
    ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]', 'AuditLogging'],
    all(WITH_CONDITION, t => {
      t.Resources.Others = structuredClone(t.Resources.Parameters);
      cluster(t).DBClusterParameterGroupName = { 'Fn::If': ['Production', { Ref: 'Parameters' }, { Ref: 'Others' }] };
    })],
  ['a group that is defined, but not attached',
    t => { delete cluster(t).DBClusterParameterGroupName; },
    ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]', 'AuditLogging'],
    t => { group(t).DBClusterParameterGroupName = 'Orders-Audited'; cluster(t).DBClusterParameterGroupName = 'orders-audited'; }],
  ['a group of another account',
    t => { cluster(t).DBClusterParameterGroupName = 'made-by-hand'; },
    ['AuditEvents[unknown:DBClusterParameterGroupName]', 'AuditLogging[unknown:DBClusterParameterGroupName]', 'AuditUsers[unknown:DBClusterParameterGroupName]'],
    t => { group(t).DBClusterParameterGroupName = 'made-here'; cluster(t).DBClusterParameterGroupName = 'made-here'; }],
  ['audit parameters on the instances only',
    t => {
      t.Resources.Writer = {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'aurora-mysql', DBInstanceClass: 'db.r6g.large', DBClusterIdentifier: { Ref: 'Cluster' }, DBParameterGroupName: { Ref: 'OnInstances' } },
      };
      t.Resources.OnInstances = { Type: 'AWS::RDS::DBParameterGroup', Properties: { Family: 'aurora-mysql8.0', Description: 'd', Parameters: parameters(t) } };
      group(t).Parameters = { require_secure_transport: 'ON' };
    },
    ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]', 'AuditLogging'],
    t => {
      t.Resources.OnInstances = { Type: 'AWS::RDS::DBParameterGroup', Properties: { Family: 'aurora-mysql8.0', Description: 'd', Parameters: { max_connections: '100' } } };
    }],
  ['the cluster parameters behind a transform',
    t => { group(t).Parameters = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } }; },
    ['AuditEvents[unknown:server_audit_events]', 'AuditLogging[unknown:server_audit_logging]', 'AuditParameterNames[unknown:Parameters]',
      'AuditUsers[unknown:server_audit_excl_users]', 'AuditUsers[unknown:server_audit_incl_users]'],
    t => { group(t).Parameters = { ...parameters(t), time_zone: 'UTC' }; }],

  ['events joined from parts, one missing',
    t => { parameters(t).server_audit_events = { 'Fn::Join': [',', ['CONNECT', 'QUERY_DDL']] }; },
    ['AuditEvents[QUERY]'],
    t => { parameters(t).server_audit_events = { 'Fn::Join': [',', ['CONNECT', 'QUERY_DDL', 'QUERY_DML', 'QUERY_DCL']] }; }],
  ['events of a list parameter with spaces',
    t => { parameters(t).server_audit_events = 'CONNECT, QUERY'; },
    ['AuditEvents[invalid:-QUERY]'],
    all(PARAMETER('Events', { Type: 'CommaDelimitedList', Default: 'CONNECT, QUERY' }), t => { parameters(t).server_audit_events = { 'Fn::Join': [',', { Ref: 'Events' }] }; })],
  ['events in lower case',
    t => { parameters(t).server_audit_events = 'connect,query'; },
    ['AuditEvents[invalid:connect]', 'AuditEvents[invalid:query]'],
    t => { parameters(t).server_audit_events = 'QUERY,CONNECT'; }],
  ['an event of another product',
    t => { parameters(t).server_audit_events = 'CONNECT,QUERY,QUERY_DML_NO_SELECT'; },
    ['AuditEvents[invalid:QUERY_DML_NO_SELECT]'],
    t => { parameters(t).server_audit_events = 'CONNECT,QUERY,TABLE'; }],
  ['empty events',
    t => { parameters(t).server_audit_events = ''; },
    ['AuditEvents[CONNECT]', 'AuditEvents[QUERY]'],
    t => { parameters(t).server_audit_events = 'CONNECT,QUERY,QUERY_DCL'; }],
  ['tables instead of statements',
    t => { parameters(t).server_audit_events = 'CONNECT,TABLE'; },
    ['AuditEvents[QUERY]'],
    t => { parameters(t).server_audit_events = 'CONNECT,TABLE,QUERY'; }],
  ['events substituted into text',
    all(PARAMETER('More', { Default: 'TABLE' }), t => { parameters(t).server_audit_events = { 'Fn::Sub': 'CONNECT,${More}' }; }),
    ['AuditEvents[QUERY]'],
    all(PARAMETER('More', { Default: 'QUERY' }), t => { parameters(t).server_audit_events = { 'Fn::Sub': ['CONNECT,${Rest}', { Rest: { Ref: 'More' } }] }; })],

  ['the parameter of the article',
    t => { parameters(t).server_audit_logs = '1'; },
    ['AuditParameterNames[server_audit_logs]'],
    t => { parameters(t).server_audit_logs_upload = '1'; }],
  ['a parameter of the MariaDB plugin',
    t => { parameters(t).server_audit_output_type = 'file'; },
    ['AuditParameterNames[server_audit_output_type]'],
    t => { parameters(t).log_output = 'FILE'; }],
  ['a slip of the pen',
    t => { parameters(t).server_audit_eventz = 'CONNECT'; },
    ['AuditParameterNames[server_audit_eventz]'],
    t => { parameters(t).server_audit_excl_users = 'rdsadmin'; }],

  ['included users',
    t => { parameters(t).server_audit_incl_users = 'auditor'; },
    ['AuditUsers[server_audit_incl_users]'],
    t => { parameters(t).server_audit_incl_users = ''; }],
  ['an excluded user among the allowed ones',
    t => { parameters(t).server_audit_excl_users = 'rdsadmin,backup'; },
    ['AuditUsers[backup]'],
    t => { parameters(t).server_audit_excl_users = 'rdsadmin'; }],
  ['the master user excluded by reference',
    all(PARAMETER('Master', { Default: 'root' }), t => { cluster(t).MasterUsername = { Ref: 'Master' }; parameters(t).server_audit_excl_users = { Ref: 'Master' }; }),
    ['AuditUsers[root]'],
    all(PARAMETER('Master', { Default: 'root' }), t => { cluster(t).MasterUsername = { Ref: 'Master' }; parameters(t).server_audit_excl_users = 'rdsadmin'; })],
  ['both lists',
    t => Object.assign(parameters(t), { server_audit_incl_users: 'auditor', server_audit_excl_users: 'rdsadmin' }),
    ['AuditUsers[both-lists]', 'AuditUsers[server_audit_incl_users]'],
    t => Object.assign(parameters(t), { server_audit_incl_users: { Ref: 'AWS::NoValue' }, server_audit_excl_users: 'rdsadmin' })],

  ['a family of another version',
    t => { group(t).Family = 'aurora-mysql5.7'; },
    ['ParameterGroupFamily'],
    t => { group(t).Family = 'aurora-mysql5.7'; cluster(t).EngineVersion = '5.7.mysql_aurora.2.11.4'; }],
  ['a family that follows the version by condition, the wrong way round',
    all(WITH_CONDITION, t => {
      group(t).Family = { 'Fn::If': ['Production', 'aurora-mysql5.7', 'aurora-mysql8.0'] };
      cluster(t).EngineVersion = { 'Fn::If': ['Production', '8.0.mysql_aurora.3.08.0', '5.7.mysql_aurora.2.11.4'] };
    }),
    ['ParameterGroupFamily', 'ParameterGroupFamily'],
    all(WITH_CONDITION, t => {
      group(t).Family = { 'Fn::If': ['Production', 'aurora-mysql8.0', 'aurora-mysql5.7'] };
      cluster(t).EngineVersion = { 'Fn::If': ['Production', '8.0.mysql_aurora.3.08.0', '5.7.mysql_aurora.2.11.4'] };
    })],
  ['a family of another engine, without a version',
    t => { group(t).Family = 'mysql8.0'; delete cluster(t).EngineVersion; },
    ['ParameterGroupFamily'],
    t => { group(t).Family = 'aurora-mysql8.4'; delete cluster(t).EngineVersion; }],

  ['a log group of another cluster',
    t => { logs(t).LogGroupName = '/aws/rds/cluster/invoices/audit'; t.Resources.FailedLogins.Properties.LogGroupName = '/aws/rds/cluster/orders/audit'; t.Resources.PrivilegeChanges.Properties.LogGroupName = '/aws/rds/cluster/orders/audit'; },
    ['AuditLogGroup'],
    t => { cluster(t).DBClusterIdentifier = 'invoices'; logs(t).LogGroupName = '/aws/rds/cluster/invoices/audit'; }],
  ['a log group that repeats the capitals of the identifier',
    t => { cluster(t).DBClusterIdentifier = 'Orders'; logs(t).LogGroupName = '/aws/rds/cluster/Orders/audit'; },
    ['AuditLogGroup', 'AuditMetricFilters[failed-logins]', 'AuditMetricFilters[privilege-changes]'],
    t => { cluster(t).DBClusterIdentifier = 'Orders'; }],
  ['a log group that needs the cluster',
    t => { delete t.Resources.Cluster.DependsOn; logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Cluster}/audit' }; },
    ['AuditLogGroup[created-late]'],
    all(PARAMETER('Name', { Default: 'orders' }), t => {
      cluster(t).DBClusterIdentifier = { Ref: 'Name' };
      logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Name}/audit' };
    })],
  ['a log group that waits for the cluster by way of another resource',
    t => {
      delete t.Resources.Cluster.DependsOn;
      t.Resources.Handle = { Type: 'AWS::CloudFormation::WaitConditionHandle', DependsOn: 'Cluster' };
      t.Resources.AuditLogs.DependsOn = 'Handle';
    },
    ['AuditLogGroup[created-late]'],
    t => {
      t.Resources.Handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' };
      t.Resources.AuditLogs.DependsOn = 'Handle';
    }],
  ['a log group under a condition that the cluster has not',
    all(WITH_CONDITION, t => { t.Resources.AuditLogs.Condition = 'Production'; delete t.Resources.Cluster.DependsOn; }),
    ['AuditLogGroup'],
    all(WITH_CONDITION, t => { t.Resources.AuditLogs.Condition = 'Production'; t.Resources.Cluster.Condition = 'Production'; })],
  ['log groups for one branch of the identifier',
    all(WITH_CONDITION, t => { cluster(t).DBClusterIdentifier = { 'Fn::If': ['Production', 'orders', 'orders-test'] }; }),
    ['AuditLogGroup', 'AuditMetricFilters[failed-logins]', 'AuditMetricFilters[privilege-changes]'],
    all(WITH_CONDITION, t => {
      cluster(t).DBClusterIdentifier = { 'Fn::If': ['Production', 'orders', 'orders-test'] };
      logs(t).LogGroupName = { 'Fn::If': ['Production', '/aws/rds/cluster/orders/audit', '/aws/rds/cluster/orders-test/audit'] };
    })],
  ['an identifier that is given at deployment',
    all(PARAMETER('Name', {}), t => { cluster(t).DBClusterIdentifier = { Ref: 'Name' }; logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/${Name}/audit' }; }),
    ['AuditLogGroup[unknown:DBClusterIdentifier]'],
    t => { cluster(t).DBClusterIdentifier = { 'Fn::Sub': 'orders-${AWS::Region}' }; logs(t).LogGroupName = { 'Fn::Sub': '/aws/rds/cluster/orders-${AWS::Region}/audit' }; }],
  ['retention from a mapping',
    t => { t.Mappings.Days = { kept: { short: 30, long: 365 } }; logs(t).RetentionInDays = { 'Fn::FindInMap': ['Days', 'kept', 'short'] }; },
    ['AuditLogRetention'],
    t => { t.Mappings.Days = { kept: { short: 30, long: 365 } }; logs(t).RetentionInDays = { 'Fn::FindInMap': ['Days', 'kept', 'long'] }; }],
  ['retention as text',
    t => { logs(t).RetentionInDays = '90'; },
    ['AuditLogRetention'],
    t => { logs(t).RetentionInDays = '400'; }],
  ['retention of no day',
    t => { logs(t).RetentionInDays = 0; },
    ['AuditLogRetention'],
    t => { delete logs(t).RetentionInDays; }],
  ['a key that is no value',
    t => { logs(t).KmsKeyId = { Ref: 'AWS::NoValue' }; },
    ['AuditLogEncryption'],
    t => { t.Resources.Key = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: {} } }; logs(t).KmsKeyId = { 'Fn::GetAtt': ['Key', 'Arn'] }; }],
  ['a key in one environment only',
    all(WITH_CONDITION, t => { logs(t).KmsKeyId = { 'Fn::If': ['Production', 'arn:aws:kms:eu-central-1:111111111111:key/k', { Ref: 'AWS::NoValue' }] }; }),
    ['AuditLogEncryption'],
    all(PARAMETER('Key', {}), t => { logs(t).KmsKeyId = { Ref: 'Key' }; })],
  ['a log group that goes with the stack by default',
    t => { delete t.Resources.AuditLogs.DeletionPolicy; },
    ['AuditLogRemoval'],
    t => { t.Resources.AuditLogs.DeletionPolicy = 'RetainExceptOnCreate'; }],
  ['a log group of infrequent access',
    t => { logs(t).LogGroupClass = 'INFREQUENT_ACCESS'; },
    ['AuditLogClass'],
    t => { logs(t).LogGroupClass = 'STANDARD'; }],

  ['a filter named after failed logins that looks for something else',
    t => { t.Resources.FailedLogins.Properties.FilterPattern = '"slow"'; },
    ['AuditMetricFilters[failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.FilterPattern = '%,FAILED_CONNECT,%'; }],
  ['a filter that counts everything',
    t => { t.Resources.FailedLogins.Properties.FilterPattern = ''; },
    ['AuditMetricFilters[failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.FilterPattern = 'FAILED_CONNECT'; }],
  ['a filter that logins set off as well',
    t => { t.Resources.FailedLogins.Properties.FilterPattern = 'CONNECT'; },
    ['AuditMetricFilters[failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.FilterPattern = 'CONNECT FAILED'; }],
  ['a filter for one kind of privilege change',
    t => { t.Resources.PrivilegeChanges.Properties.FilterPattern = '"GRANT "'; },
    ['AuditMetricFilters[privilege-changes]'],
    t => { t.Resources.PrivilegeChanges.Properties.FilterPattern = '"GRANT "'; Object.assign(t.Resources, watched('Revoked', '"REVOKE "')); }],
  ['a filter on the log group of another log',
    t => { t.Resources.FailedLogins.Properties.LogGroupName = '/aws/rds/cluster/orders/error'; },
    ['AuditMetricFilters[failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.LogGroupName = '/aws/rds/cluster/orders/audit'; }],
  ['a filter that counts nothing',
    t => { t.Resources.FailedLogins.Properties.MetricTransformations[0].MetricValue = '0'; },
    ['AuditMetricFilters[failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.MetricTransformations[0].MetricValue = '2'; }],
  ['a filter in one environment only',
    all(WITH_CONDITION, t => { t.Resources.FailedLogins.Condition = 'Production'; t.Resources.FailedLoginsAlarm.Condition = 'Production'; }),
    ['AuditMetricFilters[failed-logins]'],
    all(WITH_CONDITION, t => Object.values(t.Resources).forEach((resource: any) => { resource.Condition = 'Production'; }))],
  ['a filter whose pattern is given at deployment',
    all(PARAMETER('Pattern', {}), t => { t.Resources.FailedLogins.Properties.FilterPattern = { Ref: 'Pattern' }; }),
    ['AuditMetricFilters[unknown:failed-logins]'],
    all(PARAMETER('Pattern', { Default: 'FAILED_CONNECT' }), t => { t.Resources.FailedLogins.Properties.FilterPattern = { Ref: 'Pattern' }; })],
  ['a filter on transformed records',
    t => { t.Resources.FailedLogins.Properties.ApplyOnTransformedLogs = true; },
    ['AuditMetricFilters[unknown:failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.ApplyOnTransformedLogs = false; }],
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

  ['an instance of another engine without its logs',
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', EnableCloudwatchLogsExports: ['postgresql'] } }; },
    ['InstanceLogExports'],
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres', EnableCloudwatchLogsExports: ['postgresql', 'upgrade'] } }; }],
  ['a replica whose source tells the engine',
    t => {
      t.Resources.Primary = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'sqlserver-ex', EnableCloudwatchLogsExports: ['error'] } };
      t.Resources.Replica = { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: { Ref: 'Primary' } } };
    },
    ['InstanceLogExports'],
    t => {
      t.Resources.Primary = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'sqlserver-ex', EnableCloudwatchLogsExports: ['error'] } };
      t.Resources.Replica = { Type: 'AWS::RDS::DBInstance', Properties: { SourceDBInstanceIdentifier: { Ref: 'Primary' }, EnableCloudwatchLogsExports: ['error'] } };
    }],
  ['an instance of which nothing tells the engine',
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { DBSnapshotIdentifier: 'snapshot' } }; },
    ['InstanceLogExports[unknown:Engine]'],
    t => { t.Resources.Other = { Type: 'AWS::RDS::DBInstance', Properties: { DBSnapshotIdentifier: 'snapshot', Engine: 'db2-se' } }; }],
  ['a blank engine of a version of Aurora MySQL',
    t => { cluster(t).Engine = ''; cluster(t).EnableCloudwatchLogsExports = []; },
    ['AuditLogExport'],
    t => { cluster(t).Engine = ''; }],
  ['an engine with white space around it',
    t => { cluster(t).Engine = 'aurora-mysql '; cluster(t).EnableCloudwatchLogsExports = []; },
    ['AuditLogExport'],
    t => { cluster(t).Engine = 'aurora-mysql '; }],
  ['an instance that belongs to the cluster in one branch only',
    all(WITH_CONDITION, t => {
      t.Resources.Other = {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'postgres', DBClusterIdentifier: { 'Fn::If': ['Production', { Ref: 'Cluster' }, { Ref: 'AWS::NoValue' }] } },
      };
    }),
    ['InstanceLogExports'],
    all(WITH_CONDITION, t => {
      t.Resources.Other = {
        Type: 'AWS::RDS::DBInstance',
        Properties: { Engine: 'aurora-mysql', DBClusterIdentifier: { 'Fn::If': ['Production', { Ref: 'Cluster' }, 'other'] } },
      };
    })],
  ['a filter for one user only',
    t => { t.Resources.FailedLogins.Properties.FilterPattern = 'FAILED_CONNECT "user_1"'; },
    ['AuditMetricFilters[failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.FilterPattern = 'FAILED_CONNECT'; }],
  ['a filter for one instance only',
    t => { t.Resources.PrivilegeChanges.Properties.FilterPattern = '%aurora-mysql.*(GRANT|REVOKE)%'.replace(/[()]/g, ''); },
    ['AuditMetricFilters[privilege-changes]'],
    t => { t.Resources.PrivilegeChanges.Properties.FilterPattern = '%,QUERY,.*GRANT |,QUERY,.*REVOKE %'.replace(/ /g, '\\s'); }],
  ['a filter that counts downwards',
    t => { t.Resources.FailedLogins.Properties.MetricTransformations[0].MetricValue = '-1'; },
    ['AuditMetricFilters[failed-logins]'],
    t => { t.Resources.FailedLogins.Properties.MetricTransformations[0].MetricValue = '1'; }],
  ['parameters to which a loop adds',
    t => { t.Resources.Parameters.Properties.Parameters['Fn::ForEach::Excluded'] = ['User', ['admin'], { server_audit_excl_users: '${User}' }]; },
    ['AuditParameterNames[unknown:Parameters]', 'AuditUsers[unknown:server_audit_excl_users]', 'AuditUsers[unknown:server_audit_incl_users]'],
    t => { t.Resources.Parameters.Properties.Parameters.server_audit_excl_users = 'rdsadmin'; }],
];

test('the audited template is compliant', () => {
  expect(findingsOf(() => undefined)).toEqual([]);
});

describe.each(BYPASSES)('%s', (_, bypass, found, twin) => {
  test('is found', () => expect(findingsOf(bypass)).toEqual(found));
  test('has a compliant twin', () => expect(findingsOf(twin)).toEqual([]));
});
