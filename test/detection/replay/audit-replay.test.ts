import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { AuditDetection, AuditReplay, type AuditReplayResult } from '../../../src';

const START = Date.parse('2026-03-01T10:00:00Z');
const minutes = (number: number) => new Date(START + number * 60_000);

/** A record that the detections of these tests count, so many minutes after the start. */
const line = (minute: number, statement = 'MARK', { user = 'app', host = '10.0.0.5' } = {}) =>
  `${START + Math.round(minute * 60_000)}000,node-1,${user},${host},42,4711,QUERY,shop,'${statement}',0`;
const other = (minute: number) => line(minute, 'SELECT 1');

const detection = (props: { threshold?: number; period?: Duration; evaluationPeriods?: number; additionalFilterPatterns?: string[] } = {}) =>
  AuditDetection.of('Marks', { filterPattern: 'MARK', runbook: 'y', ...props });

function replay(lines: string[], ...detections: AuditDetection[]): AuditReplayResult {
  return AuditReplay.of(lines, detections).results()[0];
}

describe('an alarm', () => {
  test('is on from the moment at which the threshold is reached to the end of the period', () => {
    const { records, alarms } = replay([line(6), line(7), line(8.5), line(9), other(60)], detection({ threshold: 3 }));
    expect(records).toBe(4);
    expect(alarms).toEqual([{ start: minutes(8.5), end: minutes(10) }]);
  });

  test('does not go off where the records are in two periods, which begin at multiples of their length', () => {
    expect(replay([line(4), line(4.9), line(5), line(5.1), other(60)], detection({ threshold: 3 })).alarms).toEqual([]);
  });

  test('stays on over periods in a row, and goes off again after one without', () => {
    const { alarms } = replay([line(1), line(6), line(11), line(21), other(60)], detection());
    expect(alarms).toEqual([{ start: minutes(1), end: minutes(15) }, { start: minutes(21), end: minutes(25) }]);
  });

  test('is over by missing data, as by minutes with other records', () => {
    expect(replay([line(1), line(200), other(300)], detection()).alarms).toHaveLength(2);
    expect(replay([line(1), ...Array.from({ length: 50 }, (_, minute) => other(minute)), other(300)], detection()).alarms).toHaveLength(1);
  });

  test('is still on where the log ends in it', () => {
    expect(replay([other(0), line(12)], detection()).alarms).toEqual([{ start: minutes(12) }]);
  });

  test('takes as many periods in a row as it is told', () => {
    const three = detection({ evaluationPeriods: 3 });
    expect(replay([line(1), line(6), other(60)], three).alarms).toEqual([]);
    expect(replay([line(1), line(6), line(11), line(16), other(60)], three).alarms).toEqual([{ start: minutes(11), end: minutes(20) }]);
    expect(replay([line(1), line(6), line(16), line(21), other(60)], three).alarms).toEqual([]);
  });

  test('counts a day from midnight in UTC', () => {
    const daily = detection({ threshold: 2, period: Duration.days(1) });
    expect(replay([line(13 * 60 + 59), line(14 * 60), other(5000)], daily).alarms).toEqual([]);
    expect(replay([line(14 * 60), line(37 * 60), other(5000)], daily).alarms).toEqual([{ start: minutes(37 * 60), end: minutes(38 * 60) }]);
  });

  test('counts a record as often as patterns select it, as several metric filters do', () => {
    const double = detection({ threshold: 2, additionalFilterPatterns: ['%MA.K%'] });
    expect(replay([line(1), other(60)], double)).toMatchObject({ records: 1, alarms: [{ start: minutes(1) }] });
  });

  test('is the same in whatever order the records come, and with one after the other', () => {
    const lines = [0, 1, 2, 6, 7, 7.5, 9, 12, 13, 14, 40, 41].map(minute => line(minute));
    fc.assert(fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), fc.integer({ min: 1, max: 5 }), (shuffled, threshold) => {
      const watched = detection({ threshold });
      const bitByBit = new AuditReplay([watched]);
      shuffled.forEach(each => bitByBit.add(each));
      expect(bitByBit.results()).toEqual(AuditReplay.of(lines, [watched]).results());
    }));
  });

  test('of a threshold of thousands goes off at the beginning of its period', () => {
    const lines = Array.from({ length: 1_002 }, (_, index) => line(6 + index / 1_000));
    expect(replay(lines, detection({ threshold: 1_000 })).alarms).toEqual([{ start: new Date(Date.parse('2026-03-01T10:06:59.940Z')) }]);
    expect(replay(lines, detection({ threshold: 1_001 })).alarms).toEqual([{ start: minutes(5) }]);
  });
});

