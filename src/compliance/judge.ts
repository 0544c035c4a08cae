import { AURORA_MYSQL } from '../recording/aurora-mysql';
import { assignment } from './resolved/assignment';
import { and, anyOf, butNot, type Formula, TooManyChoices } from './resolved/choice';
import { ResolvedApp } from './resolved/resolved-app';
import type { ResolvedResource } from './resolved/resolved-resource';
import type { ResolvedTemplate } from './resolved/resolved-template';
import { readable } from './resolved/symbolic-text';
import { resourcesOf } from './resolved/template-source';
import type { Properties } from './resolved/value';
import { cannotTell, type Finding, type NotApplicable, type Rule, type RuleLevel, type RuleSettings, type Verdict } from './rules/rule';
import { CLUSTER_RULES, HIDING_RULES, INSTANCE_RULES, ruleId } from './rules/rule-table';
import { AuditIndex } from './subjects/audit-index';
import { ClusterSubject } from './subjects/cluster-subject';
import { type HidingPlace, hidingPlaces } from './subjects/hiding-place';
import { InstanceSubject } from './subjects/instance-subject';
import type { Subject } from './subjects/subject';
import { visible } from '../app/shown';

/** How the rules are applied. */
export interface Judging extends RuleSettings {
  /** The level of each rule that differs from the table's; `undefined` where it is left out. */
  readonly levels: ReadonlyMap<string, RuleLevel | undefined>;
  readonly unknownLevel: RuleLevel;
  /** Whether outcomes without finding are wanted, too. */
  readonly keepsEvidence: boolean;
}

/** The ids of the rules that are left out. */
export function rulesLeftOut({ levels }: Judging): string[] {
  return [...levels].filter(([, level]) => level === undefined).map(([id]) => id).sort();
}

/** What a rule says of one resource: a finding, or why there is none. */
export interface RuleResult {
  readonly rule: Rule;
  readonly id: string;
  readonly level: RuleLevel;
  readonly subject: Subject | HidingPlace;
  readonly finding?: Finding;
  readonly notApplicable?: string;
  /** The ids of the rules to whose findings this one adds nothing. */
  readonly consequenceOf?: readonly string[];
}

/** Whether a resource is to be judged; where there is none, its template as a whole. */
export type IsJudged = (template: ResolvedTemplate, resource?: ResolvedResource) => boolean;

/** Applies every rule to every cluster and instance of the templates that is to be judged: knows nothing of constructs. */
export function judge(app: ResolvedApp, isJudged: IsJudged, judging: Judging): RuleResult[] {
  const index = new AuditIndex(app);
  const [clusterRules, instanceRules, hidingRules] = [CLUSTER_RULES, INSTANCE_RULES, HIDING_RULES]
    .map((rules: readonly Rule[]) => rules.flatMap(rule => withLevel(rule, judging)));
  const ofType = (type: string) => app.ofType(type).filter(resource => isJudged(resource.template, resource));
  return [
    ...ofType('AWS::RDS::DBCluster').flatMap(resource => ofCluster(resource, index, clusterRules, judging)),
    ...ofType('AWS::RDS::DBInstance').flatMap(resource => results(new InstanceSubject(resource, index), instanceRules, judging)),
    ...hidingPlaces(app, index, (place, body) => judgeBody(place, body, judging)).filter(({ resource, template }) => isJudged(template, resource))
      .flatMap(place => results(place, hidingRules, judging)),
  ];
}

/** A template that stands in a property is judged by itself. */
function judgeBody({ path }: ResolvedResource, body: unknown, judging: Judging): { isKnown: boolean; message: string }[] {
  const { Resources: _, ...sections } = body as Properties;
  const source = { path, environment: path, sections, resources: resourcesOf(body, path) };
  return judge(new ResolvedApp({ templates: [source] }), () => true, { ...judging, keepsEvidence: false })
    .flatMap(({ subject, finding }) => finding === undefined ? [] : [{
      isKnown: finding.kind === 'violated', message: `${subject.resource?.logicalId ?? 'the template'}: ${finding.message}`,
    }]);
}

interface AppliedRule {
  readonly rule: Rule;
  readonly id: string;
  readonly level: RuleLevel;
}

function withLevel(rule: Rule, judging: Judging): AppliedRule[] {
  const { levels } = judging;
  const id = ruleId(rule);
  const level = rule.isAskedFor?.(judging) === false ? undefined : levels.has(id) ? levels.get(id) : rule.level;
  return level === undefined ? [] : [{ rule, id, level }];
}

/** Rules about Aurora MySQL leave other engines alone, and cannot tell of one that may be Aurora MySQL. */
function ofCluster(resource: ResolvedResource, index: AuditIndex, rules: readonly AppliedRule[], judging: Judging): RuleResult[] {
  const engine = ClusterSubject.engine(resource, index);
  const isAuroraMysql = engine.holds(one => one === AURORA_MYSQL);
  const maybe = anyOf(engine.unknowns.map(({ when }) => when));
  const certain = new ClusterSubject(resource, index, and(resource.existence, isAuroraMysql));
  if (certain.when === false && maybe === false) {
    return judging.keepsEvidence ? rules.map(applied => ({ ...applied, subject: certain, notApplicable: 'not Aurora MySQL' })) : [];
  }
  if (maybe === false) {
    return results(certain, rules, judging);
  }
  const doubted = inDoubt(new ClusterSubject(resource, index, and(resource.existence, maybe)), rules, judging, engine.unknown!);
  return certain.when === false ? doubted : [...results(certain, rules, judging), ...doubted.filter(({ finding }) => finding !== undefined)];
}

