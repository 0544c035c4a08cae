import * as fc from 'fast-check';
import { auditedTemplate, type Template } from './audited-template';

/** Templates whose values are chosen by parameters, conditions and mappings, right and wrong ones. */
export const PARAMETERS: Record<string, string[]> = { Stage: ['a', 'b'], Size: ['a', 'b', 'c'], Flag: ['true', 'false'], Free: ['a', 'b', 'something else'] };

/** It may be anything: what no condition compares it with stands for all the rest. */
const FREE = 'Free';

const NO_VALUE = { Ref: 'AWS::NoValue' };
const LOG_GROUP = (identifier: string) => `/aws/rds/cluster/${identifier}/audit`;

/** The places that vary, each with values that are right and wrong. */
const PLACES: [path: string[], values: unknown[]][] = [
  [['Cluster', 'Properties', 'Engine'], ['aurora-mysql', 'aurora-postgresql', NO_VALUE]],
  [['Cluster', 'Properties', 'EngineVersion'], ['8.0.mysql_aurora.3.08.0', '5.7.mysql_aurora.2.12.0']],
  [['Cluster', 'Properties', 'EngineMode'], ['provisioned', 'serverless', NO_VALUE]],
  [['Cluster', 'Properties', 'DBClusterIdentifier'], ['orders', 'Invoices']],
  [['Cluster', 'Properties', 'DBClusterParameterGroupName'], [{ Ref: 'Parameters' }, 'default.aurora-mysql8.0', NO_VALUE]],
  [['Cluster', 'Properties', 'EnableCloudwatchLogsExports'], [['audit'], ['error'], NO_VALUE]],
  [['Cluster', 'Properties', 'EnableCloudwatchLogsExports', '0'], ['audit', 'error', NO_VALUE]],
  [['Parameters', 'Properties', 'Family'], ['aurora-mysql8.0', 'aurora-mysql5.7']],
  [['Parameters', 'Properties', 'Parameters', 'server_audit_logging'], ['1', '0', NO_VALUE]],
  [['Parameters', 'Properties', 'Parameters', 'server_audit_events'], ['CONNECT,QUERY', 'CONNECT', NO_VALUE]],
  [['Parameters', 'Properties', 'Parameters', 'server_audit_incl_users'], [NO_VALUE, 'auditor']],
  [['Parameters', 'Properties', 'Parameters', 'server_audit_excl_users'], [NO_VALUE, 'rdsadmin', 'app']],
  [['AuditLogs', 'Properties', 'LogGroupName'], [LOG_GROUP('orders'), LOG_GROUP('invoices')]],
  [['AuditLogs', 'Properties', 'RetentionInDays'], [365, 30, NO_VALUE]],
  [['AuditLogs', 'Properties', 'KmsKeyId'], ['key', NO_VALUE]],
  [['AuditLogs', 'Properties', 'LogGroupClass'], ['STANDARD', 'INFREQUENT_ACCESS']],
  [['FailedLogins', 'Properties', 'LogGroupName'], [LOG_GROUP('orders'), LOG_GROUP('invoices')]],
  [['FailedLogins', 'Properties', 'FilterPattern'], ['"FAILED_CONNECT"', 'nothing']],
  [['PrivilegeChanges', 'Properties', 'LogGroupName'], [LOG_GROUP('orders'), LOG_GROUP('invoices')]],
  [['FailedLogins', 'Properties', 'MetricTransformations', '0', 'MetricName'], ['FailedLogins', 'Other']],
  [['FailedLoginsAlarm', 'Properties', 'MetricName'], ['FailedLogins', 'Other']],
  [['FailedLoginsAlarm', 'Properties', 'Statistic'], ['Sum', 'Average']],
  [['FailedLoginsAlarm', 'Properties', 'Threshold'], [1, 5]],
  [['FailedLoginsAlarm', 'Properties', 'ActionsEnabled'], ['true', 'false', NO_VALUE]],
  [['FailedLoginsAlarm', 'Properties', 'AlarmActions', '0'], ['arn', NO_VALUE]],
];

