import { RECORDS_REVIEWED } from '../controls';
import { type Doubt, unlessInDoubt } from './doubt';
import { cannotTell, IDENTIFIER_AT, judgeEach, violated, type Finding, type Judgement, type Rule } from './rule';
import { and, anyOf, butNot, type Formula } from '../resolved/choice';
import { readable } from '../resolved/symbolic-text';
import type { ClusterSubject } from '../subjects/cluster-subject';
import { isAsked, reviewRoomOf, type Start, startsReview } from '../subjects/review-room';

/** Whether a schedule starts, in every deployment, a state machine that asks the log group. */
function judgeReview(cluster: ClusterSubject, name: string, when: Formula): Judgement {
  const room = reviewRoomOf(cluster, name);
  const { starts, doubtful } = room;
  const missing = butNot(when, anyOf(starts.map(startsReview)));
  if (missing === false) {
    return [];
  }
  const doubts: Doubt[] = [
    ...starts.flatMap(({ schedule, asks, flaw }) => flaw.unknowns.map(one => ({
      when: and(one.when, asks.holds(yes => yes)), finding: cannotTell(one.unknown, { resource: schedule, property: 'Properties.State' }),
    }))),
    ...starts.flatMap(({ machine, asks }) => asks.unknowns.map(one => ({
      when: one.when, finding: cannotTell(one.unknown, { resource: machine, property: 'Properties.DefinitionString' }),
    }))),
    ...doubtful.map(({ schedule, property, reason, when: exists }) => ({
      when: exists, finding: cannotTell(reason, { resource: schedule, property }),
    })),
  ];
  return unlessInDoubt(missing, doubts, 'unknown:review', sure => notReviewed(name, starts, and(isAsked(room), sure) !== false, sure));
}

function notReviewed(name: string, starts: readonly Start[], isKnownToAsk: boolean, when: Formula): Finding {
  for (const { schedule, asks, flaw } of starts) {
    const found = flaw.known.find(one => one.value !== undefined && and(and(one.when, asks.holds(yes => yes)), when) !== false)?.value;
    if (found !== undefined) {
      return violated(`nobody reviews ${readable(name)} regularly: the schedule ${found.flaw}`, { resource: schedule, property: found.property });
    }
  }
  return violated(`nobody reviews ${readable(name)} regularly: ${isKnownToAsk ? 'no schedule starts the state machine that asks it' : 'no state machine asks it'}`, IDENTIFIER_AT);
}

export const REVIEW_RULES: readonly Rule<ClusterSubject>[] = [
  {
    id: 'AuditReview',
    level: 'error',
    wants: 'With `requireReview`: an enabled schedule without end, of EventBridge Scheduler, an EventBridge rule or SAM, starts a state machine that asks the audit log group, as `AuditReview` does',
    why: 'Alarms tell what somebody thought of before; PCI DSS 10.4 and HIPAA ask that people look regularly, 10.4.1 every day; how often the schedule runs is not judged.',
    fix: "CDK: new AuditReview(this, 'Review', { audits: [cluster.audit], archive, reviewers: ['security@example.com'] })\n"
      + 'CloudFormation: an AWS::Scheduler::Schedule with State: ENABLED and Target: { Arn: !Ref Review, … }; in the DefinitionString of the AWS::StepFunctions::StateMachine '
      + 'a startQuery of CloudWatch Logs on the name of the audit log group. Another kind of review can be accepted as an exception',
    controls: RECORDS_REVIEWED,
    looksAt: 'DBClusterIdentifier',
    isAskedFor: ({ requiresReview }) => requiresReview,
    judge: cluster => judgeEach(cluster.auditLogGroupName, IDENTIFIER_AT, (name, when) => judgeReview(cluster, name, when)),
  },
];
