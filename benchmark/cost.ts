/**
 * What the library costs: loading it beyond aws-cdk-lib, and synthesising its cluster against a plain
 * `rds.DatabaseCluster` with exports and `cloudwatchLogsRetention`. Rounds are interleaved, medians compared.
 */
import { execFileSync } from 'child_process';
import { join } from 'path';

const ROOT = join(__dirname, '..');
const ROUNDS = 15;

/** What an app with a plain cluster loads of aws-cdk-lib anyway comes before the clock starts. */
const LOAD = `
  const { Duration } = require('aws-cdk-lib');
  Duration.minutes(1);
  require('constructs').Construct.name;
  require('aws-cdk-lib/aws-rds').DatabaseCluster.name;
  const start = performance.now();
  require('cdk-audited-aurora-mysql').AuditedAuroraMysqlCluster.name;
  console.log(performance.now() - start);`;

const synth = (cluster: string) => `
  const { App, Stack } = require('aws-cdk-lib');
  const rds = require('aws-cdk-lib/aws-rds');
  const ec2 = require('aws-cdk-lib/aws-ec2');
  const logs = require('aws-cdk-lib/aws-logs');
  const { AuditedAuroraMysqlCluster } = require('cdk-audited-aurora-mysql');
  console.error = () => {};
  const start = performance.now();
  const app = new App({ outdir: require('fs').mkdtempSync(require('os').tmpdir() + '/benchmark-') });
  const stack = new Stack(app, 'Stack');
  const basics = { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 }), writer: rds.ClusterInstance.serverlessV2('writer') };
  ${cluster}
  app.synth();
  console.log(performance.now() - start);`;

const PLAIN = synth(`new rds.DatabaseCluster(stack, 'Database', { ...basics,
  engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_12_0 }),
  parameters: { server_audit_logging: '1', server_audit_events: 'CONNECT,QUERY,TABLE' }, storageEncrypted: true,
  cloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'], cloudwatchLogsRetention: logs.RetentionDays.ONE_YEAR });`);
const AUDITED = synth('new AuditedAuroraMysqlCluster(stack, \'Database\', { ...basics, securityContacts: [\'security@example.com\'] });');

function run(program: string): number {
  return Number(execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n').pop());
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

const loads: number[] = [];
const plain: number[] = [];
const audited: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  loads.push(run(LOAD));
  plain.push(run(PLAIN));
  audited.push(run(AUDITED));
}
console.log(`load beyond aws-cdk-lib     ${median(loads).toFixed(1)} ms`);
console.log(`synth, rds.DatabaseCluster  ${median(plain).toFixed(0)} ms`);
console.log(`synth, audited cluster      ${median(audited).toFixed(0)} ms, ${(median(audited) / median(plain)).toFixed(2)} x`);
