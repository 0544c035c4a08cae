import { CfnParameter, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { AuditDetection } from '../../../src';
import { insightsPredicate } from '../../../src/review/queries/insights-predicate';
import { corpus } from '../../corpus/records';
import { workloads } from '../../workloads/records';
import { ask } from '../logs-insights';

const RECORDS = [...corpus(), ...workloads()].map(({ record }) => record);
const IN_RECORDS = AuditDetection.recommended().filter(({ filterPattern }) => filterPattern !== undefined);

function selected(detection: AuditDetection, records: string[]): string[] {
  const events = records.map(message => ({ timestamp: 0, message }));
  return ask(`filter ${insightsPredicate(detection)}`, events).map(row => row['@message'] as string);
}

test.each(IN_RECORDS)('the predicate of $detectionId selects exactly the records that it counts', detection => {
  const counted = RECORDS.filter(record => detection.matches(record));
  expect(selected(detection, RECORDS)).toEqual(counted);
  expect(counted.length).toBeGreaterThan(0);
});

test.each<[string, string]>([
  ['one text', '"a/b"'],
  ['texts that are all needed', '"GRANT" "ON"'],
  ['a text without another', '"GRANT" -"SELECT"'],
  ['what lacks a text', '-"SELECT"'],
  ['one of several texts', '?"a.b" ?"(c|d)" ?"[e]" ?"f*" ?"\\\\"'],
  ['a regular expression with slashes', '%/x[/y]/%'],
])('the predicate of %s', (_, filterPattern) => {
  const records = ['a/b', 'GRANT x ON', 'GRANT SELECT', 'ab', 'a.b', '(c|d)', 'c', '[e]', 'e', 'f*', '\\', '/x//', '/xy/', ''];
  const detection = AuditDetection.of('Own', { filterPattern, runbook: 'Look.' });
  expect(selected(detection, records)).toEqual(records.filter(record => detection.matches(record)));
});

test('any term stays a term', () => {
  const terms = fc.uniqueArray(fc.stringMatching(/^[ -!#-[\]-~]{1,6}$/), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(terms, fc.array(fc.string(), { maxLength: 3 }), (texts, others) => {
    const detection = AuditDetection.of('Own', { filterPattern: texts.map(text => `?"${text}"`).join(' '), runbook: 'Look.' });
    const records = [...texts.map(text => `x${text}x`), ...others];
    expect(selected(detection, records)).toEqual(records.filter(record => detection.matches(record)));
  }));
});

test.each<[string, AuditDetection]>([
  ['looks at no records', AuditDetection.SILENCE],
  ['splits records into fields', AuditDetection.of('Own', { filterPattern: '[a, b = "x*"]', runbook: 'Look.' })],
  ['is known at deployment only', AuditDetection.of('Own', { filterPattern: new CfnParameter(new Stack(), 'Pattern').valueAsString, runbook: 'Look.' })],
])('there is none where a pattern %s', (_, detection) => {
  expect(insightsPredicate(detection)).toBeUndefined();
});
