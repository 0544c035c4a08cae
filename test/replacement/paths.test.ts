import type { Stack } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { losses, templateOf } from './losses';
import { AuditedAuroraMysqlCluster, AuroraMysqlAudit } from '../../src';
import { auditedCluster, clusterBasics, plainCluster } from '../stacks';

const VERSION = rds.AuroraMysqlEngineVersion.VER_3_12_0;
const NEXT_MAJOR_VERSION = rds.AuroraMysqlEngineVersion.of('8.4.mysql_aurora.8.4.7', '8.4');

/** A cluster of aws-rds at the path where the audited ones are. */
function plainDatabase(stack: Stack, props: Partial<rds.DatabaseClusterProps> = {}): void {
  new rds.DatabaseCluster(stack, 'Database', { ...clusterBasics(stack), engine: rds.DatabaseClusterEngine.auroraMysql({ version: VERSION }), ...props });
}

const PLAIN = templateOf(stack => plainCluster(stack));
const PLAIN_AUDITED = templateOf(stack => new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack), securityContacts: ['security@example.com'] }));

test('a cluster of aws-rds gets an audit and loses nothing', () => {
  expect(losses(PLAIN, PLAIN_AUDITED)).toEqual([]);
});

test('removing the audit deletes what is its own; log groups and key stay outside the stack', () => {
  expect(losses(PLAIN_AUDITED, PLAIN)).toEqual(['AWS::RDS::DBClusterParameterGroup', 'AWS::SNS::Subscription', 'AWS::SNS::Topic']);
});

test('an AuditedAuroraMysqlCluster becomes a cluster of aws-rds again, with everything create-only spelled out, and loses what is the audit\'s own', () => {
  const props = { clusterIdentifier: 'orders', storageEncrypted: true };

  expect(losses(
    templateOf(stack => auditedCluster(stack, { ...props, version: VERSION })),
    templateOf(stack => plainDatabase(stack, props)),
  )).toEqual(['AWS::RDS::DBClusterParameterGroup', 'AWS::SNS::Topic']);
});

test('a major upgrade replaces the parameter group, whose family is create-only, and nothing else', () => {
  // The group holds nothing but the parameters of the template; CloudFormation makes the new one first and deletes the old one last.
  expect(losses(
    templateOf(stack => auditedCluster(stack, { version: VERSION })),
    templateOf(stack => auditedCluster(stack, { version: NEXT_MAJOR_VERSION })),
  )).toEqual(['AWS::RDS::DBClusterParameterGroup']);
});

test('a major upgrade of an audited cluster of aws-rds replaces the parameter group and nothing else', () => {
  const audited = (version: rds.AuroraMysqlEngineVersion) => templateOf(stack => {
    new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack, { engine: rds.DatabaseClusterEngine.auroraMysql({ version }) }) });
  });

  expect(losses(audited(VERSION), audited(NEXT_MAJOR_VERSION))).toEqual(['AWS::RDS::DBClusterParameterGroup']);
});

test.each([
  ['exchanging rds.DatabaseCluster for AuditedAuroraMysqlCluster', (stack: Stack) => { auditedCluster(stack, { version: VERSION }); }],
  ['adding an identifier', (stack: Stack) => plainDatabase(stack, { clusterIdentifier: 'orders' })],
])('%s at a deployed cluster replaces it: its identifier is CloudFormation\'s, which is why it is imported first', (_, build) => {
  expect(losses(templateOf(stack => plainDatabase(stack)), templateOf(build))).toContain('AWS::RDS::DBCluster');
});

test('a cluster that was imported with identifier and encryption as deployed becomes an AuditedAuroraMysqlCluster and loses nothing', () => {
  const asDeployed = { clusterIdentifier: 'orders-1x2y3z', storageEncrypted: false };

  expect(losses(
    templateOf(stack => plainDatabase(stack, asDeployed)),
    templateOf(stack => new AuditedAuroraMysqlCluster(stack, 'Database', { ...clusterBasics(stack), ...asDeployed, version: VERSION })),
  )).toEqual([]);
});
