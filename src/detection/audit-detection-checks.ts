import { alarmDescription } from './alarm-description';
import type { AuditDetectionProps } from './audit-detection-props';
import { AuditDetectionSeverity } from './audit-detection-severity';
import { FilterPatternSyntaxError } from './filter-pattern/filter-pattern-syntax-error';
import { parseFilterPattern } from './filter-pattern/parse-filter-pattern';
import { cdk } from '../app/cdk';
import { isOfClass, shownOrCopy } from '../app/of-class';
import { shown } from '../app/shown';
import { AuditEvent } from '../recording/audit-event';

/** The limit of CloudWatch for the description of an alarm. */
const MAX_DESCRIPTION_LENGTH = 1024;
const MAX_METRIC_NAME_LENGTH = 255;
const ONE_HOUR = 3600;
const ONE_DAY = 86400;

/** Asked of what is not right as it is alone: that is all that needs aws-cdk-lib. */
const isToken = (value: unknown) => cdk().Token.isUnresolved(value);

/** Refuses what cannot be part of a logical id. */
export function checkDetectionId(detectionId: string): void {
  if (typeof detectionId !== 'string' || !/^[A-Za-z][A-Za-z0-9]{0,99}$/.test(detectionId)) {
    throw new Error(`detectionId: must be 1 to 100 letters and digits, a letter first, got: ${shown(detectionId)}`);
  }
}

/** Refuses what CloudWatch would refuse at deployment; the filter pattern only if it is new. */
export function checkDetection(detectionId: string, props: Partial<AuditDetectionProps>, withPattern: boolean): void {
  if (typeof props !== 'object' || props === null) {
    throw new Error(`detection ${detectionId}: must have properties, got: ${shown(props)}`);
  }
  const at = (prop: string) => `detection ${detectionId}: ${prop}`;
  if (withPattern) {
    checkFilterPattern(at('filterPattern'), props.filterPattern);
    checkAdditionalFilterPatterns(at('additionalFilterPatterns'), props);
  }
  checkText(at('runbook'), props.runbook);
  if (props.logsInsightsQuery !== undefined) {
    checkText(at('logsInsightsQuery'), props.logsInsightsQuery);
  }
  checkMetricName(at('metricName'), props.metricName);
  checkNumber(at('threshold'), 'a number greater than 0', props.threshold, value => value > 0);
  checkNumber(at('evaluationPeriods'), 'a whole number of at least 1', props.evaluationPeriods, value => Number.isInteger(value) && value >= 1);
  checkPeriod(at('period'), props.period, props.evaluationPeriods);
  if (props.severity !== undefined && !Object.values(AuditDetectionSeverity).includes(props.severity)) {
    throw new Error(`${at('severity')} must be one of ${Object.values(AuditDetectionSeverity).join(', ')}, got: ${shown(props.severity)}`);
  }
  if (props.controls !== undefined && !(Array.isArray(props.controls) && props.controls.every(control => typeof control === 'string'))) {
    throw new Error(`${at('controls')} must be a list of control ids, got: ${shown(props.controls)}`);
  }
  if (props.auditEvents !== undefined) {
    const wrong = Array.isArray(props.auditEvents) ? props.auditEvents.filter(event => !(event instanceof AuditEvent)) : [props.auditEvents];
    if (wrong.length > 0) {
      throw new Error(`${at('auditEvents')} must be a list of AuditEvent, got: ${shownOrCopy(wrong[0], AuditEvent)}`);
    }
  }
  const description = alarmDescription(props);
  if (description.length > MAX_DESCRIPTION_LENGTH && !isToken(description)) {
    throw new Error(`${at('runbook')} and logsInsightsQuery become the description of the alarm, which has at most ${MAX_DESCRIPTION_LENGTH} `
      + `characters, got: ${description.length}`);
  }
}

function checkFilterPattern(at: string, pattern: unknown): void {
  checkText(at, pattern);
  if (isToken(pattern)) {
    return;
  }
  try {
    parseFilterPattern(pattern as string);
  } catch (error) {
    if (error instanceof FilterPatternSyntaxError) {
      throw new Error(`${at}: ${error.message}`);
    }
    throw error;
  }
}

function checkAdditionalFilterPatterns(at: string, { filterPattern, additionalFilterPatterns = [] }: Partial<AuditDetectionProps>): void {
  if (!Array.isArray(additionalFilterPatterns)) {
    throw new Error(`${at} must be a list of filter patterns, got: ${shown(additionalFilterPatterns)}`);
  }
  additionalFilterPatterns.forEach((pattern, index) => {
    checkFilterPattern(`${at}[${index}]`, pattern);
    if ([filterPattern, ...additionalFilterPatterns.slice(0, index)].includes(pattern)) {
      throw new Error(`${at}[${index}]: each record would be counted twice, the same pattern is there already: ${shown(pattern)}`);
    }
  });
}

function checkText(at: string, text: unknown): void {
  if (typeof text !== 'string' || text.trim() === '') {
    throw new Error(`${at} must be text that is not empty, got: ${shown(text)}`);
  }
}

function checkMetricName(at: string, name: unknown): void {
  const isValid = name === undefined || typeof name === 'string' && /^[^:*$\s][^*$]*$/.test(name) && name.length <= MAX_METRIC_NAME_LENGTH;
  if (!isValid && !isToken(name)) {
    throw new Error(`${at} must be 1 to ${MAX_METRIC_NAME_LENGTH} characters without * and $, not starting with a colon or a space, `
      + `got: ${shown(name)}`);
  }
}

function checkNumber(at: string, wanted: string, value: unknown, isValid: (value: number) => boolean): void {
  const isFine = value === undefined || typeof value === 'number' && Number.isFinite(value) && isValid(value);
  if (!isFine && !isToken(value)) {
    throw new Error(`${at} must be ${wanted}, got: ${shown(value)}`);
  }
}

function checkPeriod(at: string, period: unknown, evaluationPeriods: number = 1): void {
  if (period === undefined) {
    return;
  }
  if (!isOfClass(period, cdk().Duration)) {
    throw new Error(`${at} must be a Duration, got: ${shown(period)}`);
  }
  if (period.isUnresolved()) {
    return;
  }
  const seconds = period.toSeconds({ integral: false });
  // Metric filters, and the metrics of the services, have one value a minute.
  if (seconds < 60 || seconds % 60 !== 0) {
    throw new Error(`${at} must be a multiple of 60 seconds, got: ${seconds} seconds`);
  }
  const longest = seconds >= ONE_HOUR ? 7 * ONE_DAY : ONE_DAY;
  if (!isToken(evaluationPeriods) && seconds * evaluationPeriods > longest) {
    throw new Error(`${at} times evaluationPeriods must be at most ${longest / ONE_DAY} day(s), got: ${seconds * evaluationPeriods} seconds`);
  }
}