describe('the threshold that would have stayed quiet', () => {
  test('is one more than the most records of a period', () => {
    expect(replay([line(1), line(6), line(7), line(8)], detection({ threshold: 2 })).quietThreshold).toBe(4);
    expect(replay([other(1)], detection()).quietThreshold).toBe(1);
    expect(replay([], detection()).quietThreshold).toBe(1);
  });

  test('is told of as many periods in a row as the alarm takes', () => {
    const two = detection({ evaluationPeriods: 2 });
    const lines = [1, 2, 3, 6, 7, 16, 17].map(minute => line(minute));
    expect(replay(lines, two)).toMatchObject({ quietThreshold: 3, quietEvaluationPeriods: 3 });
  });

  test('has none for silence, which has a number of periods', () => {
    const result = replay([0, 100, 135].map(other), AuditDetection.SILENCE);
    expect(result.quietThreshold).toBeUndefined();
    expect(result.quietEvaluationPeriods).toBe(3);
    expect(replay([0, 100, 135].map(other), AuditDetection.SILENCE.withPeriod(Duration.minutes(30), 3)).alarms).toEqual([]);
    expect(replay([0, 100, 135].map(other), AuditDetection.SILENCE.withPeriod(Duration.minutes(30), 2)).alarms).toHaveLength(1);
  });

  test('is the least that is quiet', () => {
    const records = fc.array(fc.nat(300).map(minute => line(minute)), { minLength: 1 });
    fc.assert(fc.property(records, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (lines, threshold, evaluationPeriods) => {
      const watched = detection({ threshold, evaluationPeriods, additionalFilterPatterns: ['%QUERY.*MARK%'] });
      const { quietThreshold = 0, quietEvaluationPeriods } = replay(lines, watched);
      expect(replay(lines, watched.withThreshold(quietThreshold)).alarms).toEqual([]);
      expect(replay(lines, watched.withPeriod(Duration.minutes(5), quietEvaluationPeriods)).alarms).toEqual([]);
      if (quietThreshold > 1) {
        expect(replay(lines, watched.withThreshold(quietThreshold - 1)).alarms).not.toEqual([]);
      }
      if (quietEvaluationPeriods > 1) {
        expect(replay(lines, watched.withPeriod(Duration.minutes(5), quietEvaluationPeriods - 1)).alarms).not.toEqual([]);
      }
    }));
  });
});

describe('silence', () => {
  const lines = (...at: number[]) => at.map(other);

  test('is seen between records, over whole periods without any', () => {
    const { records, alarms } = replay(lines(0, 29, 45, 130, 140), AuditDetection.SILENCE);
    expect(records).toBe(5);
    expect(alarms).toEqual([{ start: minutes(60), end: minutes(120) }]);
  });

  test('takes its number of periods', () => {
    const twoHours = AuditDetection.SILENCE.withPeriod(Duration.minutes(30), 4);
    expect(replay(lines(0, 130), twoHours).alarms).toEqual([]);
    expect(replay(lines(0, 190), twoHours).alarms).toEqual([{ start: minutes(120), end: minutes(180) }]);
  });

  test('is also fewer records than its threshold', () => {
    expect(replay(lines(0, 1, 31, 60, 61), AuditDetection.SILENCE.withThreshold(2)).alarms).toEqual([{ start: minutes(30), end: minutes(60) }]);
  });
});

