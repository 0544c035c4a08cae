/**
 * A cluster as articles about audit logs set it up, with a parameter that Aurora MySQL does not have:
 * nothing would be recorded. The rule pack rejects it and says why.
 */
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';

const app = new App();
Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));

const stack = new Stack(app, 'Article');
const engine = rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_08_0 });

const parameterGroup = new rds.ParameterGroup(stack, 'Parameters', {
  engine,
  parameters: {
    server_audit_logs: '1',
    server_audit_events: 'CONNECT,QUERY,TABLE',
  },
});

new rds.DatabaseCluster(stack, 'Database', {
  engine,
  vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }),
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  writer: rds.ClusterInstance.serverlessV2('writer'),
  clusterIdentifier: 'article',
  parameterGroup,
  cloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'],
});

new logs.LogGroup(stack, 'AuditLogs', {
  logGroupName: '/aws/rds/cluster/article/audit',
  retention: logs.RetentionDays.THREE_MONTHS,
});
