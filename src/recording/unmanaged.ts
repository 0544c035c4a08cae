import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct, IConstruct } from 'constructs';
import { attachGroup, exportLog, protectLogGroup, restartInstance, setKey, setParameters, setRetention } from './aws-cli';
import { AUDIT_LOG } from './log-export';

/** A part of an audit that this app does not set up: what that is, and what to do about it. */
export interface Unmanaged {
  /** The id of the warning. */
  readonly id: string;
  readonly reason: string;
}

/** Says at synthesis what is not set up. */
export function warnOfUnmanaged(scope: Construct, { id, reason }: Unmanaged): void {
  Annotations.of(scope).addWarningV2(`cdk-audited-aurora-mysql:${id}`, reason);
}

function lines(text: string, commands: string[]): string {
  return [`${text}:`, ...commands.map(command => `  ${command}`)].join('\n');
}

/** Parameters as a person can type them, with a word for what only deployment knows. */
export function printable(scope: IConstruct, parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => {
    const resolved: unknown = Stack.of(scope).resolve(value);
    return [name, typeof resolved === 'string' ? resolved : 'VALUE'];
  }));
}

/** `name=value` of each, for sentences. */
export function assignments(parameters: Record<string, string>): string {
  return Object.entries(parameters).map(([name, value]) => `${name}=${value}`).join(' ');
}

export function unmanagedParameters(group: string, parameters: Record<string, string>): Unmanaged {
  return {
    id: 'importedParameterGroup',
    reason: lines(`parameterGroup: ${Token.isUnresolved(group) ? 'which one it is, is only known at deployment; it' : `${group} is not of this app and`} cannot be changed here; nothing is audited unless it holds ${assignments(parameters)}. `
      + 'Of a group that is attached these are at work at once, without a restart', [setParameters(shownName(group), parameters)]),
  };
}

export function unmanagedCluster(path: string, clusterIdentifier: string, parameters: Record<string, string>): Unmanaged {
  return {
    id: 'importedCluster',
    reason: lines(`cluster: ${path} is imported, whether it records anything can be neither seen nor set here. Its parameter group has to hold ${assignments(parameters)}, `
      + `and the cluster has to export ${AUDIT_LOG}. With GROUP for its parameter group, at work at once and without a restart`, [
      setParameters('GROUP', parameters),
      exportLog(clusterIdentifier, AUDIT_LOG),
    ]) + '\n' + lines('If its group is a default one, which nobody can change, make one first, and attach it, which takes a restart',
      attachGroup(clusterIdentifier, 'GROUP')),
  };
}

/** What the options want of log groups. */
export interface WantedOfLogGroups {
  readonly retention: logs.RetentionDays;
  readonly keyArn?: string;
  readonly isProtected: boolean;
}

export function unmanagedLogGroups(groups: { [logType: string]: string }, { retention, keyArn, isProtected }: WantedOfLogGroups): Unmanaged {
  const names = Object.values(groups).map(shownName);
  const isEndless = retention === logs.RetentionDays.INFINITE;
  const key = keyArn === undefined || Token.isUnresolved(keyArn) ? 'KEY_ARN' : keyArn;
  const wanted = [
    isEndless ? 'no retention' : Token.isUnresolved(retention) ? 'a retention that is only known at deployment' : `a retention of ${retention} days`,
    'a KMS key',
    ...isProtected ? ['deletion protection'] : [],
  ];
  const days = Token.isUnresolved(retention) ? 'DAYS' as never : retention;
  const [name] = names;
  return {
    id: 'unmanagedLogGroup',
    reason: lines(`${Object.keys(groups).map(propOf).join(', ')}: not of this app, so that it has to be there when this is deployed, and its retention, key and deletion protection stay as they are. `
      + `The options ask for ${wanted.join(', ')}. To set ${names.length === 1 ? 'it' : 'them'} once`, names.flatMap(each => [
      setRetention(each, isEndless ? undefined : days), setKey(each, key), ...isProtected ? [protectLogGroup(each)] : [],
    ])) + '\n' + lines('To let the stack own it, hand in a group that says what RDS made of it, import that, and then set what it shall be', [
      `const auditLogs = new logs.LogGroup(this, 'AuditLogs', { logGroupName: '${name}', retention: logs.RetentionDays.INFINITE });`,
      'cdk import STACK --force     # asks for the name of the log group; leaves out what is not there yet',
      'cdk deploy STACK             # with retention, encryptionKey and deletionProtectionEnabled',
    ]),
  };
}

export function restartNeeded(path: string): string {
  return lines(`cluster: ${path} gets a parameter group of its own; its instances record nothing until they are restarted once`, [restartInstance()]);
}

/** How the options call the group of a log type. */
export function propOf(logType: string): string {
  return logType === AUDIT_LOG ? 'auditLogGroup' : `logGroups['${logType}']`;
}

function shownName(name: string): string {
  return Token.isUnresolved(name) ? 'NAME' : name;
}
