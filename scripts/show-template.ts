import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, any>;
}

/** What of each resource a reader wants to see, in the order in which it is shown. */
const SHOWN: Record<string, (properties: Record<string, any>) => Record<string, unknown>> = {
  'AWS::RDS::DBCluster': p => ({
    'identifier': p.DBClusterIdentifier,
    'engine': `${p.Engine} ${p.EngineVersion}`,
    'log exports': p.EnableCloudwatchLogsExports,
    'parameter group': p.DBClusterParameterGroupName,
    'encrypted, protected, IAM': [p.StorageEncrypted, p.DeletionProtection, p.EnableIAMDatabaseAuthentication],
    'backup days': p.BackupRetentionPeriod,
  }),
  'AWS::RDS::DBClusterParameterGroup': p => ({ family: p.Family, ...p.Parameters }),
  'AWS::Logs::LogGroup': p => ({ 'name': p.LogGroupName, 'retention days': p.RetentionInDays, 'key': p.KmsKeyId, 'deletion protection': p.DeletionProtectionEnabled }),
  'AWS::KMS::Key': p => ({ rotation: p.EnableKeyRotation }),
  'AWS::Logs::MetricFilter': p => ({ 'log group': p.LogGroupName, 'metric': p.MetricTransformations[0].MetricName, 'pattern': p.FilterPattern }),
  'AWS::CloudWatch::Alarm': p => ({
    metric: `${p.Namespace} ${p.MetricName}`,
    goesOff: `${p.Statistic} ${p.ComparisonOperator === 'LessThanThreshold' ? '<' : '>='} ${p.Threshold} in ${p.Period} s, ${p.EvaluationPeriods} period(s)`,
    actions: p.AlarmActions,
  }),
  'AWS::SNS::Topic': p => ({ key: p.KmsMasterKeyId }),
  'AWS::SNS::Subscription': p => ({ [p.Protocol]: p.Endpoint, topic: p.TopicArn }),
};

const MAX_WIDTH = 100;

function readable(value: any): string {
  if (Array.isArray(value)) {
    return value.map(readable).join(', ');
  }
  const text = value?.Ref ?? value?.['Fn::GetAtt']?.[0] ?? (typeof value === 'object' ? JSON.stringify(value) : String(value));
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH)}… (${text.length} characters)` : text;
}

const outdir = resolve(process.argv[2]);
for (const file of readdirSync(outdir).filter(name => name.endsWith('.template.json'))) {
  const path = join(outdir, file);
  const resources: Record<string, Resource> = JSON.parse(readFileSync(path, 'utf8')).Resources;
  for (const [type, describe] of Object.entries(SHOWN)) {
    for (const [logicalId, resource] of Object.entries(resources).filter(([, candidate]) => candidate.Type === type)) {
      console.log(`\n${type}  ${logicalId}`);
      Object.entries(describe(resource.Properties ?? {})).forEach(([name, value]) => console.log(`  ${name.padEnd(26)} ${readable(value)}`));
    }
  }
  console.log(`\nTemplate with ${Object.keys(resources).length} resources: ${path}`);
}
