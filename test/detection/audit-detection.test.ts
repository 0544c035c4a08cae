import { Duration } from 'aws-cdk-lib';
import { AuditDetection, AuditDetectionSeverity, type AuditDetectionProps } from '../../src';
import { corpus } from '../corpus/records';

/** The catalogue uses regular expressions only, in an alphabet that means the same to JavaScript. */
function selects(detection: AuditDetection): (record: string) => boolean {
  const [, body] = /^%(.*)%$/.exec(detection.filterPattern)!;
  const regex = new RegExp(body);
  return record => regex.test(record);
}

const RECORDS = corpus();
const HARMLESS = ['benign', 'benign-lookalike', 'login', 'disconnect', 'table-event'];

describe.each([
  ['failed logins', AuditDetection.FAILED_LOGINS, 'failed-login', []],
  // A statement cut before its keyword and a write to the grant tables of the server show no GRANT, nor does an error inside the keyword.
  ['privilege changes', AuditDetection.PRIVILEGE_CHANGES, 'privilege-change', ['truncated', 'syntax-error']],
])('%s', (_, detection, label, outOfReach: string[]) => {
  const seen = selects(detection);

  test('are seen in every real record that shows one', () => {
    const missed = RECORDS.filter(({ labels }) => labels.includes(label))
      .filter(({ flags, record }) => !flags.some(flag => outOfReach.includes(flag)) && !record.includes('mysql.global_priv'))
      .filter(({ record }) => !seen(record));
    expect(missed).toEqual([]);
  });

  test('are not seen in harmless records', () => {
    const wrong = RECORDS.filter(({ labels }) => labels.every(each => HARMLESS.includes(each))).filter(({ record }) => seen(record));
    expect(wrong).toEqual([]);
  });
});

test('a catalogue pattern keeps to the alphabet of filter patterns', () => {
  for (const { filterPattern } of AuditDetection.recommended()) {
    expect(filterPattern).toMatch(/^%[A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.]+%$/);
    expect(filterPattern.length).toBeLessThanOrEqual(1024);
  }
});

describe('a detection of your own', () => {
  const MINIMUM: AuditDetectionProps = { filterPattern: '"INTO OUTFILE"', runbook: 'Ask who exported data.' };

  test('has defaults for all but pattern and runbook', () => {
    expect(AuditDetection.of('Exports', MINIMUM)).toMatchObject({
      ...MINIMUM,
      detectionId: 'Exports',
      metricName: 'Exports',
      threshold: 1,
      evaluationPeriods: 1,
      severity: AuditDetectionSeverity.MEDIUM,
      controls: [],
    });
    expect(AuditDetection.of('Exports', MINIMUM).period.toSeconds()).toBe(300);
  });

  test.each<[string, any, string]>([
    ['an empty pattern', { filterPattern: ' ' }, 'filterPattern must be text that is not empty, got: \' \''],
    ['a pattern that is too long', { filterPattern: 'x'.repeat(1025) }, 'filterPattern must be at most 1024 characters, got: 1025'],
    ['no pattern', { filterPattern: undefined }, 'filterPattern must be text'],
    ['no runbook', { runbook: '' }, 'runbook must be text that is not empty, got: \'\''],
    ['a runbook that is too long', { runbook: 'x'.repeat(1025) }, 'runbook must be at most 1024 characters, got: 1025'],
    ['a metric name with a colon first', { metricName: ':a' }, 'metricName must be 1 to 255 characters'],
    ['an empty metric name', { metricName: '' }, 'metricName must be'],
    ['a metric name that is too long', { metricName: 'x'.repeat(256) }, 'metricName must be'],
    ['threshold 0', { threshold: 0 }, 'threshold must be a number greater than 0, got: 0'],
    ['threshold NaN', { threshold: NaN }, 'threshold must be a number greater than 0, got: NaN'],
    ['threshold as text', { threshold: '5' }, 'threshold must be a number greater than 0, got: \'5\''],
    ['half a period', { evaluationPeriods: 1.5 }, 'evaluationPeriods must be a whole number of at least 1, got: 1.5'],
    ['no period at all', { evaluationPeriods: 0 }, 'evaluationPeriods must be a whole number of at least 1, got: 0'],
    ['a period of 45 seconds', { period: Duration.seconds(45) }, 'period must be 10, 20 or 30 seconds or a multiple of 60 seconds, got: 45 seconds'],
    ['a period of 90 seconds', { period: Duration.seconds(90) }, 'period must be'],
    ['a period of a fraction', { period: Duration.millis(1500) }, 'period must be'],
    ['a period as number', { period: 300 }, 'period must be a Duration, got: 300'],
    ['more than a day', { period: Duration.minutes(5), evaluationPeriods: 289 }, 'period times evaluationPeriods must be at most 1 day(s), got: 86700 seconds'],
    ['more than seven days', { period: Duration.hours(1), evaluationPeriods: 169 }, 'period times evaluationPeriods must be at most 7 day(s)'],
    ['a severity of its own', { severity: 'URGENT' }, 'severity must be one of LOW, MEDIUM, HIGH, CRITICAL, got: \'URGENT\''],
    ['controls that are no list', { controls: 'RDS.34' }, 'controls must be a list of control ids, got: \'RDS.34\''],
  ])('is refused with %s', (_, props, message) => {
    expect(() => AuditDetection.of('Own', { ...MINIMUM, ...props })).toThrow(`detection Own: ${message}`);
  });

  test.each([
    [Duration.seconds(10), 1], [Duration.minutes(5), 288], [Duration.hours(1), 168], [Duration.days(1), 7],
  ])('may have period %s times %d', (period, evaluationPeriods) => {
    expect(AuditDetection.of('Own', { ...MINIMUM, period, evaluationPeriods })).toMatchObject({ period, evaluationPeriods });
  });

  test.each<[any]>([[''], ['1st'], ['with space'], ['a-b'], ['x'.repeat(101)], [undefined]])('is refused with id %p', id => {
    expect(() => AuditDetection.of(id, MINIMUM)).toThrow('detectionId: must be 1 to 100 letters and digits, a letter first');
  });
});
