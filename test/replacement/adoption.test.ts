import type { Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { losses, templateOf, type Template } from './losses';
import { AuditAuroraMysql, AuroraMysqlAudit } from '../../src';
import { ACTUAL, generatedCluster, importedCluster, includedCluster, l1Cluster, legacyCluster, restoredCluster } from '../adopted';
import { plainCluster } from '../stacks';

const ENGINE = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 });

/** Ways in which clusters are deployed, with a literal identifier and with one of CloudFormation's. */
const DEPLOYED: [string, (stack: Stack) => rds.IDBClusterRef & { with: Stack['with'] }][] = [
  ['an L2', stack => plainCluster(stack)],
  ['an L2 without an identifier', stack => generatedCluster(stack)],
  ['an L2 that exports its logs', stack => generatedCluster(stack, { cloudwatchLogsExports: ['audit', 'error'] })],
  ['an L2 with parameters', stack => generatedCluster(stack, { parameters: { slow_query_log: '1' } })],
  ['an L2 of legacy instances', stack => legacyCluster(stack)],
  ['a restored L2', stack => restoredCluster(stack)],
  ['an L1', stack => l1Cluster(stack)],
  ['an L1 with an identifier', stack => l1Cluster(stack, { dbClusterIdentifier: ACTUAL })],
  ['an L1 with a group of its own', stack => l1Cluster(stack, {
    dbClusterParameterGroupName: new rds.CfnDBClusterParameterGroup(stack, 'Group', {
      family: 'aurora-mysql8.0', description: 'ours', parameters: { slow_query_log: '1' },
    }).ref,
  })],
  ['an L1 with a group of an L2', stack => {
    const group = new rds.ParameterGroup(stack, 'Group', { engine: ENGINE });
    return l1Cluster(stack, { dbClusterParameterGroupName: group.bindToCluster({}).parameterGroupName });
  }],
  ['one of an included template', stack => includedCluster(stack)],
  ['a secondary of a global database', stack => l1Cluster(stack, { engine: undefined, masterUsername: undefined, manageMasterUserPassword: undefined, globalClusterIdentifier: 'global' })],
  ['an imported one', stack => importedCluster(stack)],
];

/** What tells the identifier where the template does not. */
function told(cluster: rds.IDBClusterRef): { deployedClusterIdentifier?: string } {
  const resource = [cluster, cluster.node.defaultChild].find(found => rds.CfnDBCluster.isCfnDBCluster(found)) as rds.CfnDBCluster | undefined;
  return resource && resource.dbClusterIdentifier === undefined ? { deployedClusterIdentifier: ACTUAL } : {};
}

function clusters({ Resources = {} }: Partial<Template>): any[] {
  return Object.values(Resources).filter(({ Type }) => Type === 'AWS::RDS::DBCluster');
}

/** Everything but what the audit sets in place. */
function rest({ Properties: { EnableCloudwatchLogsExports: _, DBClusterParameterGroupName: __, ...properties } }: any): object {
  return properties;
}

describe.each<[string, (cluster: ReturnType<(typeof DEPLOYED)[number][1]>, stack: Stack) => unknown]>([
  ['an audit', (cluster, stack) => new AuroraMysqlAudit(stack, 'Audit', { cluster, ...told(cluster) })],
  ['the mixin', cluster => cluster.with(new AuditAuroraMysql(told(cluster)))],
])('%s', (_, audit) => {
  test.each(DEPLOYED)('changes nothing of %s but its exports and parameters, in place', (__, deploy) => {
    const before = templateOf(stack => deploy(stack));
    const after = templateOf(stack => audit(deploy(stack), stack));

    expect(losses(before, after)).toEqual([]);
    expect(clusters(after).map(rest)).toEqual(clusters(before).map(rest));
  });

  test.each(DEPLOYED)('is taken away from %s again, and leaves the template as it was', (__, deploy) => {
    const audited = templateOf(stack => audit(deploy(stack), stack));
    const without = templateOf(stack => deploy(stack));

    expect(losses(audited, without).filter(type => !['AWS::RDS::DBClusterParameterGroup', 'AWS::SNS::Topic'].includes(type))).toEqual([]);
  });
});

test('a log group that RDS made and the stack comes to own is imported as it is, and changed in place', () => {
  const owned = (props: logs.LogGroupProps) => templateOf(stack => {
    const auditLogGroup = new logs.LogGroup(stack, 'AuditLogs', { logGroupName: `/aws/rds/cluster/${ACTUAL}/audit`, ...props });
    new AuroraMysqlAudit(stack, 'Audit', { cluster: generatedCluster(stack, { cloudwatchLogsExports: ['audit'] }), auditLogGroup });
  });

  expect(losses(owned({ retention: logs.RetentionDays.INFINITE }), owned({ retention: logs.RetentionDays.ONE_YEAR }))).toEqual([]);
});
