import { Duration } from 'aws-cdk-lib';
import { AuditDetection, AuditDetectionSeverity, AuditEvent, type AuditDetectionProps } from '../../src';

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
    ['a pattern that is too long', { filterPattern: 'x'.repeat(1025) }, 'filterPattern: a filter pattern has at most 1024 characters, got: 1025'],
    ['additional patterns that are no list', { additionalFilterPatterns: 'x' }, 'additionalFilterPatterns must be a list of filter patterns, got: \'x\''],
    ['an empty additional pattern', { additionalFilterPatterns: ['a', ''] }, 'additionalFilterPatterns[1] must be text that is not empty, got: \'\''],
    ['an additional pattern that the service refuses', { additionalFilterPatterns: ['%(%'] }, 'additionalFilterPatterns[0]: "(" is not allowed here'],
    ['a pattern that is there twice', { additionalFilterPatterns: ['"INTO OUTFILE"'] }, 'additionalFilterPatterns[0]: each record would be counted twice'],
    ['an additional pattern that is there twice', { additionalFilterPatterns: ['a', 'a'] }, 'additionalFilterPatterns[1]: each record would be counted twice'],
    ['no pattern', { filterPattern: undefined }, 'filterPattern must be text'],
    ['no runbook', { runbook: '' }, 'runbook must be text that is not empty, got: \'\''],
    ['a runbook that is too long', { runbook: 'x'.repeat(1025) }, 'runbook and logsInsightsQuery become the description of the alarm, which has at most 1024 characters, got: 1033'],
    ['runbook and query that are too long together', { runbook: 'x'.repeat(600), logsInsightsQuery: 'y'.repeat(600) }, 'runbook and logsInsightsQuery become'],
    ['an empty query', { logsInsightsQuery: '' }, 'logsInsightsQuery must be text that is not empty, got: \'\''],
    ['events that are no list', { auditEvents: AuditEvent.QUERY }, 'auditEvents must be a list of AuditEvent, got:'],
    ['events as text', { auditEvents: ['QUERY'] }, 'auditEvents must be a list of AuditEvent, got:'],
    ['a pattern of a kind of regular expression that there is not', { filterPattern: '%(a|b)%' }, 'filterPattern: "(" is not allowed here'],
    ['a pattern with signs outside of quotes', { filterPattern: 'INTO OUTFILE!' }, 'filterPattern: '],
    ['a metric name with a colon first', { metricName: ':a' }, 'metricName must be 1 to 255 characters'],
    ['an empty metric name', { metricName: '' }, 'metricName must be'],
    ['a metric name that is too long', { metricName: 'x'.repeat(256) }, 'metricName must be'],
    ['threshold 0', { threshold: 0 }, 'threshold must be a number greater than 0, got: 0'],
    ['threshold NaN', { threshold: NaN }, 'threshold must be a number greater than 0, got: NaN'],
    ['threshold as text', { threshold: '5' }, 'threshold must be a number greater than 0, got: \'5\''],
    ['half a period', { evaluationPeriods: 1.5 }, 'evaluationPeriods must be a whole number of at least 1, got: 1.5'],
    ['no period at all', { evaluationPeriods: 0 }, 'evaluationPeriods must be a whole number of at least 1, got: 0'],
    ['a period of 45 seconds', { period: Duration.seconds(45) }, 'period must be a multiple of 60 seconds, got: 45 seconds'],
    ['a period of 30 seconds', { period: Duration.seconds(30) }, 'period must be a multiple of 60 seconds, got: 30 seconds'],
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
    [Duration.minutes(1), 1], [Duration.minutes(5), 288], [Duration.hours(1), 168], [Duration.days(1), 7],
  ])('may have period %s times %d', (period, evaluationPeriods) => {
    expect(AuditDetection.of('Own', { ...MINIMUM, period, evaluationPeriods })).toMatchObject({ period, evaluationPeriods });
  });

  test.each<[any]>([[''], ['1st'], ['with space'], ['a-b'], ['x'.repeat(101)], [undefined]])('is refused with id %p', id => {
    expect(() => AuditDetection.of(id, MINIMUM)).toThrow('detectionId: must be 1 to 100 letters and digits, a letter first');
  });
});

