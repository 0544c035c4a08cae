import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { athenaSource } from './athena-source';
import type { AuditReviewProps } from './audit-review-props';
import { insightsSource } from './insights-source';
import { reviewAlarms } from './review-alarms';
import {
  checkedAnalysis, checkedArchive, checkedReviewAudits, checkedReviewers, checkedSchedule, checkRetention, definitionErrors, questionErrors,
} from './review-checks';
import { reviewKey } from './review-key';
import { reviewLayout } from './review-layout';
import { reviewDefinition } from './review-machine';
import { reviewStatements, signOffStatements, watchStatements } from './review-permissions';
import type { ReviewQuestion } from './review-questions';
import type { ReviewSource } from './review-source';
import { machineArn, ReviewStateMachine } from './review-state-machine';
import { schedule, schedulerRole, signOffRule } from './review-triggers';
import { reviewRule } from './review-watch';
import { signOffDefinition } from './sign-off-machine';
import { DAY_SECONDS, type State } from './states';
import { watchDefinition } from './watch-machine';
import { checkedAlarmActions } from '../../detection/alarm-actions';
import { alarmTopic } from '../../detection/alarm-topic';
import type { IAuroraMysqlAudit } from '../../detection/aurora-mysql-audit-ref';
import { lateDependency } from '../../recording/creation-order';
import { AUDIT_LOG, exportLogGroupName } from '../../recording/log-export';
import type { AuditAnalysis } from '../analysis/audit-analysis';
import { archivedName } from '../archive/archive-layout';
import { isOfOtherAccount } from '../archive/archive-roles';
import type { AuditArchive } from '../archive/audit-archive';
import { uniqueName } from '../unique-name';

/** Names of rules have 64 characters, of which an ending needs some. */
const NAME_LENGTH = 50;

/**
 * The regular review of the audit records of many clusters, and the proof of it.
 *
 * Every week it asks Logs Insights, or Athena where an analysis is given, what was recorded of each cluster since the last review, files a report in the archive, where nobody can
 * delete it, opens an OpsItem in Systems Manager OpsCenter, and mails the report. A person reads it and sets the OpsItem to Resolved: who that was, and when, is filed beside the report. Alarms tell where a
 * review failed, where none was done for a period and a day, and where a report waits for its signature for a period; and an API call that touches the review is told.
 *
 * It costs what Logs Insights costs: 0.005 USD for each GB of records of the period, times the 21 questions that a cluster with the recommended detections has, 1.05 USD for 10 GB.
 * Or what Athena costs: 5 USD for each TB that it reads, which is compressed and two days more than the period, at least 10 MB for each question, and what S3 takes for requests.
 * State transitions are less than 0.01 USD for each cluster. Alarms are 1.30 USD a month, their own metrics 0.60 USD; a key, where the archive has none to share, 1 USD.
 *
 * Reports and signatures outlive the stack.
 *
 * Where Lake Formation governs the catalog, an administrator grants the role of the state machine what `AuditAnalysis` says of readers.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 * @see https://aws.amazon.com/athena/pricing/
 * @see https://aws.amazon.com/step-functions/pricing/
 *
 * @example
 * import { Stack, TimeZone } from 'aws-cdk-lib';
 * import { AuditArchive, AuditedAuroraMysqlCluster, AuditReview } from 'cdk-audited-aurora-mysql';
 *
 * declare const stack: Stack;
 * declare const orders: AuditedAuroraMysqlCluster;
 * declare const billing: AuditedAuroraMysqlCluster;
 *
 * const archive = new AuditArchive(stack, 'Archive', { audits: [orders.audit, billing.audit] });
 * new AuditReview(stack, 'Review', {
 *   audits: [orders.audit, billing.audit],
 *   archive,
 *   reviewers: ['security@example.com'],
 *   timeZone: TimeZone.EUROPE_BERLIN,
 * });
 */
export class AuditReview extends Construct {
  /** The audits that are reviewed. */
  public readonly audits: IAuroraMysqlAudit[];

  /** Where reports and signatures are kept. */
  public readonly archive: AuditArchive;

