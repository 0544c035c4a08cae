import { cluster } from '../audited-template';
import { all, CHOICE, CONDITION, describeBypasses, PARAMETER, WITH_CONDITION } from './bypass';

/** Combined they are too many to be tried. */
const NAMES = Array.from({ length: 24 }, (_, index) => `C${index}`);
const INDEPENDENT = NAMES.flatMap(name => [CHOICE(`P${name}`, 'x', 'y'), CONDITION(name, { 'Fn::Equals': [{ Ref: `P${name}` }, 'x'] })]);

describeBypasses([
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
  ['exports of which one or several may be chosen',
    all(PARAMETER('Logs', { Type: 'CommaDelimitedList', AllowedValues: ['audit', 'error'], Default: 'audit' }), t => { cluster(t).EnableCloudwatchLogsExports = { Ref: 'Logs' }; }),
    ['AuditLogExport'],
    all(PARAMETER('Logs', { Type: 'CommaDelimitedList', Default: 'audit' }), t => { cluster(t).EnableCloudwatchLogsExports = { Ref: 'Logs' }; })],
  ['an export in another letter case',
    t => { cluster(t).EnableCloudwatchLogsExports = ['AUDIT']; },
    ['AuditLogExport'],
    t => { cluster(t).EnableCloudwatchLogsExports = ['audit', 'error']; }],
  ['an export imported from elsewhere',
    t => { cluster(t).EnableCloudwatchLogsExports = [{ 'Fn::ImportValue': 'elsewhere' }]; },
    ['AuditLogExport[unknown:EnableCloudwatchLogsExports]'],
    t => { cluster(t).EnableCloudwatchLogsExports = ['audit', { 'Fn::ImportValue': 'elsewhere' }]; }],
  ['one of many independent elements, each by a condition',
    all(...INDEPENDENT, t => { cluster(t).EnableCloudwatchLogsExports = NAMES.map(name => ({ 'Fn::If': [name, 'audit', 'error'] })); }),
    ['AuditLogExport'],
    all(...INDEPENDENT, t => {
      cluster(t).EnableCloudwatchLogsExports = [
        ...NAMES.map(name => ({ 'Fn::If': [name, 'error', 'general'] })), { 'Fn::If': ['C7', 'audit', 'slowquery'] }, { 'Fn::If': ['C7', 'instance', 'audit'] },
      ];
    })],
]);