describe('the result', () => {
  test('has the recommended detections but that on API calls, where none are named', () => {
    const ids = new AuditReplay().results().map(result => result.detection.detectionId);
    expect(ids).toEqual(AuditDetection.recommended().map(({ detectionId }) => detectionId).filter(id => id !== 'ControlPlaneChanges'));
  });

  test('names users, hosts and kinds of statements, the most frequent first', () => {
    const { topUsers, topHosts, topStatements } = replay([
      line(1, 'SELECT MARK FROM t WHERE a = 1 AND b = \\\'x\\\''), line(2, 'SELECT  MARK FROM t WHERE a = 22 AND b = \\\'it\\\\\\\'s\\\''),
      line(3, 'MARK', { user: 'eve', host: '10.9.9.9' }),
    ], detection());
    expect(topUsers).toEqual([{ value: 'app', count: 2 }, { value: 'eve', count: 1 }]);
    expect(topHosts).toEqual([{ value: '10.0.0.5', count: 2 }, { value: '10.9.9.9', count: 1 }]);
    expect(topStatements).toEqual([{ value: 'SELECT MARK FROM t WHERE a = N AND b = ?', count: 2 }, { value: 'MARK', count: 1 }]);
  });

  test('has the return code of what is no statement', () => {
    const refused = `${START}000,node-1,app,10.0.0.5,42,0,FAILED_CONNECT,,,1045`;
    const { topStatements } = replay([refused], AuditDetection.FAILED_LOGINS);
    expect(topStatements).toEqual([{ value: 'FAILED_CONNECT 1045', count: 1 }]);
  });

  test('shares what two detections with one pattern count', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `${START}${String(index).padStart(3, '0')},node-1,app,10.0.0.5,42,0,FAILED_CONNECT,,,1045`);
    const [burst, slow] = AuditReplay.of(lines, [AuditDetection.FAILED_LOGINS, AuditDetection.SLOW_FAILED_LOGINS]).results();
    expect([burst.records, burst.alarms.length, slow.records, slow.alarms.length]).toEqual([12, 1, 12, 0]);
  });

  test('tells from when to when the log is', () => {
    const replayed = AuditReplay.of([line(5), line(1), '', line(3)]);
    expect([replayed.records, replayed.start, replayed.end]).toEqual([3, minutes(1), minutes(5)]);
    expect([new AuditReplay().records, new AuditReplay().start, new AuditReplay().end]).toEqual([0, undefined, undefined]);
  });

  test('is empty for no records', () => {
    expect(replay([], detection())).toMatchObject({ records: 0, alarms: [], topUsers: [], topHosts: [], topStatements: [] });
  });
});

describe('hostile text', () => {
  test('that breaks a record in two is counted at the time of the line before it', () => {
    const { records, alarms } = replay(['MARK before any time', line(7, 'a'), 'MARK,QUERY,,\'x\',0\r', other(60)], detection());
    expect([records, alarms]).toEqual([1, [{ start: minutes(7), end: minutes(10) }]]);
  });

  test('of any kind is no error', () => {
    fc.assert(fc.property(fc.array(fc.string()), texts => {
      const lines = texts.flatMap(text => [text, line(1, `MARK ${text}`), `${START}000,${text}`, `9999999999999999,node,${text}`]);
      expect(AuditReplay.of(lines).results()).toHaveLength(AuditDetection.recommended().length - 1);
    }), { numRuns: 30 });
  });

  test('that is never the same keeps what comes often', () => {
    const lines = Array.from({ length: 3000 }, (_, index) => line(1, index % 3 === 0 ? 'MARK often' : `MARK y${index.toString(36)}z ${'x'.repeat(index % 500)}`));
    const { topStatements, records } = replay(lines, detection());
    expect(records).toBe(3000);
    expect(topStatements[0].value).toBe('MARK often');
    expect(topStatements).toHaveLength(10);
    topStatements.forEach(({ value }) => expect(value.length).toBeLessThanOrEqual(200));
  });
});

test.each<[string, () => unknown, string]>([
  ['lines that are no list', () => AuditReplay.of('x' as any), 'lines: must be a list of lines of an audit log, got: \'x\''],
  ['a line that is no text', () => AuditReplay.of([5 as any]), 'line: must be one line of an audit log, got: 5'],
  ['no line', () => new AuditReplay().add(undefined as any), 'line: must be one line of an audit log, got: undefined'],
  ['detections that are no list', () => AuditReplay.of([], AuditDetection.SILENCE as any), 'detections: must be a list of AuditDetection, got:'],
  ['a detection that is none', () => new AuditReplay(['Silence' as any]), 'detections: must be a list of AuditDetection, got:'],
])('%s: refused', (_, call, message) => {
  expect(call).toThrow(message);
});
