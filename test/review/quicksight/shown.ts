import type { App } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AuditAnalysis, type AuditAnalysisProps, AuditArchive, AuditedAuroraMysqlCluster, type AuditedAuroraMysqlClusterProps,
  AuditQuickSight, type AuditQuickSightProps,
} from '../../../src';
import { auditedCluster, clusterBasics, newStack } from '../../stacks';

export const READER = 'arn:aws:quicksight:us-east-1:111111111111:group/default/security';

/** An analysis that QuickSight can ask. */
export function analysed(stack: Stack, clusterProps: Partial<AuditedAuroraMysqlClusterProps> = {}, props: Partial<AuditAnalysisProps> = {}) {
  const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders', ...clusterProps });
  const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
  const queryResultsBucket = new s3.Bucket(stack, 'Results');
  return { audit, archive, analysis: new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket, ...props }) };
}

/** A dashboard of one cluster. */
export function shown(props: Partial<AuditQuickSightProps> = {}, clusterProps: Partial<AuditedAuroraMysqlClusterProps> = {}) {
  const stack = newStack();
  const built = analysed(stack, clusterProps);
  const quickSight = new AuditQuickSight(stack, 'QuickSight', { analysis: built.analysis, readers: [READER], ...props });
  return { stack, ...built, quickSight, template: () => Template.fromStack(stack) };
}

export function invoices(stack: Stack, props: Partial<AuditedAuroraMysqlClusterProps> = {}): AuditedAuroraMysqlCluster {
  return new AuditedAuroraMysqlCluster(stack, 'Invoices', { ...clusterBasics(new Stack(stack.node.root as App, 'VpcStack')), clusterIdentifier: 'invoices', ...props });
}

/** The properties of the only resource of a type. */
export function only(template: Template, type: string): any {
  const found = Object.values(template.findResources(type));
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

export function sqlOf(template: Template): string {
  return only(template, 'AWS::QuickSight::DataSet').PhysicalTableMap.records.CustomSql.SqlQuery;
}
