import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AuroraMysqlAudit, type AuroraMysqlAuditProps } from '../../src';
import { ACTUAL, generatedCluster } from '../adopted';
import { newStack } from '../stacks';

function warnings(group: Partial<logs.LogGroupProps>, options: (stack: Stack) => Partial<AuroraMysqlAuditProps>): string[] {
  const stack = newStack();
  const auditLogGroup = new logs.LogGroup(stack, 'AuditLogs', { logGroupName: `/aws/rds/cluster/${ACTUAL}/audit`, ...group });
  new AuroraMysqlAudit(stack, 'Audit', { cluster: generatedCluster(stack), auditLogGroup, ...options(stack) });
  return Annotations.fromStack(stack).findWarning('/Stack/Audit', Match.stringLikeRegexp('handedInLogGroup')).map(({ entry }) => String(entry.data));
}

describe('a log group of the app that is handed in stays as it is defined', () => {
  test.each<[string, Partial<logs.LogGroupProps>, (stack: Stack) => Partial<AuroraMysqlAuditProps>, string]>([
    ['a shorter retention than the default one', { retention: logs.RetentionDays.ONE_WEEK }, () => ({}), 'retention (7 days) to 365 days'],
    ['a shorter retention than that of the options', {}, () => ({ auditLogRetention: logs.RetentionDays.TEN_YEARS }), 'retention (731 days) to 3653 days'],
    ['an end, where the options ask for none', {}, () => ({ auditLogRetention: logs.RetentionDays.INFINITE }), 'retention (731 days) to INFINITE'],
    ['no key', {}, stack => ({ auditLogEncryptionKey: new kms.Key(stack, 'Key') }), 'encryptionKey'],
    ['no protection', {}, () => ({ auditLogDeletionProtection: true }), 'deletionProtectionEnabled'],
  ])('and a warning says that it has %s', (_, group, options, lack) => {
    expect(warnings(group, options)).toEqual([expect.stringContaining(`auditLogGroup: Stack/AuditLogs/Resource stays as it is defined, and the options ask for more: set ${lack} there`)]);
  });

  test.each<[string, Partial<logs.LogGroupProps>]>([
    ['as long as the options ask for', { retention: logs.RetentionDays.ONE_YEAR }],
    ['for ever', { retention: logs.RetentionDays.INFINITE }],
  ])('and nothing is said of one that keeps its records %s', (_, group) => {
    expect(warnings(group, () => ({}))).toEqual([]);
  });
});
