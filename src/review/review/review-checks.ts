import { Stack, Stage, TimeZone, Token } from 'aws-cdk-lib';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type { IConstruct } from 'constructs';
import type { AuditReviewProps } from './audit-review-props';
import type { ReviewQuestion } from './review-questions';
import { checkEnvironment, checkRegion } from '../../app/environment';
import { isOfClass, shownOrCopy } from '../../app/of-class';
import { shown } from '../../app/shown';
import { wholeDays } from '../../app/whole-days';
import { checkSecurityContacts } from '../../detection/alarm-topic';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import { AuditAnalysis } from '../analysis/audit-analysis';
import { archivedName } from '../archive/archive-layout';
import { longestRetention } from '../archive/archive-retention';
import type { AuditArchive } from '../archive/audit-archive';
import { checkAudit, checkedAudits } from '../given-audits';

/** As many as the state and the policies of one review have room for. */
const MOST_CLUSTERS = 100;
const MOST_DAYS = 92;
/** That of the default schedule. */
const DEFAULT_DAYS = 7;

/** What Step Functions takes for the questions of one cluster, which are a variable; half of it is room for answers. */
const MOST_QUESTION_BYTES = 131_072;

/** What Step Functions takes as the definition of a state machine. */
const MOST_DEFINITION_BYTES = 1_048_576;

/** A review has records of the clusters of its own account and region. */
export function checkedReviewAudits(scope: IConstruct, given: IAuroraMysqlAudit[]): IAuroraMysqlAudit[] {
  const audits = checkedAudits(given);
  if (audits.length > MOST_CLUSTERS) {
    throw new Error(`audits: one review has room for ${MOST_CLUSTERS} clusters, got: ${audits.length}; make a review for each part of them`);
  }
  audits.forEach((audit, index) => checkAudit('review', scope, audit, audits.slice(0, index)));
  return audits;
}

export function checkedArchive(scope: IConstruct, archive: AuditArchive): AuditArchive {
  if (typeof archive?.grantRead !== 'function' || typeof archive.bucket?.bucketName !== 'string') {
    throw new Error(`archive: must be an AuditArchive, got: ${shown(archive)}`);
  }
  if (Stage.of(archive) !== Stage.of(scope)) {
    throw new Error(`archive: ${archive.node.path} is in another stage than the review; make an archive in each stage, they may share a bucket`);
  }
  checkRegion(scope, 'archive', archive.bucket.env.region);
  return archive;
}

/** Athena answers for what is in the archive of the analysis, in its own account and region. */
export function checkedAnalysis(scope: IConstruct, analysis: AuditAnalysis | undefined, audits: IAuroraMysqlAudit[]): AuditAnalysis | undefined {
  if (analysis === undefined) {
    return undefined;
  }
  if (!(analysis instanceof AuditAnalysis)) {
    throw new Error(`analysis: must be an AuditAnalysis, got: ${shownOrCopy(analysis, AuditAnalysis)}`);
  }
  if (Stage.of(analysis) !== Stage.of(scope)) {
    throw new Error(`analysis: ${analysis.node.path} is in another stage than the review; make an analysis in each stage`);
  }
  const { account, region } = Stack.of(analysis);
  checkEnvironment(scope, 'analysis', { account, region });
  const archived = analysis.archive.audits.map(archivedName);
  const missing = audits.map(archivedName).filter(name => !archived.includes(name));
  if (missing.length > 0) {
    throw new Error(`analysis: must be over an archive of all audits, ${missing.map(name => `'${name}'`).join(', ')} is not in ${analysis.archive.node.path}; `
      + 'archive it before the review, or make a review of its own for it');
  }
  return analysis;
}

/** What is older than a log group keeps, Logs Insights does not find. */
export function checkRetention(audits: IAuroraMysqlAudit[], days: number): void {
  audits.forEach(audit => {
    const retention = longestRetention([audit]);
    if (retention <= days) {
      throw new Error(`period: must be shorter than the retention of the audit log group of '${audit.clusterIdentifier}', ${retention} days, got: ${days} days; `
        + 'keep records for longer, review more often, or give analysis, which asks the archive');
    }
  });
}

export function checkedReviewers(reviewers: string[]): string[] {
  if (checkSecurityContacts(reviewers, 'reviewers').length === 0) {
    throw new Error(`reviewers: must be a list of at least one e-mail address, for example ['security@example.com'], got: ${shown(reviewers)}`);
  }
  return reviewers;
}

/** When a review starts, and the time between two of them. */
export function checkedSchedule({ schedule, timeZone, period }: AuditReviewProps): { schedule: scheduler.ScheduleExpression; days: number } {
  if (timeZone !== undefined && (!isOfClass(timeZone, TimeZone) || schedule !== undefined)) {
    throw new Error(schedule === undefined ? `timeZone: must be a TimeZone, for example TimeZone.EUROPE_BERLIN, got: ${shown(timeZone)}`
      : 'timeZone: is that of the default schedule; give the time zone with schedule');
  }
  if (schedule !== undefined && typeof schedule?.expressionString !== 'string') {
    throw new Error(`schedule: must be a ScheduleExpression of aws-scheduler, got: ${shown(schedule)}`);
  }
  if (schedule !== undefined && !Token.isUnresolved(schedule.expressionString) && !/^(cron|rate)\(/.test(schedule.expressionString)) {
    throw new Error(`schedule: must come again, as cron and rate do, got: ${shown(schedule.expressionString)}`);
  }
  if (schedule !== undefined && period === undefined) {
    throw new Error('period: must be given with schedule: the longest time between two reviews, for example Duration.days(31)');
  }
  return { schedule: schedule ?? scheduler.ScheduleExpression.cron({ minute: '0', hour: '7', weekDay: 'MON', timeZone }), days: period === undefined ? DEFAULT_DAYS : wholeDays('period', period, MOST_DAYS) };
}

/** The size of what is asked of one cluster. */
export function questionErrors(clusterIdentifier: string, questions: ReviewQuestion[]): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(questions));
  return bytes <= MOST_QUESTION_BYTES ? [] : [
    `audits: the detections of '${clusterIdentifier}' make ${bytes} bytes of questions, a review has room for ${MOST_QUESTION_BYTES}; take detections out, or make them shorter`,
  ];
}

/** The size of the machine: what clusters are asked that have different detections is in it for each of them. */
export function definitionErrors(definition: unknown): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  return bytes <= MOST_DEFINITION_BYTES ? [] : [
    `audits: their detections differ, and make a state machine of ${bytes} bytes, Step Functions takes ${MOST_DEFINITION_BYTES}; make a review for each part of them`,
  ];
}
