import { readFileSync } from 'fs';
import { join } from 'path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import * as cdk from 'aws-cdk-lib';
import { App, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Topic } from 'aws-cdk-lib/aws-sns';
import * as include from 'aws-cdk-lib/cloudformation-include';
import type { IConstruct } from 'constructs';
import * as ts from 'typescript';
import { ACTUAL, generatedCluster, includedCluster, l1Cluster } from './adopted';
import { losses, type Template } from './replacement/losses';
import { plainCluster } from './stacks';
import * as library from '../src';

const ROOT = join(__dirname, '..');
const GUIDE = readFileSync(join(ROOT, 'docs/adopting.md'), 'utf8');

/** A part of the guide that shows code, with the diff that the code makes. */
interface Section {
  readonly title: string;
  readonly text: string;
  readonly code: string;
  readonly diff: string[];
  readonly commands: string[];
}

const SECTIONS: Section[] = GUIDE.split(/^##+ /m).slice(1).map(section => {
  const [title, ...text] = section.split('\n');
  const blocks = (language: string) => [...text.join('\n').matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, content]) => content);
  const lines = (language: string) => blocks(language).join('').split('\n').filter(line => line !== '');
  return { title, text: text.join('\n'), code: blocks('ts').join('\n'), diff: lines('text'), commands: lines('sh') };
}).filter(({ code }) => code !== '');

/** What is deployed before the code of a section comes to it: the names that the code takes for granted. */
const DEPLOYED: { [title: string]: (stack: Stack) => Record<string, IConstruct> } = {
  'An identifier in the template': stack => ({ cluster: plainCluster(stack) }),
  'An identifier that CloudFormation made': stack => ({ cluster: generatedCluster(stack, { cloudwatchLogsExports: ['error'] }) }),
  'An L1, or an included template': stack => ({ template: includedCluster(stack).node.scope! }),
  'A cluster from elsewhere': other,
  'Parameter groups': stack => {
    const parameterGroup = new rds.ParameterGroup(stack, 'Shared', { engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }) });
    const { parameterGroupName: dbClusterParameterGroupName } = parameterGroup.bindToCluster({});
    return { orders: plainCluster(stack, { parameterGroup }), users: l1Cluster(stack, { dbClusterIdentifier: 'users', dbClusterParameterGroupName }) };
  },
  'A log group that RDS made': stack => ({ cluster: generatedCluster(stack, { cloudwatchLogsExports: ['audit', 'error'] }) }),
  'A global database': stack => ({
    secondary: l1Cluster(stack, { engine: undefined, masterUsername: undefined, manageMasterUserPassword: undefined, globalClusterIdentifier: 'orders' }),
  }),
  'A whole app': stack => {
    l1Cluster(new Stack(stack.node.root as App, 'Users'), { dbClusterIdentifier: 'users' });
    return { cluster: generatedCluster(stack), app: stack.node.root };
  },
  'A cluster that Terraform manages': other,
};

/** A stack without a cluster. */
function other(stack: Stack): Record<string, IConstruct> {
  new Topic(stack, 'Other');
  return {};
}

/** What the code imports. */
const MODULES: { [name: string]: unknown } = {
  'aws-cdk-lib': cdk,
  'aws-cdk-lib/aws-logs': logs,
  'aws-cdk-lib/aws-rds': rds,
  'aws-cdk-lib/cloudformation-include': include,
  'cdk-audited-aurora-mysql': library,
};

interface Synthesized {
  readonly templates: Record<string, Template>;
  readonly annotations: string[];
}

/** The templates of an app with what is deployed, and with the code of a section. */
function synthesized({ title, code }: Section, isRun: boolean): Synthesized {
  const app = new App({ analyticsReporting: false });
  const stack = new Stack(app, 'Stack');
  const names: Record<string, unknown> = { stack, ...DEPLOYED[title](stack) };
  if (isRun) {
    const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    new Function('require', 'exports', ...Object.keys(names), outputText)((name: string) => MODULES[name], {}, ...Object.values(names));
  }
  return {
    annotations: app.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data))),
    templates: Object.fromEntries(app.synth().stacks.map(({ stackName, template }) => [stackName, template])),
  };
}

/** What every audit adds to watch the records. */
const WATCHING = [
  'AWS::CloudWatch::Alarm', 'AWS::Events::Rule', 'AWS::Logs::MetricFilter', 'AWS::Logs::QueryDefinition', 'AWS::SNS::Topic', 'AWS::SNS::TopicPolicy',
];

/** What an update makes, with the properties that it changes: a line a type of resource. */
function difference(before: Template, after: Template): string[] {
  const lines = new Map<string, number>();
  fullDiff(structuredClone(before), structuredClone(after)).resources.forEachDifference((_, change) => {
    const changed = Object.keys(change.propertyUpdates).sort().join(', ');
    const line = change.isAddition ? `[+] ${WATCHING.includes(change.newResourceType!) ? 'what watches' : change.newResourceType}`
      : change.changeImpact === ResourceImpact.WILL_UPDATE && changed !== '' ? `[~] ${change.newResourceType} ${changed}` : undefined;
    if (line !== undefined) {
      lines.set(line, (lines.get(line) ?? 0) + 1);
    }
  });
  return [...lines].map(([line, count]) => count === 1 || line.endsWith('watches') ? line : `${line} (${count})`).sort();
}

function differenceOf({ templates: before }: Synthesized, { templates: after }: Synthesized): string[] {
  return Object.entries(after).flatMap(([name, template]) => difference(before[name] ?? { Resources: {} }, template));
}

describe('the guide to adoption', () => {
  test('has a place to start for each of its sections, and only for them', () => {
    expect(SECTIONS.map(({ title }) => title)).toEqual(Object.keys(DEPLOYED));
  });

  describe.each(SECTIONS)('$title', section => {
    const before = synthesized(section, false);
    const after = synthesized(section, true);

    test('shows the diff that its code makes', () => {
      expect(section.diff).toEqual(differenceOf(before, after));
    });

    test('loses nothing', () => {
      expect(Object.keys(before.templates).flatMap(name => losses(before.templates[name], after.templates[name]))).toEqual([]);
    });

    test('says whether the instances have to be restarted', () => {
      const isNew = section.diff.some(line => line.startsWith('[+] AWS::RDS::DBClusterParameterGroup'));
      expect(/^Restart: (.*?)[.,:;]/m.exec(section.text)?.[1]).toBe(isNew ? 'once' : 'none');
    });

    test('has the commands as the warnings print them', () => {
      const printed = after.annotations.flatMap(text => text.split('\n')).map(line => line.replace(/ \[ack: .*/, '').trim());
      expect(section.commands.filter(command => !printed.includes(command))).toEqual([]);
    });
  });
});

test('the identifier in the guide is the one of these tests', () => expect(GUIDE).toContain(ACTUAL));
