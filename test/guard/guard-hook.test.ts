import { readFileSync } from 'fs';
import { join } from 'path';
import { App, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ts from 'typescript';
import { guardVerdicts } from './cfn-guard';
import { auditedTemplate, cluster } from '../compliance/audited-template';

const ROOT = join(__dirname, '..', '..');
const EXAMPLE = readFileSync(join(ROOT, 'examples', 'guard-hook', 'app.ts'), 'utf8');

describe('the example', () => {
  /** The library of the example is this working tree. */
  function synthesised(): Template {
    const code = ts.transpile(EXAMPLE, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 });
    const exported: { AuditHookStack?: new (app: App, id: string) => Stack } = {};
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const load = (name: string) => require(name === 'cdk-audited-aurora-mysql' ? '../../src' : name);
    new Function('require', 'exports', code)(load, exported);
    return Template.fromStack(new exported.AuditHookStack!(new App(), 'Stack'));
  }
  const template = synthesised();

  test('registers a hook on stacks that warns at first', () => {
    template.hasResourceProperties('AWS::CloudFormation::GuardHook', {
      Alias: 'Private::Guard::AuroraMysqlAudit',
      ExecutionRole: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Role'), 'Arn'] },
      RuleLocation: { Uri: { 'Fn::Sub': Match.stringLikeRegexp('^s3://cdk-[^/]+/[0-9a-f]{64}\\.guard$') } },
      TargetOperations: ['STACK'],
      FailureMode: 'WARN',
      HookStatus: 'ENABLED',
    });
  });

  test('lets CloudFormation read the rules, and nothing else, before the hook is there', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'hooks.cloudformation.amazonaws.com' } }] },
    });
    const [[policy, { Properties: { PolicyDocument: { Statement: statements } } }]] = Object.entries(template.findResources('AWS::IAM::Policy'));
    expect(statements).toEqual([expect.objectContaining({ Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], Effect: 'Allow' })]);
    expect(Object.values(template.findResources('AWS::CloudFormation::GuardHook'))).toEqual([expect.objectContaining({ DependsOn: expect.arrayContaining([policy]) })]);
  });

  test('is what the guide shows', () => {
    expect(readFileSync(join(ROOT, 'docs', 'organisations.md'), 'utf8')).toContain(`\`\`\`ts\n${EXAMPLE}\`\`\``);
  });
});

describe('what a hook hands to the rules', () => {
  const context = (type: string, point: string) => ({
    HookContext: { AWSAccountID: '111111111111', HookTypeName: 'Private::Guard::AuroraMysqlAudit', InvocationPoint: `${point}_PRE_PROVISION`, TargetName: 'Stack', TargetType: type },
  });
  const unaudited = auditedTemplate();
  cluster(unaudited).EnableCloudwatchLogsExports = ['error'];

  test.each<[string, object, string[]]>([
    ['a stack that is created', { ...context('STACK', 'CREATE'), ...unaudited }, ['AuditLogExport']],
    ['a stack that is updated for the worse', { ...context('STACK', 'UPDATE'), ...unaudited, Previous: auditedTemplate() }, ['AuditLogExport']],
    ['a stack that is updated for the better', { ...context('STACK', 'UPDATE'), ...auditedTemplate(), Previous: unaudited }, []],
    ['a stack that is deleted', context('STACK', 'DELETE'), []],
    ['a change set', { ...context('CHANGE_SET', 'CREATE'), ...unaudited, Changes: [{ logicalResourceId: 'Cluster', resourceType: 'AWS::RDS::DBCluster', action: 'UPDATE' }] }, ['AuditLogExport']],
    ['a cluster alone, whose references are names by then', {
      ...context('RESOURCE', 'CREATE'),
      Resources: { Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { ...cluster(unaudited), DBClusterParameterGroupName: 'stack-parameters-1a2b3c' } } },
    }, ['AuditLogExport']],
    ['a parameter group alone, of which nobody knows who uses it', {
      ...context('RESOURCE', 'CREATE'),
      Resources: { Parameters: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Family: 'aurora-mysql8.0', Description: 'd', Parameters: {} } } },
    }, []],
  ])('%s', (_, input, failed) => {
    expect(guardVerdicts([input])[0].failed).toEqual(failed);
  });
});