const CONDITIONAL = ['Cluster', 'AuditLogs', 'FailedLogins', 'FailedLoginsAlarm', 'PrivilegeChangesAlarm'];
const CONDITIONS = ['One', 'Two', 'Three', 'Four'];

/** A condition may name those that come before it. */
const condition = (index: number): fc.Arbitrary<unknown> => fc.letrec<{ formula: unknown }>(tie => ({
  formula: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(...Object.entries(PARAMETERS).flatMap(([name, values]) => values.slice(0, name === FREE ? -1 : undefined).map(value => ({ 'Fn::Equals': [{ Ref: name }, value] })))),
    fc.constant({ 'Fn::Equals': [{ Ref: 'Stage' }, { Ref: 'Size' }] }),
    ...index === 0 ? [] : [fc.constantFrom(...CONDITIONS.slice(0, index)).map(name => ({ Condition: name }))],
    tie('formula').map(one => ({ 'Fn::Not': [one] })),
    fc.tuple(fc.constantFrom('Fn::And', 'Fn::Or'), tie('formula'), tie('formula')).map(([name, one, other]) => ({ [name]: [one, other] })),
  ),
})).formula;

/** A value that is one of these, by conditions and mappings. Mappings are made afterwards, of what `$map` holds. */
const chosen = (values: unknown[]): fc.Arbitrary<unknown> => fc.letrec<{ value: unknown }>(tie => {
  const scalars = values.filter(value => typeof value !== 'object');
  return {
    value: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom(...values),
      fc.tuple(fc.constantFrom(...CONDITIONS), tie('value'), tie('value')).map(([name, yes, no]) => ({ 'Fn::If': [name, yes, no] })),
      ...scalars.length === 0 ? [] : [fc.tuple(fc.constantFrom(...scalars), fc.constantFrom(...scalars)).map(([a, b]) => ({ $map: { a, b } }))],
    ),
  };
}).value;

export const variation = fc.record({
  conditions: fc.tuple(...CONDITIONS.map((_, index) => condition(index))),
  places: fc.uniqueArray(fc.nat(PLACES.length - 1), { minLength: 1, maxLength: 4 })
    .chain(indices => fc.tuple(...indices.map(index => chosen(PLACES[index][1]).map((value): [string[], unknown] => [PLACES[index][0], value])))),
  existence: fc.uniqueArray(fc.tuple(fc.constantFrom(...CONDITIONAL), fc.constantFrom(...CONDITIONS)), { maxLength: 2, selector: ([id]) => id }),
});

export interface Variation {
  readonly conditions: unknown[];
  readonly places: [string[], unknown][];
  readonly existence: [string, string][];
}

export function templateOf({ conditions, places, existence }: Variation): Template {
  const template = auditedTemplate();
  delete template.Resources.Cluster.DependsOn;
  ['FailedLogins', 'PrivilegeChanges'].forEach(id => { template.Resources[id].Properties.LogGroupName = LOG_GROUP('orders'); });
  Object.entries(PARAMETERS).forEach(([name, values]) => { template.Parameters[name] = { Type: 'String', ...name === FREE ? {} : { AllowedValues: values } }; });
  CONDITIONS.forEach((name, index) => { template.Conditions[name] = conditions[index]; });
  const mapped = (value: any): any => {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    if ('$map' in value) {
      const name = `Map${Object.keys(template.Mappings).length}`;
      template.Mappings[name] = Object.fromEntries(Object.entries(value.$map).map(([key, one]) => [key, { v: one }]));
      return { 'Fn::FindInMap': [name, { Ref: 'Stage' }, 'v'] };
    }
    return Array.isArray(value) ? value.map(mapped) : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapped(one)]));
  };
  for (const [path, value] of places) {
    const parent = path.slice(0, -1).reduce<any>((inner, key) => inner?.[key], template.Resources);
    if (typeof parent === 'object' && !('Ref' in parent) && !('Fn::If' in parent) && !('Fn::FindInMap' in parent)) {
      parent[path[path.length - 1]] = mapped(value);
    }
  }
  existence.forEach(([id, name]) => { template.Resources[id].Condition = name; });
  return template;
}
