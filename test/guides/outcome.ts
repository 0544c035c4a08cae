import * as cdk from 'aws-cdk-lib';
import { App, Stack } from 'aws-cdk-lib';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ts from 'typescript';
import { type Block, declarationsOf } from './pages';
import * as library from '../../src';
import { auditedCluster, plainCluster } from '../stacks';

/** What code of the guides imports. */
const MODULES: { [name: string]: unknown } = {
  'aws-cdk-lib': cdk,
  'aws-cdk-lib/aws-cloudwatch-actions': actions,
  'aws-cdk-lib/aws-ec2': ec2,
  'aws-cdk-lib/aws-logs': logs,
  'aws-cdk-lib/aws-rds': rds,
  'aws-cdk-lib/aws-sns': sns,
  'cdk-audited-aurora-mysql': library,
};

/** What code takes for granted, by the type under which it is declared; test/python/test_readme.py has the same in Python. */
const DECLARED: { [type: string]: (stack: Stack, name: string) => unknown } = {
  'App': stack => stack.node.root,
  'Stack': stack => stack,
  'ec2.IVpc': (stack, name) => new ec2.Vpc(stack, name),
  'sns.ITopic': (stack, name) => new sns.Topic(stack, name),
  'AuditedAuroraMysqlCluster': stack => auditedCluster(stack),
  'rds.DatabaseCluster': stack => plainCluster(stack, { clusterIdentifier: 'orders-databaseb269d8bb-1x2y3z' }),
};

/** The templates that a block makes, by the names of their stacks, of what it takes for granted; none where the rule pack rejects them. */
export function templatesOf(block: Block): { [stack: string]: any } {
  const given = new Stack(new App({ analyticsReporting: false }), 'Stack');
  const names = Object.fromEntries(declarationsOf(block).map(([name, type]) => [name, DECLARED[type](given, name)]));
  const { outputText } = ts.transpileModule(
    `${block.code}\nexports.app = typeof app !== 'undefined' ? app : typeof stack !== 'undefined' ? stack.node.root : undefined;`,
    { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } },
  );
  const made: { readonly app?: App } = {};
  new Function('require', 'exports', ...Object.keys(names), outputText)((name: string) => MODULES[name], made, ...Object.values(names));
  const app = made.app ?? (Object.keys(names).length > 0 ? given.node.root as App : undefined);
  const { exitCode } = process;
  try {
    const stacks = app?.synth().stacks ?? [];
    return Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, template]));
  } catch (error) {
    if (!String(error).includes('ValidationFailed')) {
      throw error;
    }
    return {};
  } finally {
    process.exitCode = exitCode;
  }
}
