import { Stack, type App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { STATEFUL, type Resource, type Template } from './losses';
import { AuditAnalysis, AuditArchive, AuditDashboard, AuditedAuroraMysqlCluster, AuditReview, AuroraMysqlAudit } from '../../src';
import { clusterMatrix } from '../cluster-matrix';
import { plainCluster } from '../stacks';

/** The stateful resources of a release, by stack. */
export type Release = { [stackName: string]: Template };

/**
 * What people may have deployed: the quick start, an audited cluster of aws-rds, what people look at, and the matrix.
 *
 * A contract: what stands here is not changed, so that every later release is held against the same.
 */
function releasedStacks(app: App): Stack[] {
  const quickStart = new Stack(app, 'QuickStart');
  new AuditedAuroraMysqlCluster(quickStart, 'Database', {
    vpc: new ec2.Vpc(quickStart, 'Vpc', { maxAzs: 2, natGateways: 0 }),
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    writer: rds.ClusterInstance.serverlessV2('writer'),
    version: rds.AuroraMysqlEngineVersion.VER_3_12_0,
    securityContacts: ['security@example.com'],
  });
  const audited = new Stack(app, 'Audited');
  new AuroraMysqlAudit(audited, 'Audit', { cluster: plainCluster(audited), securityContacts: ['security@example.com'] });
  return [quickStart, audited, reviewed(app), ...clusterMatrix(app)];
}

function reviewed(app: App): Stack {
  const stack = new Stack(app, 'Reviewed');
  const audits = [new AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(stack) })];
  const archive = new AuditArchive(stack, 'Archive', { audits });
  new AuditAnalysis(stack, 'Analysis', { archive });
  new AuditDashboard(stack, 'Dashboard', { audits });
  new AuditReview(stack, 'Review', { audits, archive, reviewers: ['security@example.com'] });
  return stack;
}

/** Policies of keys and buckets, and the states of a machine, which are changed in place. */
const CHANGED_IN_PLACE = ['KeyPolicy', 'PolicyDocument', 'DefinitionString'];

/** The stateful resources as this working tree makes them, without what never replaces one: policies, states and the order of creation. */
export function currentRelease(app: App): Release {
  const stacks = releasedStacks(app);
  const assembly = app.synth();
  return Object.fromEntries(stacks.map(stack => {
    const { Resources } = assembly.getStackByName(stack.stackName).template as Template;
    const stateful = Object.entries(Resources).filter(([, { Type }]) => STATEFUL.includes(Type));
    return [stack.stackName, { Resources: Object.fromEntries(stateful.map(([id, resource]) => [id, essence(resource)])) }];
  }));
}

function essence(resource: Resource): Resource {
  const { DependsOn: _, Properties = {}, ...rest } = resource;
  return { ...rest, Properties: Object.fromEntries(Object.entries(Properties).filter(([name]) => !CHANGED_IN_PLACE.includes(name))) };
}
