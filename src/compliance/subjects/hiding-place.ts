import type { AuditIndex } from './audit-index';
import type { Formula } from '../resolved/choice';
import type { ResolvedApp } from '../resolved/resolved-app';
import type { ResolvedResource } from '../resolved/resolved-resource';
import type { ResolvedTemplate } from '../resolved/resolved-template';
import { isMap } from '../resolved/value';

/** Transforms that make nothing of RDS or of CloudWatch Logs but what stands in the template. */
const HARMLESS_MACROS = /^AWS::(Serverless-|LanguageExtensions$|SecretsManager-|CodeDeployBlueGreen$|CodeStar$|ServiceCatalog$)/;

/** Set by aws-cdk-lib for `cloudwatchLogsRetention`; AuditLogGroup speaks of it. */
const RETENTION_RESOURCE = 'Custom::LogRetention';

export type HidingKind = 'call' | 'program' | 'stack set' | 'nested stack' | 'module' | 'type' | 'loop' | 'macro';

const KIND_OF: readonly [RegExp, HidingKind][] = [
  [/^(Custom::|AWS::CloudFormation::CustomResource$)/, 'call'],
  [/^AWS::CloudFormation::StackSet$/, 'stack set'],
  [/^AWS::(CloudFormation::Stack|Serverless::Application|ServiceCatalog::CloudFormationProvisionedProduct)$/, 'nested stack'],
  [/^AWS::(Scheduler::Schedule|StepFunctions::StateMachine|Serverless::StateMachine|SSM::(Document|Association))$/, 'program'],
  [/::MODULE$/, 'module'],
  [/^Fn::(ForEach|Transform)/, 'loop'],
  // Types of an organisation's own, and of others than AWS.
  [/^(?!AWS::|Alexa::)\w+::/, 'type'],
];

/** Something in a template behind which clusters, or changes of what audits them, may be. */
export interface HidingPlace {
  readonly kind: HidingKind;
  readonly index: AuditIndex;
  readonly template: ResolvedTemplate;
  /** Nothing where it is the template itself. */
  readonly resource?: ResolvedResource;
  /** The macros that change the template. */
  readonly macros: readonly string[];
  readonly when: Formula;
  /** What the rules say of a template that stands in text. */
  judgeBody(body: unknown): readonly { readonly isKnown: boolean; readonly message: string }[];
}

/** The places of an app, in the order of the kinds. */
export function hidingPlaces(app: ResolvedApp, index: AuditIndex, judgeBody: (place: ResolvedResource, body: unknown) => ReturnType<HidingPlace['judgeBody']>): HidingPlace[] {
  const ofResources = app.types.filter(type => type !== RETENTION_RESOURCE).flatMap(type => {
    const [, kind] = KIND_OF.find(([pattern]) => pattern.test(type)) ?? [];
    return kind === undefined ? [] : app.ofType(type).filter(resource => app.nestedIn(resource) === undefined)
      .map((resource): HidingPlace => ({
        kind, index, template: resource.template, resource, macros: [], when: resource.existence, judgeBody: body => judgeBody(resource, body),
      }));
  });
  const ofTemplates = app.allTemplates.flatMap((template): HidingPlace[] => {
    const macros = macrosOf(template.source.sections.Transform).filter(name => !HARMLESS_MACROS.test(name));
    return macros.length === 0 ? [] : [{ kind: 'macro', index, template, macros, when: true, judgeBody: () => [] }];
  });
  return [...ofResources, ...ofTemplates];
}

function macrosOf(transform: unknown): string[] {
  return [transform].flat().flatMap(one => typeof one === 'string' ? [one] : isMap(one) && typeof one.Name === 'string' ? [one.Name] : []);
}