test('the error about a filter pattern points at the character', () => {
  expect(() => AuditDetection.of('Own', { filterPattern: '%GRANT (ALL|SELECT)%', runbook: 'y' })).toThrow([
    '  %GRANT (ALL|SELECT)%',
    '        ^',
  ].join('\n'));
});

describe('a detection can be tuned:', () => {
  const ORIGINAL = AuditDetection.FAILED_LOGINS;

  test.each<[string, AuditDetection, object]>([
    ['threshold', ORIGINAL.withThreshold(3), { threshold: 3 }],
    ['period', ORIGINAL.withPeriod(Duration.hours(1)), { period: Duration.hours(1), evaluationPeriods: 1 }],
    ['period and evaluation periods', ORIGINAL.withPeriod(Duration.minutes(1), 5), { period: Duration.minutes(1), evaluationPeriods: 5 }],
    ['severity', ORIGINAL.withSeverity(AuditDetectionSeverity.LOW), { severity: 'LOW' }],
    ['runbook', ORIGINAL.withRunbook('Call the DBA.'), { runbook: 'Call the DBA.' }],
  ])('its %s, and all else stays', (_, tuned, changed) => {
    const { detectionId, filterPattern, metricName, threshold, severity, runbook, logsInsightsQuery, controls, auditEvents } = ORIGINAL;
    const before = { detectionId, filterPattern, metricName, threshold, severity, runbook, logsInsightsQuery, controls, auditEvents };
    expect(tuned).toMatchObject({ ...before, ...changed });
    expect(tuned).toBeInstanceOf(AuditDetection);
    expect(ORIGINAL).toMatchObject({ threshold: 10, severity: 'HIGH' });
  });

  test('evaluation periods stay when only the period changes', () => {
    expect(ORIGINAL.withPeriod(Duration.minutes(1), 5).withPeriod(Duration.minutes(2)).evaluationPeriods).toBe(5);
  });

  test.each<[string, () => unknown, string]>([
    ['a threshold of 0', () => ORIGINAL.withThreshold(0), 'detection FailedLogins: threshold must be a number greater than 0, got: 0'],
    ['a period of a second', () => ORIGINAL.withPeriod(Duration.seconds(1)), 'detection FailedLogins: period must be'],
    ['no threshold', () => ORIGINAL.withThreshold(undefined as any), 'detection FailedLogins: threshold must be given, got: undefined'],
    ['no period', () => ORIGINAL.withPeriod(undefined as any), 'detection FailedLogins: period must be given, got: undefined'],
    ['no severity', () => ORIGINAL.withSeverity(null as any), 'detection FailedLogins: severity must be given, got: null'],
    ['an empty runbook', () => ORIGINAL.withRunbook(''), 'detection FailedLogins: runbook must be text'],
    ['more than a description takes', () => ORIGINAL.withRunbook('x'.repeat(1000)), 'detection FailedLogins: runbook and logsInsightsQuery become'],
  ])('but not to %s', (_, tune, message) => {
    expect(tune).toThrow(message);
  });
});

