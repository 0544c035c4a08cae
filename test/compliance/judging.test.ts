import { Duration } from 'aws-cdk-lib';
import type { AuroraMysqlAuditChecksProps } from '../../src';
import { AuditRuleLevel } from '../../src/compliance/audit-rule-level';
import { AuditEvidenceFormat } from '../../src/compliance/evidence/audit-evidence-format';
import { checkedFlag, checkedFormats, checkedProps, judgingBy } from '../../src/compliance/judging';
import { AuditEvent } from '../../src/recording/audit-event';

const ID = 'AuroraMysqlAudit-AuditLogRetention';
const CLASS = 'AuroraMysqlAudit-AuditLogClass';

const judging = (props: object) => judgingBy(props as AuroraMysqlAuditChecksProps);

test('without properties a year of all connections and queries is required', () => {
  expect(judging({})).toEqual({
    requiredEvents: ['CONNECT', 'QUERY'],
    requiredRetentionDays: 365,
    warnsOfInfiniteRetention: false,
    allowedExcludedUsers: ['rdsadmin'],
    requiresArchive: false,
    requiredArchiveDays: 365,
    requiresReview: false,
    unknownLevel: 'error',
    levels: new Map(),
    keepsEvidence: false,
  });
});

test.each<[AuroraMysqlAuditChecksProps | object, object]>([
  [{ requiredEvents: [AuditEvent.TABLE] }, { requiredEvents: ['TABLE'] }],
  [{ requiredRetention: 1 }, { requiredRetentionDays: 1 }],
  [{ warnOfInfiniteRetention: true }, { warnsOfInfiniteRetention: true }],
  [{ allowedExcludedUsers: [] }, { allowedExcludedUsers: [] }],
  [{ allowedExcludedUsers: ['rdsadmin', "o'neil"] }, { allowedExcludedUsers: ['rdsadmin', "o'neil"] }],
  [{ requireArchive: true }, { requiresArchive: true, requiredArchiveDays: 365, requiresReview: false }],
  [{ requireArchive: true, requiredRetention: 731 }, { requiredArchiveDays: 731 }],
  [{ requireArchive: true, requiredRetention: 9999 }, { requiredArchiveDays: 3653 }],
  [{ requireArchive: true, requiredArchiveRetention: Duration.days(36_500) }, { requiredArchiveDays: 36_500 }],
  [{ requireReview: true }, { requiresReview: true, requiresArchive: false }],
  [{ unknownLevel: AuditRuleLevel.WARNING }, { unknownLevel: 'warning' }],
  [{ unknownLevel: AuditRuleLevel.ERROR }, { unknownLevel: 'error' }],
  [{ evidenceFormats: [AuditEvidenceFormat.CSV] }, { keepsEvidence: true }],
  [{ evidenceFormats: [] }, { keepsEvidence: false }],
  [{ ruleLevels: { [ID]: AuditRuleLevel.OFF, [CLASS]: AuditRuleLevel.WARNING } }, { levels: new Map([[ID, undefined], [CLASS, 'warning']]) }],
  [{ ruleLevels: { [ID]: AuditRuleLevel.ERROR } }, { levels: new Map([[ID, 'error']]) }],
])('%j is judged by', (props, expected) => {
  expect(judging(props)).toMatchObject(expected);
  expect(checkedProps(props)).toBe(props);
});

