import { periodText } from './period-text';
import type { ReplayReport } from './replay-report';
import { AuditDetectionSeverity } from '../../detection/audit-detection-severity';
import type { AuditReplayAlarm, AuditReplayCount, AuditReplayResult } from '../../detection/replay/audit-replay-result';
import { SEVERITIES } from '../../detection/severities';
import { type Paint, printable, type Style } from '../terminal';

/** How much of a list is shown; the JSON has all. */
const MAX_DAYS = 31;
const MAX_ALARMS_A_DAY = 6;
const MAX_NAMES = 3;
const MAX_FILES = 10;
const STATEMENT_WIDTH = 100;

const STYLES: Partial<Record<AuditDetectionSeverity, Style>> = {
  [AuditDetectionSeverity.CRITICAL]: 'red',
  [AuditDetectionSeverity.HIGH]: 'red',
  [AuditDetectionSeverity.MEDIUM]: 'yellow',
};

/** What a person reads; times are in UTC, as the periods of CloudWatch are. */
export function replayText(report: ReplayReport, paint: Paint): string {
  const results = [...report.results].sort((a, b) => SEVERITIES.indexOf(a.detection.severity) - SEVERITIES.indexOf(b.detection.severity));
  const loud = results.filter(({ alarms }) => alarms.length > 0);
  const sections = [
    [...heading(report, loud), ...faults(report, paint)],
    ...report.records === 0 ? [] : [
      ...loud.map(result => alarmLines(result, paint)),
      quietLines(results.filter(({ alarms }) => alarms.length === 0), paint),
      thresholdLines(loud, paint),
    ],
  ];
  return sections.filter(lines => lines.length > 0).map(lines => `${lines.join('\n')}\n`).join('\n');
}

function heading({ records, start, end, reading, results }: ReplayReport, loud: readonly AuditReplayResult[]): string[] {
  if (!start || !end) {
    return ['No audit records were read.'];
  }
  const alarms = loud.reduce((sum, result) => sum + result.alarms.length, 0);
  return [
    `${amount(records, 'audit record')} of ${amount(reading.files, 'file')}, ${dayOf(start)} ${timeOf(start)} to ${dayOf(end)} ${timeOf(end)} (times are in UTC)`,
    alarms === 0
      ? `None of ${amount(results.length, 'detection')} would have raised an alarm.`
      : `${loud.length} of ${amount(results.length, 'detection')} would have raised ${amount(alarms, 'alarm')}.`,
  ];
}

/** What of the log could not be taken as it is. */
function faults({ reading }: ReplayReport, paint: Paint): string[] {
  const notes: [number, string][] = [
    [reading.continuations, 'began with no time, and were counted at the time of the line before'],
    [reading.strangeLines, 'at the beginning of a file had no time, and were left out: no audit records, or second halves'],
    [reading.joinedLines, 'held other records after a carriage return, and were read as one'],
    [reading.cutLines, 'had more than 1 MiB, of which the beginning was read'],
    [reading.brokenCharacters, 'had characters that are no UTF-8'],
  ];
  const lines = [
    ...notes.filter(([count]) => count > 0).map(([count, what]) => `${amount(count, 'line')} ${what}.`),
    ...reading.brokenEvents > 0 ? [`${amount(reading.brokenEvents, 'event')} could not be read as JSON.`] : [],
    ...reading.withoutRecords.length > 0 ? [`Without an audit record: ${some(reading.withoutRecords.map(printable), MAX_FILES)}.`] : [],
    ...firsts(reading.unreadable, MAX_FILES, 'file', ({ name, reason }) => `Could not be read: ${printable(name)}: ${printable(reason)}.`),
  ];
  return lines.map(line => paint('yellow', line));
}

