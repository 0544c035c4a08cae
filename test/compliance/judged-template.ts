import { auditedTemplate, type Change } from './audited-template';
import type { AuroraMysqlAuditChecksProps } from '../../src';
import { findingIdOf, judge, type RuleResult } from '../../src/compliance/judge';
import { judgingBy } from '../../src/compliance/judging';
import { ResolvedApp } from '../../src/compliance/resolved/resolved-app';
import { resourcesOf, type TemplateSource } from '../../src/compliance/resolved/template-source';

/** What the core says of a template by itself: no construct is around. */
export function resultsOf(template: object, props: AuroraMysqlAuditChecksProps = {}, more: Partial<TemplateSource> = {}): RuleResult[] {
  const source = { path: 'T', stackName: 'T', environment: '', sections: template as never, resources: resourcesOf(template, 'T'), ...more };
  return judge(new ResolvedApp({ templates: [source] }), () => true, judgingBy(props));
}

/** What is said of the audited template after a change, and how it is mended. */
export interface Said {
  /** The logical id of a resource and the path of its property. */
  readonly where: string;
  readonly message: string;
  readonly level: string;
  readonly fix: string;
}

export function said(change: Change, props?: AuroraMysqlAuditChecksProps, more?: Partial<TemplateSource>): Said[] {
  const template = auditedTemplate();
  change(template);
  return resultsOf(template, props, more).flatMap(({ finding, subject, level, rule }) => finding === undefined ? [] : [{
    where: `${(finding.at.resource ?? subject.resource)?.logicalId} ${finding.at.property}`,
    message: finding.message,
    level: finding.level ?? level,
    fix: finding.fix ?? rule.fix,
  }]);
}

/** The ids of all findings, without the name of the pack; one about what several clusters share is one. */
export function findingsIn(template: object): string[] {
  const found = resultsOf(JSON.parse(JSON.stringify(template))).flatMap(({ rule, subject, finding }) => finding === undefined ? [] : [{
    id: findingIdOf(rule.id, finding), place: [finding.message, (finding.at.resource ?? subject.resource)?.key, finding.at.property].join('\n'),
  }]);
  return [...new Map(found.map(({ id, place }) => [`${id}\n${place}`, id])).values()].sort();
}

/** Each of these ids once. */
export function idsOf(template: object): string[] {
  return [...new Set(findingsIn(template))];
}
