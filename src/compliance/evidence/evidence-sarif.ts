import { createHash } from 'crypto';
import type { Location, Log, LogicalLocation, PhysicalLocation, PropertyBag, ReportingDescriptor, Result } from 'sarif';
import type { Evidence } from './evidence';
import { FOUND, type RuleOutcome } from './rule-outcome';
import type { SourceLocation } from './source-location';
import { tool } from './tool';
import type { UnmatchedException } from '../exceptions/unmatched';
import { EXCEPTION_RULE } from '../rules/exception-rule';
import type { RuleDescription } from '../rules/rule';
import { PACK_NAME, ruleId } from '../rules/rule-table';

/** Templates are in the output directory of the app, wherever that was. */
const CLOUD_ASSEMBLY = 'CLOUD_ASSEMBLY';

/** The directory of the app, to which lines of it are relative: that in which it is synthesised. */
const APP = 'SRCROOT';

/** The evidence as SARIF 2.1.0, for code scanning. */
export function evidenceSarif({ details, outcomes, rules, unmatched }: Evidence): string {
  const descriptions: readonly RuleDescription[] = unmatched.length === 0 ? rules : [...rules, { ...EXCEPTION_RULE, id: ruleId(EXCEPTION_RULE) }];
  const ruleIndices = new Map(descriptions.map(({ id }, index) => [id, index]));
  const { version, url } = tool();
  const fingerprints = new Fingerprints();
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: PACK_NAME, semanticVersion: version, informationUri: url, rules: descriptions.map(rule => descriptor(rule, url)) } },
      automationDetails: { id: 'aurora-mysql-audit/' },
      ...given({ ...details }),
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: {
        [APP]: { description: { text: 'The directory of the app' } },
        [CLOUD_ASSEMBLY]: { description: { text: 'The output directory of the app (cdk.out)' } },
      },
      // Where all is well there is nothing to alert of.
      results: [...outcomes.filter(({ status }) => FOUND.includes(status)).map(result), ...unmatched.map(unmatchedResult)].map(([one, key]) => ({
        ...one,
        ruleIndex: ruleIndices.get(one.ruleId!),
        partialFingerprints: { primaryLocationLineHash: fingerprints.of(key) },
      })),
    }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, level, wants, why, fix, controls }: RuleDescription, url: string): ReportingDescriptor {
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

/** A result, and what it is told from others by: its place, which stays while values change. */
type Keyed = readonly [result: Result, key: readonly (string | undefined)[]];

function result({ acknowledgement, ...outcome }: RuleOutcome): Keyed {
  const template = inTemplate(outcome.templateFile ?? `${outcome.stackName}.template.json`);
  return [{
    ruleId: outcome.ruleId,
    level: outcome.level,
    message: { text: plain(outcome.message ?? outcome.findingId) },
    locations: [{ physicalLocation: outcome.source ? inApp(outcome.source) : template, logicalLocations: logicalLocations(outcome) }],
    ...(outcome.source && outcome.templateFile !== undefined ? { relatedLocations: [{ id: 1, message: { text: 'The template' }, physicalLocation: template }] } : {}),
    ...(acknowledgement === undefined ? {} : {
      suppressions: [{
        kind: 'external',
        status: 'accepted',
        justification: acknowledgement.reason,
        location: placeOf(acknowledgement),
        ...given({ approvedBy: acknowledgement.approvedBy, expires: acknowledgement.expires }),
      }],
    }),
    properties: {
      status: outcome.status,
      findingId: outcome.findingId,
      propertyPath: outcome.propertyPath,
      fix: outcome.fix,
      archives: outcome.archives,
      reviews: outcome.reviews,
    },
  }, [outcome.findingId, outcome.constructPath, outcome.locatedAt, outcome.propertyPath]];
}

function unmatchedResult({ ruleId: rule, findingId, level, message, fix, acceptance, ...place }: UnmatchedException): Keyed {
  return [{
    ruleId: rule,
    level,
    message: { text: plain(message) },
    // Code scanning takes no location without a file.
    locations: [{ physicalLocation: inTemplate('manifest.json'), ...placeOf(place) }],
    ...(acceptance === undefined ? {} : { suppressions: [{ kind: 'external', status: 'accepted', justification: acceptance.reason }] }),
    properties: { status: 'violated', findingId, fix },
  }, [findingId, place.constructPath, place.id]];
}

/** What is known beyond the standard. */
function given(properties: { readonly [name: string]: string | undefined }): { properties?: PropertyBag } {
  return Object.values(properties).every(one => one === undefined) ? {} : { properties };
}

function placeOf({ constructPath, source }: { readonly constructPath: string; readonly source?: SourceLocation }): Location {
  return { ...(source ? { physicalLocation: inApp(source) } : {}), logicalLocations: [{ fullyQualifiedName: constructPath }] };
}

function inApp({ file, line, column }: SourceLocation): PhysicalLocation {
  const region = { startLine: line, ...column === undefined ? {} : { startColumn: column } };
  return { artifactLocation: { uri: uri(file), uriBaseId: APP }, region };
}

function inTemplate(file: string): PhysicalLocation {
  // Code scanning does not take a location without a line.
  return { artifactLocation: { uri: uri(file), uriBaseId: CLOUD_ASSEMBLY }, region: { startLine: 1 } };
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

  public of(key: readonly (string | undefined)[]): string {
    const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
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
