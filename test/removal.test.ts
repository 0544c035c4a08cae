import { type App, Aspects, CfnDeletionPolicy, CfnResource, RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as rds from 'aws-cdk-lib/aws-rds';
import { auditedCluster, newStack, plainCluster } from './stacks';
import { AuroraMysqlAudit, type AuditedAuroraMysqlClusterProps } from '../src';

type Props = Partial<AuditedAuroraMysqlClusterProps>;

const ENGINE = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 });

const { RETAIN, RETAIN_ON_UPDATE_OR_DELETE, DESTROY, SNAPSHOT } = RemovalPolicy;

/** Deletion policies of the resources of a type. */
function policies(stack: Stack, type: string): string[] {
  return [...new Set(Object.values(Template.fromStack(stack).findResources(type)).map(({ DeletionPolicy }) => DeletionPolicy))];
}

describe('log groups and key', () => {
  test.each<[string, Props, string, boolean | undefined]>([
    ['go with a first deployment that fails, and are kept otherwise', {}, 'RetainExceptOnCreate', undefined],
    ['are kept always', { auditLogRemovalPolicy: RETAIN }, 'Retain', undefined],
    ['go when asked', { auditLogRemovalPolicy: DESTROY }, 'Delete', undefined],
    ['are kept always where they refuse deletion', { auditLogDeletionProtection: true }, 'Retain', true],
    ['refuse nothing when asked', { auditLogDeletionProtection: false }, 'RetainExceptOnCreate', undefined],
  ])('%s', (_, props, policy, protection) => {
    const stack = newStack();
    auditedCluster(stack, props);
    expect(policies(stack, 'AWS::Logs::LogGroup')).toEqual([policy]);
    expect(policies(stack, 'AWS::KMS::Key')).toEqual([policy]);
    Template.fromStack(stack).allResourcesProperties('AWS::Logs::LogGroup', { DeletionProtectionEnabled: protection ?? Match.absent() });
  });
});

describe('a removal policy that contradicts deletion protection', () => {
  const CASES: [string, Props, (stack: Stack) => void, string][] = [
    ['of the options', { auditLogDeletionProtection: true, auditLogRemovalPolicy: RETAIN_ON_UPDATE_OR_DELETE }, () => {},
      'roll-back of a first deployment that fails will fail as well'],
    ['of the cluster', { deletionProtection: true, removalPolicy: DESTROY }, () => {}, 'deletion of the stack will fail'],
    ['for the whole app', { auditLogDeletionProtection: true }, stack => RemovalPolicies.of(stack.node.root).destroy(), 'deletion of the stack will fail'],
    ['of an aspect', { auditLogDeletionProtection: true }, stack => {
      Aspects.of(stack).add({
        visit: node => {
          if (CfnResource.isCfnResource(node)) {
            node.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
          }
        },
      });
    }, 'deletion of the stack will fail'],
  ];

  test.each<[string, Props, (resource: rds.CfnDBCluster) => void, boolean]>([
    ['of an override', {}, resource => resource.addOverride('DeletionPolicy', 'Delete'), true],
    ['where protection is an override', { removalPolicy: DESTROY }, resource => resource.addPropertyOverride('DeletionProtection', true), true],
    ['where an override takes protection off', { deletionProtection: true, removalPolicy: DESTROY }, resource => resource.addPropertyOverride('DeletionProtection', false), false],
  ])('is judged as it is rendered: %s', (_, props, change, isWarned) => {
    const stack = newStack();
    change(auditedCluster(stack, props).node.defaultChild as rds.CfnDBCluster);
    const warning = Match.stringLikeRegexp('deletion of the stack will fail');
    isWarned ? Annotations.fromStack(stack).hasWarning('*', warning) : Annotations.fromStack(stack).hasNoWarning('*', warning);
  });

  test.each(CASES)('is warned of: %s', (_, props, change, message) => {
    const stack = newStack();
    auditedCluster(stack, props);
    change(stack);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(message));
  });

  test('names each resource that will refuse', () => {
    const stack = newStack();
    auditedCluster(stack);
    RemovalPolicies.of(stack).destroy();
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('deletion protection refuses')).map(({ id }) => id)).toEqual(['/Stack/Database/Resource']);
  });

  test.each<[string, Props, (stack: Stack) => void]>([
    ['by default', {}, () => {}],
    ['where protection and retention go together', { auditLogDeletionProtection: true }, () => {}],
    ['where everything is to go', { removalPolicy: DESTROY, auditLogRemovalPolicy: DESTROY }, () => {}],
    ['where everything is kept', { auditLogDeletionProtection: true }, stack => RemovalPolicies.of(stack).retain()],
  ])('is none %s', (_, props, change) => {
    const stack = newStack();
    auditedCluster(stack, props);
    change(stack);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('deletion protection'));
  });
});

