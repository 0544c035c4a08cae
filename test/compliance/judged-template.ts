import { findingIdOf, judge, type RuleResult } from '../../src/compliance/judge';
import { judgingBy } from '../../src/compliance/judging';
import { ResolvedApp } from '../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../src/compliance/resolved/template-source';

const JUDGING = judgingBy({}, 'warn', 'error');

/** What the core says of a template by itself: no construct is around. */
export function resultsOf(template: object): RuleResult[] {
  const source = { path: 'Template', stackName: 'Template', environment: '', sections: template as never, resources: resourcesOf(template, 'Template') };
  return judge(new ResolvedApp({ templates: [source] }), () => true, JUDGING);
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