/** One finding for all that would be found. */
function inDoubt(subject: ClusterSubject, rules: readonly AppliedRule[], judging: Judging, unknown: string): RuleResult[] {
  const all = results(subject, rules, { ...judging, keepsEvidence: true });
  const messages = all.flatMap(({ finding }) => finding?.message ?? []);
  const first = all.findIndex(({ finding }) => finding !== undefined);
  return all.flatMap((result, index): RuleResult[] => {
    if (index === first) {
      return [{
        ...result,
        finding: {
          ...cannotTell(unknown, { property: 'Properties.Engine' }),
          message: `cannot tell whether this is Aurora MySQL: ${unknown}; if it is, ${messages.join('; ')}`,
          fix: `CDK and CloudFormation: name the Engine (aurora-mysql, or what it is)\n${result.finding!.fix ?? result.rule.fix}`,
          when: result.finding!.when,
        },
      }];
    }
    return !judging.keepsEvidence ? [] : [result.finding === undefined ? result : { ...result, finding: undefined, notApplicable: 'its engine is not known' }];
  });
}

function results(subject: Subject | HidingPlace, rules: readonly AppliedRule[], judging: Judging): RuleResult[] {
  const told = new Map<string, { readonly id: string; when: Formula }>();
  return rules.flatMap((applied): RuleResult[] => {
    const verdict = verdictOn(applied.rule, subject, judging);
    const found = 'notApplicable' in verdict ? [] : verdict;
    if (found.length === 0) {
      return judging.keepsEvidence ? [{ ...applied, subject, ...'notApplicable' in verdict ? withoutSubject(verdict) : {} }] : [];
    }
    const because = new Set<string>();
    const findings = merged(found.flatMap(finding => {
      const cause = causeOf(finding, subject);
      const earlier = cause === undefined ? undefined : told.get(cause);
      const rest = earlier === undefined ? finding.when : butNot(finding.when, earlier.when);
      if (earlier !== undefined) {
        because.add(earlier.id);
        earlier.when = anyOf([earlier.when, finding.when]);
      } else if (cause !== undefined) {
        told.set(cause, { id: applied.id, when: finding.when });
      }
      return rest === false ? [] : [{ ...finding, when: rest }];
    }), subject);
    if (findings.length > 0) {
      return findings.map(finding => ({ ...applied, subject, finding }));
    }
    return judging.keepsEvidence
      ? [{ ...applied, subject, notApplicable: `it adds nothing to ${[...because].join(', ')}`, consequenceOf: [...because] }] : [];
  });
}

/** Why a rule has nothing to look at, and whose finding that is. */
function withoutSubject({ notApplicable, consequenceOf: id }: NotApplicable): Pick<RuleResult, 'notApplicable' | 'consequenceOf'> {
  return { notApplicable, ...id === undefined ? {} : { consequenceOf: [ruleId({ id })] } };
}

function verdictOn(rule: Rule, subject: Subject | HidingPlace, judging: Judging): Verdict {
  subject.index.app.choices.startCounting();
  try {
    return rule.judge(subject, judging);
  } catch (error) {
    if (error instanceof TooManyChoices) {
      return [cannotTell(error.message, { property: `Properties.${rule.looksAt}` })];
    }
    throw error;
  }
}

function causeOf({ cause, at: { resource } }: Finding, subject: Subject | HidingPlace): string | undefined {
  return cause === undefined ? undefined : `${cause}|${(resource ?? subject.resource)?.key}`;
}

const MAX_TOLD = 3;

/** What is wrong at one place in several ways, by what is chosen, is one finding that tells them all. */
function merged(findings: readonly Finding[], subject: Subject | HidingPlace): Finding[] {
  const places = new Map<string, Map<string, Finding>>();
  for (const finding of findings) {
    const place = [finding.kind, finding.name, finding.at.resource?.key, finding.at.property].join('\n');
    const messages = places.get(place) ?? new Map<string, Finding>();
    const same = messages.get(finding.message);
    messages.set(finding.message, same === undefined ? finding : { ...same, when: anyOf([same.when, finding.when]) });
    places.set(place, messages);
  }
  return [...places.values()].map(messages => {
    const all = [...messages.values()];
    const told = all.slice(0, MAX_TOLD).map(({ message, when }) => {
      const chosen = assignment(when, subject.when);
      return chosen === undefined ? message : `${message} (where ${chosen})`;
    });
    const more = all.length > MAX_TOLD ? [`and so on, ${all.length} in all`] : [];
    return { ...all[0], message: visible([...told, ...more].join('; ')), when: anyOf(all.map(({ when }) => when)) };
  });
}

const MAX_NAME_LENGTH = 80;

/** The id to acknowledge: aws-cdk-lib gives a meaning to brackets and spaces. */
export function findingIdOf(id: string, { name }: Finding): string {
  return name === undefined ? id : `${id}[${readable(name).replace(/[^A-Za-z0-9_.:-]+/g, '-').slice(0, MAX_NAME_LENGTH) || '-'}]`;
}