  /** The analysis that is asked; none where it is Logs Insights. */
  public readonly analysis?: AuditAnalysis;

  /** The name of the review; its objects are below `reviews/<reviewName>/`. */
  public readonly reviewName: string;

  /** The topic of mails and alarms; more may subscribe to it. */
  public readonly topic: sns.Topic;

  /** The key of topic, state machines and their logs. */
  public readonly encryptionKey: kms.IKey;

  /** The state machine that reviews. Start it with `{}` for a review out of turn. */
  public readonly stateMachine: sfn.CfnStateMachine;

  /** The state machine that files signatures, each a sign-off: who closed an OpsItem, and when. */
  public readonly signOffStateMachine: sfn.CfnStateMachine;

  /** The state machine that tells how late reviews are. */
  public readonly watchStateMachine: sfn.CfnStateMachine;

  /** The log group of the state machines, without what users sent. */
  public readonly logGroup: logs.LogGroup;

  /** When to review. */
  public readonly schedule: scheduler.CfnSchedule;

  /** When to look how late reviews are. */
  public readonly watchSchedule: scheduler.CfnSchedule;

  /** The rule that tells of OpsItems that somebody closed. */
  public readonly signOffRule: events.CfnRule;

  /** The rule for the API calls that could switch the review off; it tells the topic who called what. */
  public readonly controlPlaneRule: events.Rule;

  /** The alarms: a review failed, is missing, is open for too long; a signature could not be filed; an API call touched the review. */
  public readonly alarms: cloudwatch.Alarm[];

  /** The roles of state machines, schedules and rule. None of them can delete an object. */
  public readonly roles: iam.Role[];

  private readonly source: ReviewSource;

