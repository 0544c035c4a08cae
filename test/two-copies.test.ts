import type * as core from 'aws-cdk-lib';
import type * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type * as sns from 'aws-cdk-lib/aws-sns';
import * as library from '../src';
import { afresh } from './runner/afresh';

/** What an app uses of aws-cdk-lib: from the copy that the library uses, or from another one. */
interface Copy {
  readonly core: typeof core;
  readonly actions: typeof actions;
  readonly ec2: typeof ec2;
  readonly kms: typeof kms;
  readonly logs: typeof logs;
  readonly rds: typeof rds;
  readonly sns: typeof sns;
}

/* eslint-disable @typescript-eslint/no-require-imports -- imported, the types of the other copy would be checked with everything else */
function copyOf(name: string): Copy {
  return {
    core: require(name),
    actions: require(`${name}/aws-cloudwatch-actions`),
    ec2: require(`${name}/aws-ec2`),
    kms: require(`${name}/aws-kms`),
    logs: require(`${name}/aws-logs`),
    rds: require(`${name}/aws-rds`),
    sns: require(`${name}/aws-sns`),
  };
}

const SAME = copyOf('aws-cdk-lib');
const OTHER = copyOf('aws-cdk-lib-newest');

/** The library once more, with a copy of aws-cdk-lib and of cdk-nag of its own. */
const otherLibrary = afresh<typeof library>(() => require('../src'));
/* eslint-enable @typescript-eslint/no-require-imports */

function newStack(copy: Copy): core.Stack {
  return new copy.core.Stack(new copy.core.App(), 'Orders', { env: { account: '111111111111', region: 'eu-west-1' } });
}

function basics(copy: Copy, stack: core.Stack) {
  return {
    vpc: new copy.ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 }),
    vpcSubnets: { subnetType: copy.ec2.SubnetType.PRIVATE_ISOLATED },
    writer: copy.rds.ClusterInstance.serverlessV2('writer'),
  };
}

function engine(copy: Copy): rds.IClusterEngine {
  return copy.rds.DatabaseClusterEngine.auroraMysql({ version: copy.rds.AuroraMysqlEngineVersion.VER_3_12_0 });
}

function plainCluster(copy: Copy, stack: core.Stack, props: Partial<rds.DatabaseClusterProps> = {}): rds.DatabaseCluster {
  return new copy.rds.DatabaseCluster(stack, 'Plain', { ...basics(copy, stack), engine: engine(copy), clusterIdentifier: 'orders-db', ...props });
}

/** The template of a stack and the texts of its warnings. */
function synthesised(copy: Copy, build: (stack: core.Stack) => void): { template: any; warnings: string[] } {
  const stack = newStack(copy);
  build(stack);
  const assembly = (stack.node.root as core.App).synth();
  const artifact = assembly.getStackArtifact(stack.artifactId);
  return { template: artifact.template, warnings: artifact.messages.map(({ entry }) => String(entry.data)) };
}

