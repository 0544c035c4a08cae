import { checkConfig } from './check-config';
import { checkOutcome } from './check-outcome';
import { Inputs } from './inputs';
import { parameterValues } from './parameters';
import { textReport } from './text-report';
import type { Evidence } from '../../compliance/evidence/evidence';
import { evidenceHtml } from '../../compliance/evidence/evidence-html';
import { evidenceJson } from '../../compliance/evidence/evidence-json';
import { evidenceSarif } from '../../compliance/evidence/evidence-sarif';
import { tool } from '../../compliance/evidence/tool';
import { isCompliant } from '../../compliance/exceptions/settled-app';
import { type Command, ExitCode, UsageError } from '../command';
import { paintFor, type Paint, printable, printableJson, Progress, write } from '../terminal';

type Render = (evidence: Evidence, templates: number, paint: Paint) => string;

const FORMATS: Readonly<Record<string, Render>> = {
  text: textReport,
  json: evidence => printableJson(evidenceJson(evidence)),
  sarif: evidence => printableJson(evidenceSarif(evidence)),
  html: evidenceHtml,
};

/** Files of a directory that were passed over are counted; so many are named. */
const MAX_NAMED = 5;

export const CHECK: Command = {
  name: 'check',
  summary: 'Hold CloudFormation templates and CDK output against the rules of the pack',
  options: {
    format: { type: 'string', default: 'text' },
    config: { type: 'string' },
    parameters: { type: 'string', multiple: true },
  },
  help: `Usage: cdk-audited-aurora-mysql check <template or directory>... [options]

Holds every Aurora MySQL cluster against the rules of AuroraMysqlAuditChecks: is it recorded what happens in it, is that
kept, and would somebody be told. All that is given is one app: a log group in one template can be that of a cluster in
another. Values that deployment chooses are judged in every way in which it may choose them. The rules are described in
${tool().url}/blob/main/RULES.md

What can be given:
  a template       CloudFormation or SAM, YAML or JSON; templates that it nests (TemplateURL: ./child.yaml) are followed
  cdk.out          what cdk synth wrote, with its stages and nested stacks, and what the app has accepted
  any directory    every .yaml, .yml, .json and .template in it that is a template

Options:
      --format <format>    text (default), json (its $schema says what is in it), sarif (code scanning) or html (for auditors)
      --config <file>      what is required and what is accepted, JSON or YAML, see schemas/check-config.schema.json
      --parameters <one>   a value of a parameter, Key=Value, or a file as the AWS CLI has it; may be given several times
  -h, --help               show this

Examples:
  cdk-audited-aurora-mysql check template.yaml
  cdk-audited-aurora-mysql check network.yaml database.yaml --parameters Stage=prod
  cdk-audited-aurora-mysql check cdk.out --config audit.yaml
  cdk-audited-aurora-mysql check infrastructure/ --format sarif > audit.sarif

Exit codes:
  0  nothing was found, or nothing but warnings and what was accepted
  1  something was found
  2  it could not be judged: wrong usage, or something that is given cannot be read or is no template
`,
  async run({ values, positionals }, io) {
    const render = Object.hasOwn(FORMATS, String(values.format)) ? FORMATS[String(values.format)] : undefined;
    if (render === undefined) {
      throw new UsageError(`--format: must be ${Object.keys(FORMATS).join(', ')}, got: ${values.format}`);
    }
    if (positionals.length === 0) {
      throw new UsageError('no template is given');
    }
    const config = checkConfig(values.config as string | undefined, io.cwd());
    const parameters = parameterValues((values.parameters ?? []) as string[], io.cwd());
    const progress = new Progress(io.stderr);
    try {
      const inputs = new Inputs(io.cwd(), parameters, path => progress.show(() => `reading ${path}`));
      positionals.forEach(path => inputs.add(path));
      const templates = inputs.finish();
      progress.show(() => `judging ${templates.length} templates`);
      const evidence = checkOutcome(templates, config);
      progress.clear();
      if (inputs.passedOver.length > 0) {
        await write(io.stderr, passedOver(inputs.passedOver));
      }
      await write(io.stdout, render(evidence, templates.length, paintFor(io.stdout, io.env)));
      return isCompliant(evidence.outcomes, evidence.unmatched) ? ExitCode.COMPLIANT : ExitCode.FINDINGS;
    } finally {
      progress.clear();
    }
  },
};

function passedOver(paths: readonly string[]): string {
  const named = paths.slice(0, MAX_NAMED).map(path => printable(path)).join(', ');
  return `passed over, ${paths.length === 1 ? 'no template' : `${paths.length} files that are no templates`}: ${named}${paths.length > MAX_NAMED ? ', ...' : ''}\n`;
}
