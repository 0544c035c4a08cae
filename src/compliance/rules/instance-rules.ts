import { INSTANCE_LOGS } from '../controls';
import { cannotTell, judgeEach, violated, type Finding, type Judgement, type Rule } from './rule';
import { texts, whyUnknown } from '../resolved/value';
import type { InstanceSubject } from '../subjects/instance-subject';

const AT = { property: 'Properties.EnableCloudwatchLogsExports' };

/** The logs of each engine, those that Security Hub's RDS.9 knows. */
const LOGS_OF: readonly [RegExp, readonly string[]][] = [
  [/^(mysql|mariadb)$/, ['audit', 'error', 'general', 'slowquery']],
  [/^postgres$/, ['postgresql', 'upgrade']],
  [/^oracle-/, ['alert', 'audit', 'trace', 'listener']],
  [/^sqlserver-ex$/, ['error']], // the Express edition has no agent
  [/^sqlserver-/, ['error', 'agent']],
];

export const INSTANCE_RULES: readonly Rule<InstanceSubject>[] = [
  {
    id: 'InstanceLogExports',
    level: 'error',
    wants: 'A DB instance outside of Aurora exports the logs of its engine to CloudWatch Logs',
    why: 'Records that stay on the instance are lost with it, and nobody is alarmed by them.',
    fix: "CDK: new rds.DatabaseInstance(this, 'Database', { cloudwatchLogsExports: ['audit', 'error', 'general', 'slowquery'], ... })\n"
      + 'CloudFormation: EnableCloudwatchLogsExports: [audit, error, general, slowquery]',
    controls: INSTANCE_LOGS,
    judge: instance => instance.isMember.values.every(isMember => isMember)
      ? { notApplicable: 'a member of a cluster, which exports the logs' }
      : judgeEach(instance.isMember, { property: 'Properties.DBClusterIdentifier' }, isMember => isMember ? [] : judgeStandalone(instance)),
  },
];

function judgeStandalone(instance: InstanceSubject): Judgement {
  return judgeEach(instance.engine, { property: 'Properties.Engine' }, engine =>
    judgeEach(texts(instance.property('EnableCloudwatchLogsExports')), AT, exported => judgeExports(engine, exported ?? [])));
}

function judgeExports(engine: string, exported: readonly string[]): Finding[] {
  const [, logs = []] = LOGS_OF.find(([name]) => name.test(engine)) ?? [];
  const missing = logs.filter(log => !exported.includes(log));
  if (missing.length === 0) {
    return [];
  }
  const [unknown] = exported.flatMap(log => whyUnknown(log) ?? []);
  return [unknown === undefined
    ? violated(`${engine} does not export ${missing.join(', ')}; exported: ${exported.join(', ') || 'nothing'}`, AT, {
      fix: `CloudFormation: EnableCloudwatchLogsExports: [${logs.join(', ')}]`,
    })
    : cannotTell(unknown, AT)];
}