const USES: [string, (copy: Copy, stack: core.Stack) => void][] = [
  ['the quick start', (copy, stack) => {
    new library.AuditedAuroraMysqlCluster(stack, 'Database', {
      ...basics(copy, stack), version: copy.rds.AuroraMysqlEngineVersion.VER_3_12_0, securityContacts: ['security@example.com'],
    });
  }],
  ['a cluster with everything handed in', (copy, stack) => {
    const version = copy.rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.10.0', '8.0');
    new library.AuditedAuroraMysqlCluster(stack, 'Database', {
      ...basics(copy, stack),
      version,
      parameterGroup: new copy.rds.ParameterGroup(stack, 'Group', {
        engine: copy.rds.DatabaseClusterEngine.auroraMysql({ version }), parameters: { slow_query_log: '1' },
      }),
      auditLogEncryptionKey: new copy.kms.Key(stack, 'Key'),
      auditLogRetention: copy.logs.RetentionDays.TWO_YEARS,
      auditLogDataProtectionPolicy: new copy.logs.DataProtectionPolicy({ identifiers: [copy.logs.DataIdentifier.EMAILADDRESS] }),
      alarmActions: [new copy.actions.SnsAction(new copy.sns.Topic(stack, 'Mailbox'))],
      backup: { retention: copy.core.Duration.days(14) },
      detections: [
        library.AuditDetection.FAILED_LOGINS.withPeriod(copy.core.Duration.minutes(10)),
        library.AuditDetection.of('Salaries', { filterPattern: 'salaries', runbook: 'Ask why.', period: copy.core.Duration.hours(1) }),
      ],
    });
  }],
  ['a cluster with its log group', (copy, stack) => {
    new library.AuditedAuroraMysqlCluster(stack, 'Database', {
      ...basics(copy, stack),
      clusterIdentifier: 'orders',
      auditLogGroup: new copy.logs.LogGroup(stack, 'Log', { logGroupName: '/aws/rds/cluster/orders/audit' }),
    });
  }],
  ['a restore', (copy, stack) => {
    new library.AuditedAuroraMysqlClusterFromSnapshot(stack, 'Database', {
      ...basics(copy, stack), version: copy.rds.AuroraMysqlEngineVersion.VER_3_12_0, snapshotIdentifier: 'snapshot',
    });
  }],
  ['the audit of a cluster', (copy, stack) => {
    new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(copy, stack) });
  }],
  ['the audit of a cluster with a parameter group', (copy, stack) => {
    const parameterGroup = new copy.rds.ParameterGroup(stack, 'Group', { engine: engine(copy), parameters: { slow_query_log: '1' } });
    new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(copy, stack, { parameterGroup }) });
  }],
  ['the audit of a restored cluster', (copy, stack) => {
    const cluster = new copy.rds.DatabaseClusterFromSnapshot(stack, 'Restored', {
      ...basics(copy, stack), engine: engine(copy), clusterIdentifier: 'orders-db', snapshotIdentifier: 'snapshot',
    });
    new library.AuroraMysqlAudit(stack, 'Audit', { cluster });
  }],
  ['a master user that is excluded', (copy, stack) => {
    new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(copy, stack), auditExcludedUsers: ['admin'] });
  }],
  ['someone who subscribes to the topic', (copy, stack) => {
    const { topic } = new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(copy, stack) });
    new copy.sns.Subscription(stack, 'Subscription', { topic: topic!, endpoint: 'security@example.com', protocol: copy.sns.SubscriptionProtocol.EMAIL });
  }],
];

