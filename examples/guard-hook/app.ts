import { App, CfnGuardHook, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';
import type { Construct } from 'constructs';

/** Asks CloudFormation to look at every template of this account and region before it deploys it. */
export class AuditHookStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const rules = new Asset(this, 'Rules', { path: AuroraMysqlAuditChecks.GUARD_RULES_PATH });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('hooks.cloudformation.amazonaws.com') });
    const reading = rules.bucket.grantRead(role, rules.s3ObjectKey);
    new CfnGuardHook(this, 'Hook', {
      alias: 'Private::Guard::AuroraMysqlAudit',
      executionRole: role.roleArn,
      ruleLocation: { uri: rules.s3ObjectUrl },
      targetOperations: ['STACK'],
      failureMode: 'WARN',
      hookStatus: 'ENABLED',
    }).node.addDependency(reading);
  }
}

new AuditHookStack(new App(), 'AuroraMysqlAuditHook');
