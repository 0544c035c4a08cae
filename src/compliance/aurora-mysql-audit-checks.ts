import type { CfnResource, IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack, type INagValidationContext } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { recordNamespaced } from './acknowledgements';
import type { AuroraMysqlAuditChecksProps } from './aurora-mysql-audit-checks-props';
import { EvidenceFiles } from './evidence/evidence-files';
import { judgeApp, type Judged, type Judging } from './judge-app';
import { checkedFormats, checkedFlag, checkedProps, judgingBy } from './judging';
import { violations } from './report';
import { PACK_NAME, ruleId, RULES } from './rules/rule-table';
import type { Place } from './tree/place';
import { RenderedApp } from './tree/rendered-app';
import { isWithin } from './tree/stacks';
import { SynthesisedApp } from './tree/synthesised-app';

/**
 * Rejects every Aurora MySQL cluster of an app that is not audited as it should be, however it was written.
 *
 * Looks at the templates that will be deployed, however they came about: property overrides, generic resources, nested
 * stacks, stages, included templates, and values that come from parameters, mappings and conditions, in every way in which
 * deployment may choose them. What cannot be known at synthesis is a finding of its own. Errors fail the synthesis,
 * warnings do not.
 *
 * @see https://github.com/cdklabs/cdk-nag
 */
export class AuroraMysqlAuditChecks extends NagPack {
  /** The name of the pack: `AuroraMysqlAudit`. */
  public readonly name: string = PACK_NAME;

  /** The ids of all rules. */
  public readonly ruleIds?: string[] = RULES.map(ruleId);

  protected packName = PACK_NAME;

  private readonly judging: Judging;
  private readonly isVerbose: boolean;
  private readonly evidenceFiles?: EvidenceFiles;

  /**
   * @param scope the app, or a stage of it
   * @param props what is required
   */
  constructor(scope?: IConstruct, props: AuroraMysqlAuditChecksProps = {}) {
    super(scope, checkedProps(props));
    this.judging = judgingBy(props, NagMessageLevel.WARN, NagMessageLevel.ERROR);
    this.isVerbose = checkedFlag('verbose', props.verbose);
    this.evidenceFiles = this.judging.keepsEvidence ? new EvidenceFiles(scope, checkedFormats(props.evidenceFormats)) : undefined;
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
    const judged = judgeApp(new SynthesisedApp({ stackTemplates: context.stackTemplates, appConstruct }), () => true, this.judging);
    judged.forEach(({ acknowledgement, outcome }) => acknowledgement && recordNamespaced(acknowledgement, outcome.findingId));
    const templatePath = (place: Place) => place.templatePath;
    this.evidenceFiles?.write(judged, this.judging, templatePath);
    // Acknowledged findings are handed over as well: aws-cdk-lib records them as suppressed.
    return { success: isSuccess(judged), violations: violations(judged, templatePath, this.isVerbose) };
  }

  /**
   * Judges everything below a construct, without synthesis.
   *
   * Acknowledged findings are in the metadata of the report, by id and construct path, with their reasons.
   *
   * @param scope an app, stage, stack or construct
   */
  public validateScope(scope: IConstruct): PolicyValidationPluginReport {
    const app = new RenderedApp(scope.node.root);
    const judged = judgeApp(app, (template, resource) => isWithin(app.place(template.source, resource?.source).construct, scope), this.judging);
    const acknowledged = judged.filter(({ acknowledgement }) => acknowledgement !== undefined);
    return {
      success: isSuccess(judged),
      violations: violations(judged.filter(one => !acknowledged.includes(one)), () => undefined, this.isVerbose),
      ...(acknowledged.length === 0 ? {} : {
        metadata: Object.fromEntries(acknowledged.map(({ outcome, acknowledgement }) =>
          [`${outcome.findingId} ${outcome.locatedAt ?? outcome.constructPath}`, `${acknowledgement!.reason} (${acknowledgement!.construct.node.path})`])),
      }),
    };
  }

  /** The rules look at the whole app, not at one resource. */
  protected checkResource(_node: CfnResource): void {
    return undefined;
  }
}

function isSuccess(judged: readonly Judged[]): boolean {
  return !judged.some(({ outcome }) => (outcome.status === 'violated' || outcome.status === 'cannot-tell') && outcome.level === 'error');
}
