import { Duration, Stack, Stage, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import { checkEnvironment } from '../../app/environment';
import { shownOrCopy } from '../../app/of-class';
import { shown } from '../../app/shown';
import { wholeDays } from '../../app/whole-days';
import { AuditAnalysis } from '../analysis/audit-analysis';

/** Users and groups: of any region, for that of their identities need not be that of the data. A name of QuickSight may hold slashes. */
const PRINCIPAL = /^arn:aws[a-z-]*:quicksight:[a-z0-9-]+:(\d{12}):(?:user|group)\/[A-Za-z0-9._-]+\/[\u0020-\u00ff]+$/;

const MAX_PRINCIPALS = 64;
const MAX_NAME_LENGTH = 128;
const DEFAULT_NAME = 'Audit of Aurora MySQL, ';
const MAX_DAYS = 366;
/** What QuickSight takes as a query. */
const MAX_SQL_LENGTH = 168_000;

/** Refuses an analysis that QuickSight of this stack could not ask. */
export function checkedAnalysis(scope: Construct, analysis: AuditAnalysis): AuditAnalysis {
  if (!(analysis instanceof AuditAnalysis)) {
    throw new Error(`analysis: must be an AuditAnalysis, got: ${shownOrCopy(analysis, AuditAnalysis)}`);
  }
  if (Stage.of(analysis) !== Stage.of(scope)) {
    throw new Error(`analysis: ${analysis.node.path} is in another stage; make an AuditQuickSight in each stage`);
  }
  checkEnvironment(scope, 'analysis', Stack.of(analysis));
  if (analysis.queryResultsBucket === undefined) {
    throw new Error(`analysis: must have a queryResultsBucket, set it on the AuditAnalysis ${analysis.node.path}; QuickSight is documented to read results of Athena from a bucket, not those that Athena keeps`);
  }
  return analysis;
}

/** The principals of a prop; refuses what is no list of users and groups of QuickSight. */
export function checkedPrincipals(scope: Construct, prop: string, principals: string[] = [], others: string[] = []): string[] {
  if (!Array.isArray(principals) || Token.isUnresolved(principals)) {
    throw new Error(`${prop}: must be a literal list of ARNs of users or groups of QuickSight, got: ${Token.isUnresolved(principals) ? 'a token' : shown(principals)}`);
  }
  principals.forEach((principal, index) => checkPrincipal(scope, prop, principal, [...others, ...principals.slice(0, index)]));
  if (principals.length + others.length > MAX_PRINCIPALS) {
    throw new Error(`${prop}: QuickSight takes at most ${MAX_PRINCIPALS} principals, got: ${principals.length + others.length}; use a group`);
  }
  return principals;
}

/** Refuses a dashboard that nobody could open. */
export function checkedReaders(scope: Construct, readers: string[]): string[] {
  if (!Array.isArray(readers) || readers.length === 0) {
    throw new Error('readers: must be a list of at least one ARN of a user or group of QuickSight, '
      + `for example ['arn:aws:quicksight:us-east-1:111111111111:group/default/security'], got: ${shown(readers)}`);
  }
  return checkedPrincipals(scope, 'readers', readers);
}

function checkPrincipal(scope: Construct, prop: string, principal: string, others: string[]): void {
  if (typeof principal !== 'string' || !(Token.isUnresolved(principal) || PRINCIPAL.test(principal))) {
    throw new Error(`${prop}: must hold ARNs such as arn:aws:quicksight:us-east-1:111111111111:group/default/security, of a user or a group, got: ${shown(principal)}`);
  }
  if (others.includes(principal)) {
    throw new Error(`${prop}: '${principal}' is there twice; authors read, too`);
  }
  checkPartition(scope, prop, principal);
  checkEnvironment(scope, prop, { account: PRINCIPAL.exec(principal)?.[1] ?? Stack.of(scope).account, region: Stack.of(scope).region });
}

/** The region of an identity may be another one, its partition may not. */
function checkPartition(scope: Construct, prop: string, principal: string): void {
  const { region } = Stack.of(scope);
  const partition = Token.isUnresolved(region) || Token.isUnresolved(principal) ? undefined : RegionInfo.get(region).partition;
  if (partition !== undefined && !principal.startsWith(`arn:${partition}:`)) {
    throw new Error(`${prop}: must be in the partition ${partition}, that of ${region}, got: ${shown(principal)}`);
  }
}

/** The whole days that SPICE holds. */
export function historyDays(history: Duration = Duration.days(30)): number {
  return wholeDays('history', history, MAX_DAYS);
}

/** The name given, or one that tells where the construct is: the end of its path, where that is long. */
export function checkedName(scope: Construct, name: string = `${DEFAULT_NAME}${scope.node.path.slice(DEFAULT_NAME.length - MAX_NAME_LENGTH)}`): string {
  if (typeof name !== 'string' || !Token.isUnresolved(name) && !/^[^\p{C}]{1,128}$/u.test(name)) {
    throw new Error(`dashboardName: must be 1 to ${MAX_NAME_LENGTH} printable characters, got: ${shown(name)}`);
  }
  return name;
}

/** Refuses, at synthesis, a query that is too long. */
export function checkSqlLength(scope: Construct, sql: () => string): void {
  scope.node.addValidation({
    validate: () => sql().length <= MAX_SQL_LENGTH ? [] : [
      `analysis: the query of the data set must be at most ${MAX_SQL_LENGTH} characters, got: ${sql().length}; it grows with the detections that clusters have each in their own way`,
    ],
  });
}
