import type { IConstruct } from 'constructs';
import { Acknowledgements, type Acknowledgement } from './acknowledgements';
import type { RuleOutcome } from './evidence/rule-outcome';
import { ResolvedApp } from './resolved/resolved-app';
import type { ResolvedResource } from './resolved/resolved-resource';
import { readable } from './resolved/symbolic-text';
import { cannotTell, type Finding, type Rule, type RuleLevel, type RuleSettings, type Verdict } from './rules/rule';
import { CLUSTER_RULES, INSTANCE_RULES, ruleId } from './rules/rule-table';
import { AuditIndex } from './subjects/audit-index';
import { ClusterSubject } from './subjects/cluster-subject';
import { InstanceSubject } from './subjects/instance-subject';
import type { Subject } from './subjects/subject';

/** How the rules are applied. */
export interface Judging extends RuleSettings {
  /** The level of each rule that differs from the table's; `undefined` where it is left out. */
  readonly levels: ReadonlyMap<string, RuleLevel | undefined>;
  readonly unknownsLevel: RuleLevel;
}

/** The outcome of a rule, with what the report needs beside the evidence. */
export interface Judged {
  readonly outcome: RuleOutcome;
  readonly rule: Rule;
  readonly subject: ResolvedResource;
  /** The resource to which the finding points. */
  readonly located: ResolvedResource;
  readonly acknowledgement?: Acknowledgement;
}

/** Applies every rule to every cluster and instance of the app that is to be judged. */
export function judgeApp(root: IConstruct, isJudged: (resource: ResolvedResource) => boolean, judging: Judging): Judged[] {
  const app = new ResolvedApp(root);
  const index = new AuditIndex(app);
  const acknowledgements = new Acknowledgements();
  const subjects: [Subject, readonly Rule[]][] = [
    ...app.ofType('AWS::RDS::DBCluster').filter(isJudged).map((resource): [Subject, readonly Rule[]] => [new ClusterSubject(resource, index), CLUSTER_RULES]),
    ...app.ofType('AWS::RDS::DBInstance').filter(isJudged).map((resource): [Subject, readonly Rule[]] => [new InstanceSubject(resource, index), INSTANCE_RULES]),
  ];
  return subjects.flatMap(([subject, rules]) => {
    const about = describe(subject);
    return rules.flatMap(rule => {
      const level = judging.levels.has(ruleId(rule)) ? judging.levels.get(ruleId(rule)) : rule.level;
      return level === undefined ? [] : applied(rule, level, subject, about, judging, acknowledgements);
    });
  });
}

type About = Pick<RuleOutcome, 'constructPath' | 'stackName' | 'logicalId' | 'resourceType' | 'clusterIdentifier'>;

function describe(subject: Subject): About {
  const { resource } = subject;
  const [identifier] = subject instanceof ClusterSubject ? subject.identifier.values : [];
  return {
    constructPath: resource.path,
    stackName: resource.template.stackName,
    logicalId: resource.logicalId,
    resourceType: resource.type,
    ...(identifier === undefined ? {} : { clusterIdentifier: readable(identifier) }),
  };
}

function applied(rule: Rule, level: RuleLevel, subject: Subject, about: About, judging: Judging, acknowledgements: Acknowledgements): Judged[] {
  const base = { ruleId: ruleId(rule), findingId: ruleId(rule), level, ...about, controls: rule.controls };
  const judged = (outcome: RuleOutcome, located = subject.resource, acknowledgement?: Acknowledgement): Judged =>
    ({ rule, outcome, subject: subject.resource, located, acknowledgement });
  const verdict = verdictOn(rule, subject, judging);
  if ('notApplicable' in verdict) {
    return [judged({ ...base, status: 'not-applicable', message: verdict.notApplicable })];
  }
  const findings = distinct(verdict.recover(reason => [cannotTell(reason, { property: 'Properties' })]).values.flat());
  if (findings.length === 0) {
    return [judged({ ...base, status: 'compliant' })];
  }
  return findings.map(finding => {
    const located = finding.at.resource ?? subject.resource;
    const findingId = finding.name === undefined ? base.ruleId : `${base.ruleId}[${printable(finding.name)}]`;
    const acknowledgement = acknowledgements.find(findingId, located.construct) ?? acknowledgements.find(findingId, subject.resource.construct);
    const outcome: RuleOutcome = {
      ...base,
      findingId,
      status: acknowledgement ? 'acknowledged' : finding.kind,
      level: levelOf(finding, level, judging),
      propertyPath: finding.at.property,
      ...(located === subject.resource ? {} : { locatedAt: located.path }),
      message: finding.message,
      fix: finding.fix ?? rule.fix,
      ...(acknowledgement ? {
        acknowledgement: { id: acknowledgement.id, reason: acknowledgement.reason, constructPath: acknowledgement.construct.node.path },
      } : {}),
    };
    return judged(outcome, located, acknowledgement);
  });
}

/** Rules about Aurora MySQL leave other engines alone, and cannot tell of one that may be Aurora MySQL. */
function verdictOn(rule: Rule, subject: Subject, judging: Judging): Verdict {
  if (!(subject instanceof ClusterSubject)) {
    return rule.judge(subject, judging);
  }
  const { engine } = subject;
  if ('isAuroraMysql' in engine) {
    return engine.isAuroraMysql ? rule.judge(subject, judging) : { notApplicable: 'not Aurora MySQL' };
  }
  const verdict = rule.judge(subject, judging);
  return 'notApplicable' in verdict ? verdict : verdict.map(findings => findings.length === 0 ? [] : [{
    ...cannotTell(engine.unknown, { property: 'Properties.Engine' }),
    message: `cannot tell whether this is Aurora MySQL: ${engine.unknown}; if it is, ${findings.map(({ message }) => message).join('; ')}`,
  }]);
}

function levelOf(finding: Finding, level: RuleLevel, { unknownsLevel }: Judging): RuleLevel {
  return [level, finding.level, finding.kind === 'cannot-tell' ? unknownsLevel : undefined].includes('warning') ? 'warning' : 'error';
}

/** The same finding may come from several cases. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map(finding => [[finding.name, finding.message, finding.at.resource?.path, finding.at.property].join('\n'), finding])).values()];
}

const MAX_NAME_LENGTH = 80;

/** Part of an id that can be acknowledged: aws-cdk-lib gives a meaning to brackets and spaces. */
function printable(name: string): string {
  return readable(name).replace(/[^A-Za-z0-9_.:-]+/g, '-').slice(0, MAX_NAME_LENGTH);
}