test.each<[string, unknown, string]>([
  ['requiredEvents', [], 'requiredEvents: must be a list of at least one AuditEvent, got: []'],
  ['requiredEvents', ['CONNECT'], 'requiredEvents: must hold AuditEvent, got: \'CONNECT\''],
  ['requiredEvents', [AuditEvent.QUERY, undefined], 'requiredEvents: must hold AuditEvent, got: undefined'],
  ['requiredEvents', 'CONNECT', 'requiredEvents: must be a list of at least one AuditEvent, got: \'CONNECT\''],
  ['requiredRetention', 364, 'requiredRetention: must be one of logs.RetentionDays (1, 3, 5'],
  ['requiredRetention', '365', 'requiredRetention: must be one of logs.RetentionDays (1, 3, 5'],
  ['warnOfInfiniteRetention', 'yes', 'warnOfInfiniteRetention: must be true or false, got: \'yes\''],
  ['allowedExcludedUsers', 'rdsadmin', 'allowedExcludedUsers: must be a list of user names, got: \'rdsadmin\''],
  ['allowedExcludedUsers', ['rdsadmin', 'a b'], 'allowedExcludedUsers: must hold user names without spaces and commas, got: \'a b\''],
  ['allowedExcludedUsers', ['a,b'], 'allowedExcludedUsers: must hold user names without spaces and commas, got: \'a,b\''],
  ['allowedExcludedUsers', [' a'], 'allowedExcludedUsers: must hold user names without spaces and commas, got: \' a\''],
  ['allowedExcludedUsers', ['a '], 'allowedExcludedUsers: must hold user names without spaces and commas, got: \'a \''],
  ['allowedExcludedUsers', [''], 'allowedExcludedUsers: must hold user names without spaces and commas, got: \'\''],
  ['allowedExcludedUsers', [7], 'allowedExcludedUsers: must hold user names without spaces and commas, got: 7'],
  ['requireArchive', 'true', 'requireArchive: must be true or false, got: \'true\''],
  ['requireReview', 0, 'requireReview: must be true or false, got: 0'],
  ['requiredArchiveRetention', Duration.days(30), 'requiredArchiveRetention: must be given with requireArchive: true alone'],
  ['unknownLevel', 'warn', 'unknownLevel: must be AuditRuleLevel.ERROR or AuditRuleLevel.WARNING, got: \'warn\''],
  ['unknownLevel', null, 'unknownLevel: must be AuditRuleLevel.ERROR or AuditRuleLevel.WARNING, got: null'],
  ['unknownLevel', AuditRuleLevel.OFF, 'unknownLevel: must be AuditRuleLevel.ERROR or AuditRuleLevel.WARNING, got: \'off\''],
  ['evidenceFormats', 'html', 'evidenceFormats: must be a list of AuditEvidenceFormat, got: \'html\''],
  ['evidenceFormats', ['pdf'], 'evidenceFormats: must hold AuditEvidenceFormat (json, csv, html, sarif), got: \'pdf\''],
  ['evidenceFormats', ['html', 'csv', 'html'], 'evidenceFormats: must hold each format once, got \'html\' again'],
  ['ruleLevels', [ID], 'ruleLevels: must be a map of rule ids to AuditRuleLevel'],
  ['ruleLevels', 'off', 'ruleLevels: must be a map of rule ids to AuditRuleLevel, got: \'off\''],
  ['ruleLevels', null, 'ruleLevels: must be a map of rule ids to AuditRuleLevel, got: null'],
  ['ruleLevels', new Map(), 'ruleLevels: must be a map of rule ids to AuditRuleLevel, got: Map'],
  ['ruleLevels', { AuditLogExport: AuditRuleLevel.OFF }, 'ruleLevels: there is no rule \'AuditLogExport\'; did you mean \'AuroraMysqlAudit-AuditLogExport\'?'],
  ['ruleLevels', { [ID]: 'off!' }, `ruleLevels: the level of '${ID}' must be AuditRuleLevel.ERROR, WARNING or OFF, got: 'off!'`],
  ['ruleLevels', { [ID]: undefined }, `ruleLevels: the level of '${ID}' must be AuditRuleLevel.ERROR, WARNING or OFF, got: undefined`],
])('%s %p is refused', (prop, value, message) => {
  expect(() => judging({ [prop]: value })).toThrow(message);
});

test.each<[unknown, string]>([
  [Duration.days(0), 'got: 0 days'],
  [Duration.days(36_501), 'got: 36501 days'],
  [Duration.hours(36), 'got: 1.5 days'],
  [365, 'got: 365'],
  ['P1Y', "got: 'P1Y'"],
  [null, 'got: null'],
])('a lock of %p is refused', (requiredArchiveRetention, message) => {
  expect(() => judging({ requireArchive: true, requiredArchiveRetention })).toThrow(`requiredArchiveRetention: must be a literal Duration of 1 to 36500 whole days, ${message}`);
});

test.each<[any]>([[null], [[]], ['strict']])('properties that are %p are refused', props => {
  expect(() => checkedProps(props)).toThrow('AuroraMysqlAuditChecks: must have properties or none, got:');
});

test('nothing given is the default', () => {
  expect([checkedProps(), checkedFormats(), checkedFlag('verbose')]).toEqual([{}, [], false]);
  expect(() => checkedFlag('verbose', 1 as never)).toThrow('verbose: must be true or false, got: 1');
});
