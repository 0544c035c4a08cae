import { AuditDetection } from '../src';
import { RULE_DESCRIPTIONS, ruleId } from '../src/compliance/rules/rule-table';
import { AUDIT_QUERIES } from '../src/review/queries/audit-queries';

/** What serves a control, by the kind of thing that it is. */
interface Served {
  readonly detections: string[];
  readonly rules: string[];
  readonly queries: string[];
}

/** The frameworks, and which controls are theirs. */
const FRAMEWORKS: [title: string, of: (control: string) => boolean][] = [
  ['Security Hub and AWS Config', control => /^(Security Hub|AWS Config|RDS\.|CloudWatch\.)/.test(control)],
  ['PCI DSS v4.0.1', control => control.startsWith('PCI DSS')],
  ['HIPAA', control => control.startsWith('HIPAA')],
  ['NIST 800-53 r5', control => control.startsWith('NIST')],
];

/** Detections name controls of Security Hub by their id alone. */
const fullName = (control: string) => /^(RDS|CloudWatch)\.\d/.test(control) ? `Security Hub ${control}` : control;

function served(): Map<string, Served> {
  const found = new Map<string, Served>();
  const add = (kind: keyof Served, name: string, controls: readonly string[]) => controls.map(fullName).forEach(control => {
    found.set(control, found.get(control) ?? { detections: [], rules: [], queries: [] });
    found.get(control)![kind].push(name);
  });
  AuditDetection.recommended().forEach(({ detectionId, controls }) => add('detections', detectionId, controls));
  RULE_DESCRIPTIONS.forEach(rule => add('rules', ruleId(rule).replace('AuroraMysqlAudit-', ''), rule.controls));
  AUDIT_QUERIES.forEach(({ title, controls }) => add('queries', title, controls));
  return found;
}

/** The tables of docs/controls.md: one of each framework, a row for each control. */
export function controlTables(): string {
  const all = served();
  const unknown = [...all.keys()].filter(control => !FRAMEWORKS.some(([, of]) => of(control)));
  if (unknown.length > 0) {
    throw new Error(`controls of no framework: ${unknown.join(', ')}`);
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return FRAMEWORKS.map(([title, of]) => [
    `## ${title}`,
    '',
    '| control | detections | rules of the gate | questions of a review |',
    '|---|---|---|---|',
    ...[...all].filter(([control]) => of(control)).sort(([a], [b]) => compare(a, b))
      .map(([control, { detections, rules, queries }]) => `| ${[control, detections.join(', '), rules.join(', '), queries.join(', ')].join(' | ')} |`),
  ].join('\n')).join('\n\n');
}
