import { judge, type RuleResult } from '../../src/compliance/judge';
import { judgingBy } from '../../src/compliance/judging';
import { ResolvedApp } from '../../src/compliance/resolved/resolved-app';
import { resourcesOf } from '../../src/compliance/resolved/template-source';

const JUDGING = judgingBy({}, 'warn', 'error');

/** What the core says of a template by itself: no construct is around. */
export function resultsOf(template: object, environment: { account?: string; region?: string } = {}): RuleResult[] {
  const source = { path: 'Template', stackName: 'template', environment: '', ...environment, sections: template as never, resources: resourcesOf(template, 'Template') };
  return judge(new ResolvedApp({ templates: [source] }), () => true, JUDGING);
}

export function idsOf(template: object, environment: { account?: string; region?: string } = {}): string[] {
  return [...new Set(resultsOf(template, environment).flatMap(({ rule, finding }) =>
    finding === undefined ? [] : [finding.name === undefined ? rule.id : `${rule.id}[${finding.name}]`]))].sort();
}
