import { createHash } from 'crypto';
import type { Log, LogicalLocation, ReportingDescriptor, Result } from 'sarif';
import type { Evidence, RuleEvidence } from './evidence';
import type { RuleOutcome, RuleStatus } from './rule-outcome';
import { tool } from './tool';
import { PACK_NAME } from '../rules/rule-table';

/** What is a result; where all is well there is nothing to alert of. */
const RESULTS: readonly RuleStatus[] = ['violated', 'cannot-tell', 'acknowledged'];

/** Templates are in the output directory of the app, wherever that was. */
const CLOUD_ASSEMBLY = 'CLOUD_ASSEMBLY';

/** The evidence as SARIF 2.1.0, for code scanning. */
export function evidenceSarif({ outcomes, rules }: Evidence): string {
  const ruleIndices = new Map(rules.map(({ id }, index) => [id, index]));
  const { version, url } = tool();
  const fingerprints = new Fingerprints();
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: PACK_NAME, semanticVersion: version, informationUri: url, rules: rules.map(rule => descriptor(rule, url)) } },
      automationDetails: { id: 'aurora-mysql-audit/' },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { [CLOUD_ASSEMBLY]: { description: { text: 'The output directory of the app (cdk.out)' } } },
      results: outcomes.filter(({ status }) => RESULTS.includes(status)).map(outcome => ({
        ...result(outcome),
        ruleIndex: ruleIndices.get(outcome.ruleId),
        partialFingerprints: { primaryLocationLineHash: fingerprints.of(outcome) },
      })),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, level, wants, why, fix, controls }: RuleEvidence, url: string): ReportingDescriptor {
  return {
    id,
    name: id.replace('-', ''),
    shortDescription: { text: `${wants}.` },
    fullDescription: { text: `${wants}. ${why}` },
    helpUri: `${url}/blob/main/RULES.md#${id.toLowerCase()}`,
    help: {
      text: `${wants}. ${why}\n\n${fix}\n\nControls: ${controls.join(', ')}`,
      markdown: `${wants}. ${why}\n\n\`\`\`\n${fix}\n\`\`\`\n\nControls: ${controls.join(', ')}`,
    },
    defaultConfiguration: { level },
    properties: { 'tags': ['security', ...controls], 'precision': 'very-high', 'problem.severity': level },
  };
}

function result({ acknowledgement, ...outcome }: RuleOutcome): Result {
  return {
    ruleId: outcome.ruleId,
    level: outcome.level,
    message: { text: plain(outcome.message ?? outcome.findingId) },
    locations: [{
      physicalLocation: {
        artifactLocation: { uri: uri(outcome.templateFile ?? `${outcome.stackName}.template.json`), uriBaseId: CLOUD_ASSEMBLY },
        // Code scanning does not take a location without a line.
        region: { startLine: 1 },
      },
      logicalLocations: logicalLocations(outcome),
    }],
    ...(acknowledgement === undefined ? {} : {
      suppressions: [{
        kind: 'external',
        status: 'accepted',
        justification: acknowledgement.reason,
        location: { logicalLocations: [{ fullyQualifiedName: acknowledgement.constructPath }] },
      }],
    }),
    properties: { status: outcome.status, findingId: outcome.findingId, propertyPath: outcome.propertyPath, fix: outcome.fix },
  };
}

function logicalLocations({ constructPath, logicalId, locatedAt }: RuleOutcome): LogicalLocation[] {
  return [
    ...(locatedAt === undefined ? [] : [{ fullyQualifiedName: locatedAt, kind: 'resource' }]),
    { name: logicalId, fullyQualifiedName: constructPath, kind: 'resource' },
  ];
}

/** Tells results apart by their places, which stay while values change; results of one place are counted. */
class Fingerprints {
  private readonly seen = new Map<string, number>();

  public of({ findingId, constructPath, locatedAt, propertyPath }: RuleOutcome): string {
    const hash = createHash('sha256').update(JSON.stringify([findingId, constructPath, locatedAt, propertyPath])).digest('hex').slice(0, 32);
    const count = (this.seen.get(hash) ?? 0) + 1;
    this.seen.set(hash, count);
    return `${hash}:${count}`;
  }
}

/** Brackets would make a link. */
function plain(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

function uri(path: string): string {
  // Half a surrogate pair cannot be encoded.
  return Buffer.from(path).toString().split('/').map(encodeURIComponent).join('/');
}
