import { idsOf } from './judged-template';
import { PUBLIC_TEMPLATES, templateIn } from './public-templates';

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
  expect(idsOf(templateIn(file))).toEqual([...found].sort());
});

test('every template is judged', () => {
  expect(PUBLIC_TEMPLATES).toHaveLength(10);
});
