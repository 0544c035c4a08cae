import type { AuditExceptionOptions } from '../../../src/compliance/exceptions/audit-exception-options';
import { today } from '../../../src/compliance/exceptions/calendar-day';
import { recordedException } from '../../../src/compliance/exceptions/recorded-exception';

const RETENTION = 'AuroraMysqlAudit-AuditLogRetention';
const REASON = { reason: 'archived in S3' };

test.each<[AuditExceptionOptions, object]>([
  [REASON, REASON],
  [{ reason: ' archived in S3\n' }, REASON],
  [{ ...REASON, rules: [RETENTION] }, { ...REASON, rules: [RETENTION] }],
  [{ ...REASON, rules: [`AuroraMysqlAudit::${RETENTION}`, `${RETENTION}[never-expires]`] }, { ...REASON, rules: [RETENTION, `${RETENTION}[never-expires]`] }],
  [{ ...REASON, approvedBy: ' Ana ', expires: '2028-02-29' }, { ...REASON, approvedBy: 'Ana', expires: '2028-02-29' }],
])('%j is kept as %j', (options, kept) => {
  expect(recordedException('accept', options)).toStrictEqual(kept);
});

test.each<[unknown, string]>([
  [undefined, 'accept: must be given options, got: undefined'],
  [null, 'accept: must be given options, got: null'],
  ['text', 'accept: must be given options, got: \'text\''],
  [{}, 'reason: must say why, in text that is known at synthesis, got: undefined'],
  [{ reason: '' }, 'reason: must say why, in text that is known at synthesis, got: \'\''],
  [{ reason: ' \n' }, 'reason: must say why, in text that is known at synthesis, got: \' \\n\''],
  [{ reason: 7 }, 'reason: must say why, in text that is known at synthesis, got: 7'],
  [{ ...REASON, approvedBy: ' ' }, 'approvedBy: must name somebody, in text that is known at synthesis, got: \' \''],
  [{ ...REASON, approvedBy: null }, 'approvedBy: must name somebody, in text that is known at synthesis, got: null'],
  [{ ...REASON, rules: [] }, 'rules: must be a list of at least one id, or be left out to accept every finding, got: []'],
  [{ ...REASON, rules: RETENTION }, `rules: must be a list of at least one id, or be left out to accept every finding, got: '${RETENTION}'`],
  [{ ...REASON, rules: ['AuditLogRetention'] }, `rules: must hold ids of rules or of their findings, got: 'AuditLogRetention'; did you mean '${RETENTION}'?`],
  [{ ...REASON, rules: [`${RETENTION}[`] }, `rules: must hold ids of rules or of their findings, got: '${RETENTION}['; did you mean '${RETENTION}'?`],
  [{ ...REASON, rules: [`${RETENTION}[]`] }, `rules: must hold ids of rules or of their findings, got: '${RETENTION}[]'; did you mean '${RETENTION}'?`],
  [{ ...REASON, rules: [`x ${RETENTION}`] }, `rules: must hold ids of rules or of their findings, got: 'x ${RETENTION}'; did you mean '${RETENTION}'?`],
  [{ ...REASON, rules: [undefined] }, 'rules: must hold ids of rules or of their findings, got: undefined'],
  [{ ...REASON, expires: '' }, 'expires: must be a day, YYYY-MM-DD, got: \'\''],
  [{ ...REASON, expires: '2027-02-29' }, 'expires: must be a day, YYYY-MM-DD, got: \'2027-02-29\''],
  [{ ...REASON, expires: '2027-13-01' }, 'expires: must be a day, YYYY-MM-DD, got: \'2027-13-01\''],
  [{ ...REASON, expires: '2027-1-1' }, 'expires: must be a day, YYYY-MM-DD, got: \'2027-1-1\''],
  [{ ...REASON, expires: '2027-01-01T00:00:00Z' }, 'expires: must be a day, YYYY-MM-DD, got: \'2027-01-01T00:00:00Z\''],
  [{ ...REASON, expires: new Date(0) }, 'expires: must be a day, YYYY-MM-DD, got: 1970-01-01T00:00:00.000Z'],
  [{ ...REASON, rules: [`]${RETENTION}`] }, `rules: must hold ids of rules or of their findings, got: ']${RETENTION}'; did you mean '${RETENTION}'?`],
  [{ ...REASON, expires: Symbol('2027-01-01') }, 'expires: must be a day, YYYY-MM-DD, got: '],
  [{ ...REASON, expires: ['2027-01-01'] }, 'expires: must be a day, YYYY-MM-DD, got: '],
  [{ ...REASON, expires: ' 2027-01-01' }, 'expires: must be a day, YYYY-MM-DD, got: \' 2027-01-01\''],
  [{ ...REASON, rules: [7] }, 'rules: must hold ids of rules or of their findings, got: 7'],
  [{ ...REASON, rules: [`${RETENTION}[a]b`] }, `rules: must hold ids of rules or of their findings, got: '${RETENTION}[a]b'; did you mean '${RETENTION}'?`],
  [{ ...REASON, expires: 'on 2027-01-01' }, 'expires: must be a day, YYYY-MM-DD, got: \'on 2027-01-01\''],
  [{ ...REASON, expires: '2027-00-10' }, 'expires: must be a day, YYYY-MM-DD, got: \'2027-00-10\''],
  [{ ...REASON, expires: '0000-00-00' }, 'expires: must be a day, YYYY-MM-DD, got: \'0000-00-00\''],
])('%j is refused', (options, message) => {
  expect(() => recordedException('accept', options as AuditExceptionOptions)).toThrow(message);
});

test.each(['reason', 'approvedBy'])('%s that is not known yet is refused', prop => {
  const options = { ...REASON, approvedBy: 'Ana', [prop]: 'made later' };
  expect(() => recordedException('accept', options, text => text !== 'made later')).toThrow(`${prop}: must`);
  expect(recordedException('accept', options, () => true)).toStrictEqual(options);
});

test('today is a day, in UTC', () => {
  const before = new Date().toISOString();
  const day = today();
  expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect([before.slice(0, 10), new Date().toISOString().slice(0, 10)]).toContain(day);
});
