import type { IConstruct } from 'constructs';
import type { RuleOutcome } from './evidence/rule-outcome';
import { ResolvedApp } from './resolved/resolved-app';
import type { ResolvedResource } from './resolved/resolved-resource';
import { readable, withoutMarks } from './resolved/symbolic-text';
import { cannotTell, type Finding, type Judgement, type Rule, type RuleLevel, type RuleSettings, type Verdict } from './rules/rule';
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
  /** Whether outcomes without finding are wanted, too. */
  readonly keepsEvidence: boolean;
}

/** The outcome of a rule, with what the report needs beside the evidence. */
export interface Judged {
  readonly outcome: RuleOutcome;
  readonly rule: Rule;
  readonly subject: ResolvedResource;
  /** The resource to which the finding points. */
  readonly located: ResolvedResource;
}

/** Applies every rule to every cluster and instance of the app that is to be judged. */
export function judgeApp(root: IConstruct, isJudged: (resource: ResolvedResource) => boolean, judging: Judging): Judged[] {
  const app = new ResolvedApp(root);
  const index = new AuditIndex(app);
  const [clusterRules, instanceRules] = [CLUSTER_RULES, INSTANCE_RULES].map(rules => rules.flatMap(rule => withLevel(rule, judging)));
  return [
    ...app.ofType('AWS::RDS::DBCluster').filter(isJudged)
      .flatMap(resource => outcomes(new ClusterSubject(resource, index), clusterRules, judging)),
    ...app.ofType('AWS::RDS::DBInstance').filter(isJudged)
      .flatMap(resource => outcomes(new InstanceSubject(resource, index), instanceRules, judging)),
  ];
}

interface AppliedRule {
  readonly rule: Rule;
  readonly id: string;
  readonly level: RuleLevel;
}

function withLevel(rule: Rule, { levels }: Judging): AppliedRule[] {
  const id = ruleId(rule);
  const level = levels.has(id) ? levels.get(id) : rule.level;
  return level === undefined ? [] : [{ rule, id, level }];
}

function outcomes(subject: Subject, rules: readonly AppliedRule[], judging: Judging): Judged[] {
  const judged: Judged[] = [];
  for (const applied of rules) {
    const verdict = verdictOn(applied.rule, subject, judging);
    const found = 'notApplicable' in verdict ? [] : findingsOf(verdict);
    if (found.length > 0) {
      judged.push(...found.map(finding => withFinding(subject, applied, finding, judging)));
    } else if (judging.keepsEvidence) {
      judged.push(withoutFinding(subject, applied, verdict));
    }
  }
  return judged;
}

function findingsOf(judgement: Judgement): Finding[] {
  return distinct(judgement.recover(reason => [cannotTell(reason, { property: 'Properties' })]).values.flat());
}

function withoutFinding(subject: Subject, applied: AppliedRule, verdict: Verdict): Judged {
  const outcome: RuleOutcome = 'notApplicable' in verdict
    ? { ...describe(subject, applied), status: 'not-applicable', message: verdict.notApplicable }
    : { ...describe(subject, applied), status: 'compliant' };
  return { rule: applied.rule, outcome, subject: subject.resource, located: subject.resource };
}

function withFinding(subject: Subject, applied: AppliedRule, finding: Finding, judging: Judging): Judged {
  const { resource } = subject;
  const located = finding.at.resource ?? resource;
  const findingId = finding.name === undefined ? applied.id : `${applied.id}[${printable(finding.name)}]`;
  const outcome: RuleOutcome = {
    ...describe(subject, applied),
    findingId,
    status: finding.kind,
    level: levelOf(finding, applied.level, judging),
    propertyPath: finding.at.property,
    ...(located === resource ? {} : { locatedAt: located.path }),
    message: withoutMarks(readable(finding.message)),
    fix: finding.fix ?? applied.rule.fix,
  };
  return { rule: applied.rule, outcome, subject: resource, located };
}

function describe(subject: Subject, { rule, id, level }: AppliedRule): Omit<RuleOutcome, 'status'> {
  const { resource } = subject;
  const [identifier] = subject instanceof ClusterSubject ? subject.identifier.values : [];
  return {
    ruleId: id,
    findingId: id,
    level,
    constructPath: resource.path,
    stackName: resource.template.stackName,
    logicalId: resource.logicalId,
    resourceType: resource.type,
    ...(identifier === undefined ? {} : { clusterIdentifier: readable(identifier) }),
    controls: rule.controls,
  };
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
  return readable(name).replace(/[^A-Za-z0-9_.:-]+/g, '-').slice(0, MAX_NAME_LENGTH) || '-';
}
