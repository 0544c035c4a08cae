import { join } from 'path';
import { type CfnResource, type IPolicyValidationContext, type PolicyValidationPluginReport, Token } from 'aws-cdk-lib';
import { NagPack, type INagValidationContext } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { AuroraMysqlAuditChecksProps } from './aurora-mysql-audit-checks-props';
import { checkedDetails } from './evidence/evidence-details';
import { EvidenceFiles } from './evidence/evidence-files';
import { acknowledgeFinding, namespaced, reasonOf } from './exceptions/acceptance';
import { checkedDay } from './exceptions/calendar-day';
import { isCompliant, type SettledApp, settledApp } from './exceptions/settled-app';
import { isWhollyJudged } from './exceptions/wholly-judged';
import type { IsJudged } from './judge';
import type { Judging, PlacedApp } from './judge-app';
import { checkedFormats, checkedFlag, checkedProps, judgingBy } from './judging';
import { exceptionViolations, violations } from './report';
import { PACK_NAME, RULE_IDS } from './rules/rule-table';
import type { Place } from './tree/place';
import { RenderedApp } from './tree/rendered-app';
import { isWithin } from './tree/stacks';
import { SynthesisedApp } from './tree/synthesised-app';

/**
 * The gate: rejects every Aurora MySQL cluster of an app that is not audited as it should be, however it was written, and every RDS DB instance
 * outside of Aurora that does not export its logs (`AuroraMysqlAudit-InstanceLogExports`, which `ruleLevels` turns off).
 *
 * Looks at the templates that will be deployed, however they came about: property overrides, generic resources, nested
 * stacks, stages, included templates, and values that come from parameters, mappings and conditions, in every way in which
 * deployment may choose them. What cannot be known at synthesis is a finding of its own. Errors fail the synthesis,
 * warnings do not.
 *
 * @see https://github.com/cdklabs/cdk-nag
 *
 * @example
 * import { App, Validations } from 'aws-cdk-lib';
 * import { AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';
 *
 * declare const app: App;
 *
 * Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app));
 */
export class AuroraMysqlAuditChecks extends NagPack {
  /**
   * The path of a file with what CloudFormation Guard can express of the rules, for a Guard Hook on stacks or for cfn-guard 3.
   *
   * @see https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/guard-hooks.html
   */
  public static readonly GUARD_RULES_PATH: string = join(__dirname, '..', '..', 'guard', 'aurora-mysql-audit.guard');

  /** The name of the pack: `AuroraMysqlAudit`. */
  public readonly name: string = PACK_NAME;

  /** The ids of all rules. */
  public readonly ruleIds?: string[] = RULE_IDS;

  protected packName = PACK_NAME;

  private readonly judging: Judging;
  private readonly isVerbose: boolean;
  private readonly evaluationDate?: string;
  private readonly evidenceFiles?: EvidenceFiles;

  /**
   * @param scope the app, or a stage of it
   * @param props what is required
   */
  constructor(scope?: IConstruct, props: AuroraMysqlAuditChecksProps = {}) {
    super(scope, checkedProps(props));
    this.judging = judgingBy(props);
    this.isVerbose = checkedFlag('verbose', props.verbose);
    this.evaluationDate = props.evaluationDate === undefined ? undefined : checkedDay('evaluationDate', props.evaluationDate);
    const details = checkedDetails(props, text => !Token.isUnresolved(text));
    this.evidenceFiles = this.judging.keepsEvidence ? new EvidenceFiles(scope, checkedFormats(props.evidenceFormats), details) : undefined;
  }

  /**
   * Judges the stacks that are being synthesised: those of the app, or of the stage on which the pack was registered.
   *
   * @param context what aws-cdk-lib hands to plugins
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { appConstruct } = context as INagValidationContext;
    if (!appConstruct) {
      throw new Error('AuroraMysqlAuditChecks needs the construct tree, which aws-cdk-lib 2.271.0 and newer hand to plugins');
    }
    const stacks = new Set(context.stackTemplates.map(({ stackConstructPath }) => stackConstructPath));
    const found = this.settle(new SynthesisedApp({ stackTemplates: context.stackTemplates, appConstruct }), () => true,
      appConstruct, construct => isWhollyJudged(construct, outermostStack => stacks.has(outermostStack.node.path)));
    const { settled, unmatched } = found;
    settled.forEach(({ acceptance, outcome }) => acceptance && acknowledgeFinding(acceptance, outcome.findingId));
    unmatched.forEach(({ acceptance, findingId }) => acceptance && acknowledgeFinding(acceptance, findingId));
    const templatePath = (place: Place) => place.templatePath;
    this.evidenceFiles?.write(settled, unmatched, this.judging, templatePath);
    // Acknowledged findings are handed over as well: aws-cdk-lib records them as suppressed.
    return {
      success: isSuccess(found),
      violations: [...violations(settled, templatePath, this.isVerbose), ...exceptionViolations(unmatched, this.isVerbose)],
    };
  }

  /**
   * Judges everything below a construct, without synthesis.
   *
   * Aspects have not run by then: what they change is only judged in synthesis.
   *
   * Acknowledged findings are in the metadata of the report, by id and construct path, with their reasons.
   *
   * @param scope an app, stage, stack or construct
   */
  public validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const app = new RenderedApp(scope.node.root);
    const isJudged: IsJudged = (template, resource) => isWithin(app.place(template.source, resource?.source).construct, scope);
    const found = this.settle(app, isJudged, scope);
    const { settled, unmatched } = found;
    const accepted = settled.filter(({ acceptance }) => acceptance !== undefined);
    return {
      success: isSuccess(found),
      violations: [
        ...violations(settled.filter(({ acceptance }) => acceptance === undefined), () => undefined, this.isVerbose),
        ...exceptionViolations(unmatched.filter(({ acceptance }) => acceptance === undefined), this.isVerbose),
      ],
      ...(accepted.length === 0 ? {} : {
        metadata: Object.fromEntries(accepted.map(({ outcome, acceptance }) => [
          `${namespaced(outcome.findingId)} ${outcome.locatedAt ?? outcome.constructPath}`,
          `${reasonOf(acceptance!)}, accepted at ${acceptance!.construct.node.path || 'the app'}`,
        ])),
      }),
    };
  }

  /** The rules look at the whole app, not at one resource. */
  protected checkResource(_node: CfnResource): void {
    return undefined;
  }

  private settle(app: PlacedApp, isJudged: IsJudged, scope: IConstruct, isLookedAt?: (construct: IConstruct) => boolean): SettledApp {
    return settledApp(app, { isJudged, judging: this.judging, evaluationDate: this.evaluationDate, scopes: scope.node.findAll(), isLookedAt });
  }
}

/** Whether nothing was found that fails the synthesis. */
function isSuccess({ settled, unmatched }: SettledApp): boolean {
  return isCompliant(settled.map(({ outcome }) => outcome), unmatched);
}