  /**
   * @param scope where it is made, a stack for example
   * @param id its id there
   * @param props what is reviewed and when, by whom, and where reports are kept
   */
  constructor(scope: Construct, id: string, props: AuditReviewProps) {
    super(scope, id);
    this.audits = checkedReviewAudits(this, props?.audits);
    this.archive = checkedArchive(this, props.archive);
    const reviewers = checkedReviewers(props.reviewers);
    const { schedule: expression, days } = checkedSchedule(props);
    this.analysis = checkedAnalysis(this, props.analysis, this.audits);
    if (this.analysis === undefined) {
      checkRetention(this.audits, days);
    }
    this.source = this.analysis ? athenaSource(this.analysis) : insightsSource(this, this.audits.map(logGroupOf));
    const alarmActions = checkedAlarmActions('alarmActions', props.alarmActions, 'the reviewers alone') ?? [];

    const name = this.reviewName = uniqueName(this, [this.node.id], NAME_LENGTH);
    const logGroupName = `/aws/vendedlogs/states/${name}`;
    this.encryptionKey = reviewKey(this, props.encryptionKey ?? this.archiveKey(), logGroupName);
    this.logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName, encryptionKey: this.encryptionKey, retention: logs.RetentionDays.ONE_YEAR, removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = alarmTopic(this, this.encryptionKey, reviewers, () => true);

    const [reviewName, signOffName, watchName] = [name, `${name}-sign-off`, `${name}-watch`];
    const [reviewMachineArn, signOffMachineArn, watchMachineArn] = [reviewName, signOffName, watchName].map(each => machineArn(this, each));
    const layout = reviewLayout(name);
    const resources = { layout, bucket: this.archive.bucket, bucketKey: this.archive.encryptionKey };
    const bucketName = this.archive.bucket.bucketName;
    const periodSeconds = days * DAY_SECONDS;
    const shared = { key: this.encryptionKey, logGroup: this.logGroup };
    const machine = (machineId: string, machineName: string, description: string, definition: () => State, statements: iam.PolicyStatement[]) =>
      new ReviewStateMachine(this, machineId, { ...shared, name: machineName, description, definition, statements });

    const definition = () => reviewDefinition({
      name, layout, bucketName, periodSeconds, topicArn: this.topic.topicArn, source: this.source, ...this.clusters(),
    });
    this.node.addValidation({
      validate: () => [
        ...this.audits.flatMap(({ clusterIdentifier, detections }) => questionErrors(clusterIdentifier, this.source.questions(detections))),
        ...definitionErrors(Stack.of(this).resolve(definition())),
      ],
    });
    const review = machine('Review', reviewName, 'Reviews the audit log', definition, reviewStatements(this, {
      ...resources, name: reviewName, asking: this.source.statements, topicArn: this.topic.topicArn, topicKey: this.encryptionKey,
    }));
    const signOff = machine('SignOff', signOffName, 'Files who signed a review of the audit log', () => signOffDefinition({
      name, layout, bucketName,
    }), signOffStatements(this, resources));
    const watch = machine('Watch', watchName, 'Tells how late reviews of the audit log are', () => watchDefinition({
      name, layout, bucketName, periodSeconds, reviewMachineArn,
    }), watchStatements({ ...resources, reviewMachineArn }));
    [this.stateMachine, this.signOffStateMachine, this.watchStateMachine] = [review, signOff, watch].map(({ resource }) => resource);

    const starter = schedulerRole(this, [reviewMachineArn, watchMachineArn]);
    this.schedule = schedule(this, 'Schedule', this.stateMachine.ref, starter, expression);
    this.watchSchedule = schedule(this, 'WatchSchedule', this.watchStateMachine.ref, starter);
    const { rule, role } = signOffRule(this, signOffName, signOffMachineArn);
    rule.node.addDependency(this.signOffStateMachine);
    this.signOffRule = rule;
    this.roles = [review.role, signOff.role, watch.role, starter, role];
    const watchRuleName = `${name}-changes`;
    this.alarms = reviewAlarms(this, {
      name,
      days,
      reviewMachineArn,
      signOffMachineArn,
      watchMachineArn,
      ruleName: signOffName,
      watchRuleName,
      actions: [new actions.SnsAction(this.topic), ...alarmActions],
    });
    this.controlPlaneRule = reviewRule(this, {
      name,
      ruleName: watchRuleName,
      topic: this.topic,
      machineArn: reviewMachineArn,
      scheduleNames: [this.schedule, this.watchSchedule].map(({ ref }) => ref),
      ruleNames: [signOffName, { prefix: archiveRuleName(this.archive) }],
      // That of the archive is watched there.
      key: this.encryptionKey === this.archive.encryptionKey ? undefined : this.encryptionKey,
      alarms: () => this.alarms,
    });
    // It would select the calls that make what it watches.
    this.controlPlaneRule.node.addDependency(
      this.schedule, this.watchSchedule, review, signOff, watch, this.signOffRule, ...this.alarms,
      lateDependency(() => this.archive.controlPlaneRules),
    );
  }

  /** The key of another account is for its bucket alone. */
  private archiveKey(): kms.IKey | undefined {
    return isOfOtherAccount(this, this.archive.bucket) ? undefined : this.archive.encryptionKey;
  }

  /** Clusters of the same detections are asked the same. Detections may come late. */
  private clusters() {
    const sets = new Map<string, ReviewQuestion[]>();
    const clusters = this.audits.map(audit => {
      const questions = this.source.questions(audit.detections);
      const key = JSON.stringify(questions);
      sets.set(key, questions);
      return {
        cluster: archivedName(audit),
        logGroup: logGroupOf(audit),
        clusterArn: Stack.of(this).formatArn({ service: 'rds', resource: 'cluster', resourceName: archivedName(audit), arnFormat: ArnFormat.COLON_RESOURCE_NAME }),
        questions: [...sets.keys()].indexOf(key),
      };
    });
    return { clusters, questions: [...sets.values()] };
  }
}

/** By name, so that the review needs nothing of the stacks of the clusters. */
function logGroupOf({ clusterIdentifier }: IAuroraMysqlAudit): string {
  return exportLogGroupName(clusterIdentifier, AUDIT_LOG);
}

/** What the names of the rules begin with that watch the archive, a literal. */
function archiveRuleName({ controlPlaneRules: [first] }: AuditArchive): string {
  return (first.node.defaultChild as events.CfnRule).name!;
}