describe('the parameter group', () => {
  const GROUP = 'AWS::RDS::DBClusterParameterGroup';

  test.each<[string, RemovalPolicy | undefined, object]>([
    ['is kept with a cluster that is kept', RETAIN, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }],
    ['is kept with a cluster that is kept but for a failed creation', RETAIN_ON_UPDATE_OR_DELETE, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }],
    ['goes with a cluster that leaves a snapshot', SNAPSHOT, { DeletionPolicy: Match.absent(), UpdateReplacePolicy: Match.absent() }],
    ['goes with a cluster that goes', DESTROY, { DeletionPolicy: Match.absent(), UpdateReplacePolicy: Match.absent() }],
  ])('%s', (_, removalPolicy, expected) => {
    // GIVEN
    const [own, audited, adopted] = [newStack(), newStack(), newStack()];

    // WHEN
    auditedCluster(own, { removalPolicy });
    auditedCluster(audited, { removalPolicy, parameterGroup: new rds.ParameterGroup(audited, 'Group', { engine: ENGINE }) });
    new AuroraMysqlAudit(adopted, 'Audit', { cluster: plainCluster(adopted, { removalPolicy }) });

    // THEN
    [own, audited, adopted].forEach(stack => Template.fromStack(stack).hasResource(GROUP, expected));
  });

  test('is kept where the cluster is told late to be kept', () => {
    const stack = newStack();
    auditedCluster(stack).applyRemovalPolicy(RETAIN);
    RemovalPolicies.of(stack).retain({ applyToResourceTypes: ['AWS::RDS::DBCluster'] });
    Template.fromStack(stack).hasResource(GROUP, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('is kept where the cluster is told so after the group was looked at', () => {
    const stack = newStack();
    const cluster = auditedCluster(stack, { removalPolicy: DESTROY });
    stack.resolve((cluster.audit.parameterGroup!.node.defaultChild as rds.CfnDBClusterParameterGroup)._toCloudFormation());
    cluster.applyRemovalPolicy(RETAIN);
    Template.fromStack(stack).hasResource(GROUP, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('is kept where an override keeps the cluster', () => {
    const stack = newStack();
    (auditedCluster(stack).node.defaultChild as rds.CfnDBCluster).addOverride('DeletionPolicy', 'Retain');
    Template.fromStack(stack).hasResource(GROUP, { DeletionPolicy: 'Retain' });
  });

  test('keeps a policy of its own', () => {
    const stack = newStack();
    const parameterGroup = new rds.ParameterGroup(stack, 'Group', { engine: ENGINE, removalPolicy: DESTROY });
    auditedCluster(stack, { parameterGroup, removalPolicy: RETAIN });
    Template.fromStack(stack).hasResource(GROUP, { DeletionPolicy: 'Delete' });
  });

  test('of several clusters is kept with any of them', () => {
    const stack = newStack();
    const parameterGroup = new rds.ParameterGroup(stack, 'Group', { engine: ENGINE });
    auditedCluster(stack, { parameterGroup, removalPolicy: RETAIN });
    const other = new Stack(stack.node.root as App, 'Other');
    new AuroraMysqlAudit(other, 'Audit', { cluster: plainCluster(other, { parameterGroup }) });
    Template.fromStack(stack).hasResource(GROUP, { DeletionPolicy: 'Retain' });
  });
});
