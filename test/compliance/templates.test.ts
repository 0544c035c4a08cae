import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse, type ScalarTag, type CollectionTag } from 'yaml';
import { idsOf } from './judged-template';

const DIRECTORY = join(__dirname, 'templates');

const FUNCTIONS = ['Ref', 'Condition', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'And', 'Or', 'Join', 'Select', 'Split', 'FindInMap', 'ImportValue'];
const longForm = (name: string) => ['Ref', 'Condition'].includes(name) ? name : `Fn::${name}`;

/** `!Ref X` is `{ Ref: X }`. */
const TAGS: (ScalarTag | CollectionTag)[] = FUNCTIONS.flatMap(name => [
  { tag: `!${name}`, resolve: (value: string) => ({ [longForm(name)]: value }) },
  { tag: `!${name}`, collection: 'seq' as const, resolve: (value: any) => ({ [longForm(name)]: value.toJSON() }) },
]);

/** Templates in the styles in which people write them. */
test.each<[string, string[]]>([
  ['audited-by-hand.yaml', []],
  ['by-region.yaml', ['AuditAlarms[Failed]']],
  ['global-database.yaml', ['AuditLogExport', 'AuditLogGroup', 'AuditLogging']],
  ['multi-engine.yaml', ['AuditMetricFilters[failed-logins]', 'AuditMetricFilters[privilege-changes]']],
  ['quick-start.yaml', ['AuditLogExport', 'AuditLogGroup', 'AuditLogging']],
  ['sam.yaml', ['AuditLogExport', 'AuditLogGroup', 'AuditLogging']],
  ['serverless-v1.json', ['AuditLogGroup']],
  ['several-databases.yaml', ['AuditLogGroup', 'AuditLogging']],
  ['standalone-instances.yaml', ['InstanceLogExports']],
  ['wordpress.yaml', [
    'AuditEvents', 'AuditEvents[QUERY]', 'AuditLogEncryption', 'AuditLogExport', 'AuditLogGroup', 'AuditLogRemoval', 'AuditLogRetention', 'AuditLogging',
    'AuditMetricFilters[failed-logins]', 'AuditMetricFilters[privilege-changes]',
  ]],
])('%s', (file, found) => {
  expect(idsOf(parse(readFileSync(join(DIRECTORY, file), 'utf8'), { customTags: TAGS }))).toEqual([...found].sort());
});

test('every template is judged', () => {
  expect(readdirSync(DIRECTORY)).toHaveLength(10);
});