describe('an app on another copy of aws-cdk-lib than the library', () => {
  test.each(USES)('gets the same of %s', (_, use) => {
    expect(synthesised(OTHER, stack => use(OTHER, stack))).toEqual(synthesised(SAME, stack => use(SAME, stack)));
  });

  test.each<[string, (copy: Copy, stack: core.Stack) => void, string]>([
    ['an engine version with the wrong major version', (copy, stack) => new library.AuditedAuroraMysqlCluster(stack, 'Database', {
      ...basics(copy, stack), version: copy.rds.AuroraMysqlEngineVersion.of('8.4.mysql_aurora.8.4.7'),
    }), "version: '8.4.mysql_aurora.8.4.7' must begin with its major version"],
    ['an engine version of PostgreSQL', (copy, stack) => new library.AuditedAuroraMysqlCluster(stack, 'Database', {
      ...basics(copy, stack), version: copy.rds.AuroraPostgresEngineVersion.VER_16_4 as any,
    }), 'version: must be an rds.AuroraMysqlEngineVersion, got: AuroraPostgresEngineVersion'],
    ['a log group of another name', (copy, stack) => new library.AuditedAuroraMysqlCluster(stack, 'Database', {
      ...basics(copy, stack), clusterIdentifier: 'orders', auditLogGroup: new copy.logs.LogGroup(stack, 'Log'),
    }), 'auditLogGroup: the cluster writes to /aws/rds/cluster/orders/audit, got: a group with a generated name'],
    ['a cluster of PostgreSQL', (copy, stack) => new library.AuroraMysqlAudit(stack, 'Audit', {
      cluster: plainCluster(copy, stack, {
        engine: copy.rds.DatabaseClusterEngine.auroraPostgres({ version: copy.rds.AuroraPostgresEngineVersion.VER_16_4 }),
      }),
    }), 'cluster: must be of engine aurora-mysql, got: aurora-postgresql'],
    ['too many filters', (copy, stack) => {
      const { auditLogGroup } = new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(copy, stack) });
      new copy.logs.MetricFilter(stack, 'Filter', {
        logGroup: auditLogGroup, metricNamespace: 'N', metricName: 'M', filterPattern: copy.logs.FilterPattern.literal('%salaries%'),
      });
    }, 'the audit log group takes at most 5 filter patterns with a regular expression, got: 6'],
    ['too many metric filters', (copy, stack) => {
      const { auditLogGroup } = new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(copy, stack), detections: [] });
      Array.from({ length: 101 }, (_, index) => new copy.logs.MetricFilter(stack, `Filter${index}`, {
        logGroup: auditLogGroup, metricNamespace: 'N', metricName: 'M', filterPattern: copy.logs.FilterPattern.anyTerm('salaries'),
      }));
    }, 'the audit log group takes at most 100 metric filters, got: 101'],
    ['too many subscriptions', (copy, stack) => {
      const { auditLogGroup } = new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(copy, stack) });
      [1, 2, 3].forEach(number => new copy.logs.CfnSubscriptionFilter(stack, `Filter${number}`, {
        logGroupName: auditLogGroup.logGroupName, destinationArn: 'arn:aws:lambda:eu-west-1:111111111111:function:f', filterPattern: '',
      }));
    }, 'the audit log group takes at most 2 subscription filters, got: 3'],
  ])('hears of %s', (_, use, message) => {
    expect(() => synthesised(OTHER, stack => use(OTHER, stack))).toThrow(message);
  });

  test.each<[string, Copy, typeof library]>([
    ['the pack on the copy of the app', SAME, library],
    ['the pack on another copy', OTHER, library],
    ['the pack of another copy of the library', SAME, otherLibrary],
    ['all three on copies of their own', OTHER, otherLibrary],
  ])('is judged: %s', (_, copy, { AuroraMysqlAuditChecks }) => {
    // GIVEN
    const audited = newStack(copy);
    const [[, quickStart]] = USES;
    quickStart(copy, audited);
    const unaudited = newStack(copy);
    plainCluster(copy, unaudited);

    // WHEN
    const [good, bad] = [audited, unaudited].map(stack => {
      copy.core.Validations.of(stack.node.root).addPlugins(new AuroraMysqlAuditChecks(stack.node.root));
      return new AuroraMysqlAuditChecks(stack.node.root).validateScope(stack);
    });

    // THEN
    expect(good).toMatchObject({ success: true, violations: [] });
    expect(bad.violations.map(({ ruleName }) => ruleName)).toContain('AuroraMysqlAudit-AuditLogging');
    expect(() => (audited.node.root as core.App).synth()).not.toThrow();
    expect(() => (unaudited.node.root as core.App).synth()).toThrow('AuroraMysqlAudit-AuditLogging');
  });
});

describe('another copy of the library', () => {
  const RTTI = Symbol.for('jsii.rtti');

  /** As jsii compiles it: each class knows its full name and version. */
  beforeAll(() => {
    const fqn = 'cdk-audited-aurora-mysql.AuditEvent';
    Object.assign(library.AuditEvent, { [RTTI]: { fqn, version: '1.2.3' } });
    Object.assign(otherLibrary.AuditEvent, { [RTTI]: { fqn, version: '1.1.0' } });
  });

  test.each<[string, (event: library.AuditEvent, stack: core.Stack) => void, string]>([
    ['of a cluster', (event, stack) => {
      new library.AuroraMysqlAudit(stack, 'Audit', { cluster: plainCluster(SAME, stack), auditEvents: [event] });
    }, 'auditEvents: must be a list of AuditEvent'],
    ['of a detection', event => library.AuditDetection.of('Any', { filterPattern: 'x', runbook: 'Ask.', auditEvents: [event] }), 'detection Any: auditEvents must be a list of AuditEvent'],
  ])('is named where an event %s comes from it', (_, use, message) => {
    expect(() => use(otherLibrary.AuditEvent.QUERY, newStack(SAME))).toThrow(
      `${message}, got: one of another copy of cdk-audited-aurora-mysql (version 1.1.0); npm ls cdk-audited-aurora-mysql shows the copies`);
  });
});

test.each<[string, unknown]>([
  ['of another library, with the same class name', new (class Duration { public toSeconds() { return 300; } })()],
  ['without a prototype', Object.create(null)],
  ['null', null],
  ['a number of seconds', 300],
  ['with a class name of its own', { constructor: { name: 'Duration' } }],
])('a period %s is no Duration', (_, period: any) => {
  const withPeriod = () => library.AuditDetection.FAILED_LOGINS.withPeriod(period);
  expect(withPeriod).toThrow(/^detection FailedLogins: period must be /);
});
