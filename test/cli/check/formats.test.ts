import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv2020 from 'ajv/dist/2020';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import * as cheerio from 'cheerio';
import { HtmlValidate } from 'html-validate';
import { check } from './checked';
import { auditedTemplate, cluster } from '../../compliance/audited-template';

const EVIDENCE = new Ajv2020({ allErrors: true, strictRequired: false })
  .compile(JSON.parse(readFileSync(join(__dirname, '../../../docs/evidence.schema.json'), 'utf8')));
const SARIF = addFormats(new Ajv({ allErrors: true, strict: false, unicodeRegExp: false }))
  .compile(JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')));

function violating(): object {
  const template = auditedTemplate();
  cluster(template).EnableCloudwatchLogsExports = ['error'];
  return template;
}

const rendered = async (format: string) => (await check({ 'my infra/orders.json': violating() }, 'my infra/orders.json', '--format', format)).stdout;

test('JSON is evidence as the schema has it, with line and column', async () => {
  // WHEN
  const evidence = JSON.parse(await rendered('json'));

  // THEN
  expect(EVIDENCE(evidence) ? [] : EVIDENCE.errors).toEqual([]);
  expect(evidence.resources[0]).toMatchObject({ constructPath: 'my infra/orders.json/Cluster', clusterIdentifier: 'orders' });
  expect(evidence.resources[0].outcomes.find(({ status }: any) => status === 'violated').source).toEqual({ file: 'my infra/orders.json', line: 21, column: 9 });
});

test('SARIF is valid, and its locations are relative to where the command ran', async () => {
  // WHEN
  const log = JSON.parse(await rendered('sarif'));

  // THEN
  expect(SARIF(log) ? [] : SARIF.errors).toEqual([]);
  const [{ locations, relatedLocations, ruleId }] = log.runs[0].results;
  expect(ruleId).toBe('AuroraMysqlAudit-AuditLogExport');
  expect(locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'my%20infra/orders.json', uriBaseId: 'SRCROOT' }, region: { startLine: 21, startColumn: 9 },
  });
  expect(relatedLocations).toBeUndefined();
});

test('HTML is a valid page that names file and line', async () => {
  // WHEN
  const page = await rendered('html');

  // THEN
  const report = await new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'no-inline-style': 'off', 'long-title': 'off' } }).validateString(page);
  expect(report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`))).toEqual([]);
  expect(cheerio.load(page)('.findings code').text()).toBe('my infra/orders.json:21:9');
});
