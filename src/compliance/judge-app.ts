import type { RuleOutcome } from './evidence/rule-outcome';
import { findingIdOf, judge, type IsJudged, type Judging, type RuleResult } from './judge';
import { ResolvedApp } from './resolved/resolved-app';
import type { ResolvedResource } from './resolved/resolved-resource';
import type { ResolvedTemplate } from './resolved/resolved-template';
import { isLiteral, partsOf, readable, withoutMarks } from './resolved/symbolic-text';
import type { AppSource, ResourceSource, TemplateSource } from './resolved/template-source';
import type { Finding, Rule, RuleLevel } from './rules/rule';
import { ClusterSubject } from './subjects/cluster-subject';
import { archivesOf, reviewsOf } from './subjects/review-room';
import type { Place } from './tree/place';

export type { Judging } from './judge';

/** Templates whose resources have a place in the construct tree. */
export interface PlacedApp extends AppSource {
  place(template: TemplateSource, resource?: ResourceSource): Place;
}

/** The outcome of a rule, with what the report needs beside the evidence. */
export interface Judged {
  readonly outcome: RuleOutcome;
  readonly rule: Rule;
  readonly subject: Place;
  /** Where the finding points to. */
  readonly located: Place;
}

/** Applies every rule to what is to be judged of the app, and finds the constructs that it is about. */
export function judgeApp(app: PlacedApp, isJudged: IsJudged, judging: Judging): Judged[] {
  const found = new Map<ClusterSubject, ReviewRoom>();
  return judge(new ResolvedApp(app), isJudged, judging).map(result => {
    const judged = placed(result, app, judging);
    const { subject } = result;
    if (!judging.keepsEvidence || !(subject instanceof ClusterSubject)) {
      return judged;
    }
    const room = found.get(subject) ?? reviewRoom(subject, app);
    found.set(subject, room);
    return { ...judged, outcome: { ...judged.outcome, ...room } };
  });
}

type ReviewRoom = Pick<RuleOutcome, 'archives' | 'reviews'>;

/** What evidence names of a cluster; nothing where there is none. */
function reviewRoom(cluster: ClusterSubject, app: PlacedApp): ReviewRoom {
  const pathOf = (resource: ResolvedResource) => placeOf(app, resource, resource.template).path;
  const archives = archivesOf(cluster).map(({ bucket, ...lock }) => ({ bucket: pathOf(bucket), ...lock }));
  const reviews = reviewsOf(cluster).map(schedule => ({ schedule: pathOf(schedule) }));
  return { ...archives.length === 0 ? {} : { archives }, ...reviews.length === 0 ? {} : { reviews } };
}

function placed(result: RuleResult, app: PlacedApp, judging: Judging): Judged {
  const { rule, finding, notApplicable, consequenceOf } = result;
  const subject = placeOf(app, result.subject.resource, templateOf(result));
  if (finding === undefined) {
    const outcome: RuleOutcome = notApplicable === undefined
      ? { ...describe(result, subject), status: 'compliant' }
      : { ...describe(result, subject), status: 'not-applicable', message: notApplicable, ...consequenceOf === undefined ? {} : { consequenceOf } };
    return { rule, outcome, subject, located: subject };
  }
  const located = finding.at.resource === undefined || finding.at.resource === result.subject.resource
    ? subject : placeOf(app, finding.at.resource, finding.at.resource.template);
  const findingId = findingIdOf(result.id, finding);
  const outcome: RuleOutcome = {
    ...describe(result, subject),
    findingId,
    status: finding.kind,
    level: levelOf(finding, result.level, judging),
    propertyPath: finding.at.property,
    ...located === subject ? {} : { locatedAt: located.path },
    message: withoutMarks(readable(finding.message)),
    fix: withoutMarks(readable(finding.fix ?? rule.fix)),
  };
  return { rule, outcome, subject, located };
}

function templateOf({ subject }: RuleResult): ResolvedTemplate {
  return 'template' in subject ? subject.template : subject.resource.template;
}

function placeOf(app: PlacedApp, resource: ResolvedResource | undefined, template: ResolvedTemplate): Place {
  return app.place(template.source, resource?.source);
}

function describe({ rule, id, level, subject: judged, subject: { resource } }: RuleResult, subject: Place): Omit<RuleOutcome, 'status'> {
  const template = 'template' in judged ? judged.template : judged.resource.template;
  const [identifier] = judged instanceof ClusterSubject ? judged.resource.name.values : [];
  return {
    ruleId: id,
    findingId: id,
    level,
    constructPath: subject.path,
    stackName: template.source.stackName ?? template.path,
    logicalId: subject.logicalId,
    resourceType: resource?.type ?? 'AWS::CloudFormation::Stack',
    ...identifier === undefined || isMadeUp(identifier) ? {} : { clusterIdentifier: readable(identifier) },
    controls: rule.controls,
  };
}

/** What CloudFormation makes up is no name that anybody could look for. */
function isMadeUp(name: string): boolean {
  return !isLiteral(name) && partsOf(name).some(({ isGenerated }) => isGenerated);
}

function levelOf(finding: Finding, level: RuleLevel, { unknownLevel }: Judging): RuleLevel {
  return [level, finding.level, finding.kind === 'cannot-tell' ? unknownLevel : undefined].includes('warning') ? 'warning' : 'error';
}