function alarmLines({ detection, records, alarms, topUsers, topHosts, topStatements }: AuditReplayResult, paint: Paint): string[] {
  const { severity, detectionId } = detection;
  const style = STYLES[severity];
  const days = new Map<string, AuditReplayAlarm[]>();
  alarms.forEach(alarm => days.set(dayOf(alarm.start), [...days.get(dayOf(alarm.start)) ?? [], alarm]));
  return [
    `${style ? paint(style, severity) : severity}  ${paint('bold', detectionId)}  ${amount(alarms.length, 'alarm')}, ${amount(records, 'record')}`,
    ...firsts([...days], MAX_DAYS, 'day', ([day, ofDay]) => `  ${day}  ${String(ofDay.length).padStart(3)}  ${some(ofDay.map(span), MAX_ALARMS_A_DAY)}`),
    ...named('users', topUsers),
    ...named('hosts', topHosts),
    ...topStatements.slice(0, MAX_NAMES).map(({ value, count }) => `  ${shortened(printable(value))}  ${times(count)}`),
  ];
}

const named = (what: string, top: readonly AuditReplayCount[]) =>
  top.length === 0 ? [] : [`  ${what}: ${some(top.map(({ value, count }) => `${printable(value) || '(none)'} ${times(count)}`), MAX_NAMES)}`];

/** How near the others came. */
function quietLines(quiet: readonly AuditReplayResult[], paint: Paint): string[] {
  return section('Stayed quiet', quiet.map(result => result.quietThreshold === undefined
    ? [result.detection.detectionId]
    : [result.detection.detectionId, `at most ${(result.quietThreshold - 1).toLocaleString('en')}`, `of ${trigger(result)}`]), paint);
}

function thresholdLines(loud: readonly AuditReplayResult[], paint: Paint): string[] {
  const rows = loud.map(result => [result.detection.detectionId, `now ${trigger(result)}`, `quiet at ${quietAt(result)}`]);
  return rows.length === 0 ? [] : [
    ...section('Thresholds that would have stayed quiet', rows, paint),
    'Find out what each alarm was before its threshold is raised over it: the next attack like it would be quiet, too.',
  ];
}

function section(title: string, rows: readonly (readonly string[])[], paint: Paint): string[] {
  const widths = [0, 1].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows.length === 0 ? [] : [
    paint('bold', title),
    ...rows.map(row => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()),
  ];
}

/** When the alarm goes off. */
function trigger({ detection: { threshold, _periodSeconds: seconds, evaluationPeriods }, quietThreshold }: AuditReplayResult): string {
  return `${quietThreshold === undefined ? 'less than ' : ''}${threshold.toLocaleString('en')} in ${periods(evaluationPeriods, seconds)}`;
}

function quietAt({ detection: { _periodSeconds: seconds }, quietThreshold, quietEvaluationPeriods }: AuditReplayResult): string {
  return quietThreshold?.toLocaleString('en') ?? periods(quietEvaluationPeriods, seconds);
}

const periods = (count: number, seconds: number) => `${count > 1 ? `${count.toLocaleString('en')} × ` : ''}${periodText(seconds)}`;

const amount = (count: number, what: string) => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
const times = (count: number) => `×${count.toLocaleString('en')}`;
const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const timeOf = (date: Date) => date.toISOString().slice(11, 16);
const shortened = (text: string) => text.length > STATEMENT_WIDTH ? `${text.slice(0, STATEMENT_WIDTH - 1)}…` : text;

/** From when to when; the day of the end where it is another one. */
function span({ start, end }: AuditReplayAlarm): string {
  const endDay = end && dayOf(end) !== dayOf(start) ? `${dayOf(end)} ` : '';
  return `${timeOf(start)}–${end ? `${endDay}${timeOf(end)}` : 'the end of the log'}`;
}

function some(texts: readonly string[], most: number): string {
  return [...texts.slice(0, most), ...texts.length > most ? [`${texts.length - most} more`] : []].join(', ');
}

function firsts<T>(values: readonly T[], most: number, what: string, show: (value: T) => string): string[] {
  return [...values.slice(0, most).map(show), ...values.length > most ? [`  and ${amount(values.length - most, `more ${what}`)}`] : []];
}
