import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { CATALOGUE } from '../src/detection/catalogue/catalogue';

/**
 * Shows what an audited cluster is made of on one screen: the resources with their names, retention and key, and one line for each detection.
 */
interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, any>;
}

const outdir = resolve(process.argv[2]);
for (const file of readdirSync(outdir).filter(name => name.endsWith('.template.json'))) {
  show(join(outdir, file));
}

function show(path: string): void {
  const resources: Record<string, Resource> = JSON.parse(readFileSync(path, 'utf8')).Resources;
  const ofType = (type: string) => Object.values(resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);

  print(['resource', 'name', 'what of it'], [
    ...ofType('AWS::RDS::DBCluster').map(p => ['cluster', p.DBClusterIdentifier, `${p.Engine} ${p.EngineVersion}, exports ${p.EnableCloudwatchLogsExports.join(', ')}`]),
    ...ofType('AWS::RDS::DBClusterParameterGroup').map(p => ['parameter group', p.Family, Object.entries(p.Parameters).map(entry => entry.join('=')).join(' ')]),
    ...ofType('AWS::Logs::LogGroup').map(p => ['log group', p.LogGroupName, `${p.RetentionInDays} days, ${p.KmsKeyId ? 'encrypted' : 'no key'}, `
      + `${p.DeletionProtectionEnabled ? 'protected' : 'not protected'}`]),
    ...ofType('AWS::KMS::Key').map(p => ['key', '', `rotation ${p.EnableKeyRotation ? 'on' : 'off'}`]),
    ...ofType('AWS::SNS::Topic').map(p => ['topic', '', p.KmsMasterKeyId ? 'encrypted' : 'no key']),
    ...ofType('AWS::SNS::Subscription').map(p => ['subscription', p.Endpoint, p.Protocol]),
  ]);

  const alarms = Object.entries(resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
  print(['detection', 'severity', 'goes off at', 'looks for'], alarms.map(([logicalId, { Properties: p }]) => {
    const id = Object.keys(CATALOGUE).find(each => logicalId.includes(`Detections${each}Alarm`));
    const goesOffAt = `${p.ComparisonOperator === 'LessThanThreshold' ? '< ' : ''}${p.Threshold} in ${p.Period / 60} min`;
    return [id ?? logicalId, p.AlarmDescription.split(':')[0], goesOffAt, CATALOGUE[id as keyof typeof CATALOGUE]?.looksFor ?? ''];
  }));
  console.log(`${Object.keys(resources).length} resources, ${ofType('AWS::Logs::MetricFilter').length} of them metric filters: ${path}\n`);
}

function print(head: string[], rows: unknown[][]): void {
  const cells = [head, ...rows].map(row => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map(row => row[column].length)));
  cells.forEach(row => console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()));
  console.log();
}
