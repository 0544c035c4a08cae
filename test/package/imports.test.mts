import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditedAuroraMysqlCluster } from 'cdk-audited-aurora-mysql';
import { test } from 'vitest';
import './imports.mts';

test('an app is tested with vitest', () => {
  const stack = new Stack(new App(), 'Stack');

  new AuditedAuroraMysqlCluster(stack, 'Database', { vpc: new ec2.Vpc(stack, 'Vpc'), writer: rds.ClusterInstance.serverlessV2('writer') });

  Template.fromStack(stack).hasResourceProperties('AWS::RDS::DBClusterParameterGroup', { Parameters: { server_audit_logging: '1' } });
});