describe('of the recommended detections', () => {
  const IDS = AuditDetection.recommended().map(({ detectionId }) => detectionId);
  const idsOf = (detections: AuditDetection[]) => detections.map(({ detectionId }) => detectionId);
  const own = AuditDetection.of('Exports', { filterPattern: 'x', runbook: 'y' });

  test('some can be left out', () => {
    expect(idsOf(AuditDetection.recommendedExcept([AuditDetection.SILENCE, AuditDetection.BACKUPS])))
      .toEqual(IDS.filter(id => id !== 'Silence' && id !== 'Backups'));
  });

  test('none has to be left out', () => {
    expect(AuditDetection.recommendedExcept([])).toEqual(AuditDetection.recommended());
  });

  test('one can be left out by another object of the same id, as other languages hand over', () => {
    expect(idsOf(AuditDetection.recommendedExcept([AuditDetection.SILENCE.withThreshold(5)]))).toEqual(IDS.filter(id => id !== 'Silence'));
  });

  test('some can be replaced, and others added', () => {
    const detections = AuditDetection.recommendedWith([own, AuditDetection.FAILED_LOGINS.withThreshold(20)]);
    expect(idsOf(detections)).toEqual([...IDS, 'Exports']);
    expect(detections[0].threshold).toBe(20);
    expect(detections.slice(1, -1)).toEqual(AuditDetection.recommended().slice(1));
  });

  test.each<[string, () => unknown, string]>([
    ['leaving out what is not among them', () => AuditDetection.recommendedExcept([own]), 'excluded: \'Exports\' is not among the recommended detections: FailedLogins, '],
    ['leaving out what is no list', () => AuditDetection.recommendedExcept(AuditDetection.SILENCE as any), 'excluded: must be a list of AuditDetection, got:'],
    ['leaving out an id', () => AuditDetection.recommendedExcept(['Silence' as any]), 'excluded: must hold AuditDetection, got: \'Silence\''],
    ['leaving out nothing', () => AuditDetection.recommendedExcept([undefined as any]), 'excluded: must hold AuditDetection, got:'],
    ['leaving out one twice', () => AuditDetection.recommendedExcept([AuditDetection.SILENCE, AuditDetection.SILENCE]), 'excluded: \'Silence\' is there twice'],
    ['replacing by what is no list', () => AuditDetection.recommendedWith(undefined as any), 'detections: must be a list of AuditDetection, got:'],
    ['replacing by what is no detection', () => AuditDetection.recommendedWith([5 as any]), 'detections: must hold AuditDetection, got: 5'],
    [
      'replacing one whose id is spelt in another case', () => AuditDetection.recommendedWith([AuditDetection.of('failedLogins', { filterPattern: 'a', runbook: 'b' })]),
      'detections: \'failedLogins\' differs from the recommended \'FailedLogins\' in letter case alone',
    ],
    ['replacing one twice', () => AuditDetection.recommendedWith([own, own]), 'detections: \'Exports\' is there twice'],
  ])('%s is refused', (_, choose, message) => {
    expect(choose).toThrow(message);
  });
});

describe('a detection can be tested against lines of a real log:', () => {
  const LINE = "1728498527380921,node-1,app,10.0.0.5,1,2,QUERY,shop,'SELECT * FROM customers INTO OUTFILE \\'/tmp/x\\'',0";

  test('with a text pattern', () => {
    const own = AuditDetection.of('Exports', { filterPattern: '"INTO OUTFILE"', runbook: 'y' });
    expect([LINE, LINE.replace('OUTFILE', 'outfile')].map(line => own.matches(line))).toEqual([true, false]);
  });

  test('with a regular expression', () => {
    const own = AuditDetection.of('Exports', { filterPattern: '%[Oo][Uu][Tt][Ff][Ii][Ll][Ee]%', runbook: 'y' });
    expect([LINE, LINE.replace('OUTFILE', 'outfile'), 'x'].map(line => own.matches(line))).toEqual([true, true, false]);
  });

  test('with any of several patterns', () => {
    const own = AuditDetection.of('Exports', { filterPattern: '"INTO DUMPFILE"', additionalFilterPatterns: ['"INTO OUTFILE"', '%into%'], runbook: 'y' });
    expect([LINE, LINE.replace('INTO', 'into'), 'x'].map(line => own.matches(line))).toEqual([true, true, false]);
    expect(own.withThreshold(5).additionalFilterPatterns).toEqual(['"INTO OUTFILE"', '%into%']);
  });

  test.each([AuditDetection.SILENCE, AuditDetection.CONTROL_PLANE_CHANGES])('$detectionId looks at none', detection => {
    expect(detection.filterPattern).toBeUndefined();
    expect(detection.matches(LINE)).toBe(false);
  });

  test.each<[any]>([[undefined], [null], [5], [['a']]])('and refuses %p', record => {
    expect(() => AuditDetection.SILENCE.matches(record)).toThrow('record: must be one line of an audit log, got:');
  });
});
