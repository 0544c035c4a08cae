import { INSTANCE_LOGS } from '../controls';
import { cannotTell, judgeEach, violated, where, type Judgement, type Rule } from './rule';
import { Possible } from '../resolved/possible';
import { readable } from '../resolved/symbolic-text';
import { example, includes } from '../resolved/value';
import type { InstanceSubject } from '../subjects/instance-subject';

const AT = { property: 'Properties.EnableCloudwatchLogsExports' };
const ENGINE = { property: 'Properties.Engine' };

/** The logs of each engine, those that Security Hub's RDS.9 knows. */
export const LOGS_OF: readonly [RegExp, readonly string[]][] = [
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
    looksAt: 'EnableCloudwatchLogsExports',
    judge: instance => instance.when === false
      ? { notApplicable: 'a member of a cluster, which exports the logs' }
      : [
        ...instance.engine.unknowns.flatMap(({ unknown, when }) => where(when, [
          { ...cannotTell(unknown, ENGINE), message: `cannot tell which logs the instance has to export: ${unknown}` },
        ])),
        ...instance.engine.known.flatMap(({ value, when }) => where(when, judgeExports(instance, value))),
      ],
  },
];

function judgeExports(instance: InstanceSubject, engine: string): Judgement {
  const [, logs = []] = LOGS_OF.find(([name]) => name.test(engine)) ?? [];
  const exportedLogs = instance.property('EnableCloudwatchLogsExports');
  const missing = Possible.all(logs.map(log => includes(exportedLogs, exported => exported === log)))
    .map(exported => logs.filter((_, index) => !exported[index]).join(', '));
  return judgeEach(missing, AT, (names, when) => names === '' ? [] : [
    violated(`${engine} does not export ${names}; exported: ${readable(example(exportedLogs, when).join(', ')) || 'nothing'}`, AT, {
      fix: `CloudFormation: EnableCloudwatchLogsExports: [${logs.join(', ')}]`,
    }),
  ]);
}
