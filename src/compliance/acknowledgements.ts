import { Validations } from 'aws-cdk-lib';
import type { IConstruct, MetadataOptions } from 'constructs';
import { PACK_NAME } from './rules/rule-table';

/** An acknowledgement as somebody wrote it. */
export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
  readonly construct: IConstruct;
  /** Where in the program it was written. */
  readonly trace?: string[];
}

/** aws-cdk-lib puts one of the first before ids that name no plugin; the last is ours. */
const NAMESPACE = new RegExp(`^(?:annotation|construct-annotations|${PACK_NAME})::`, 'i');

/** Finds who excused a finding: with and without the name of the pack before the id. */
export class Acknowledgements {
  private readonly byConstruct = new Map<IConstruct, ReadonlyMap<string, Acknowledgement>>();

  /** The closest acknowledgement of the id, on the construct or around it. */
  public find(id: string, construct: IConstruct): Acknowledgement | undefined {
    return [...construct.node.scopes].reverse().map(scope => this.on(scope).get(id)).find(found => found !== undefined);
  }

  private on(construct: IConstruct): ReadonlyMap<string, Acknowledgement> {
    let found = this.byConstruct.get(construct);
    if (found === undefined) {
      found = readFrom(construct);
      this.byConstruct.set(construct, found);
    }
    return found;
  }
}

function readFrom(construct: IConstruct): ReadonlyMap<string, Acknowledgement> {
  return new Map(construct.node.metadata
    .filter(({ type, data }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY && typeof data === 'object' && data !== null)
    .flatMap(({ data, trace }) => Object.entries<unknown>(data).map(([id, reason]): [string, Acknowledgement] =>
      [id.replace(NAMESPACE, ''), { id, reason: String(reason ?? ''), construct, trace }])));
}

/**
 * Repeats an acknowledgement under the namespaced id, the one under which aws-cdk-lib records in its report
 * who excused what and why; without it the finding would be reported, or vanish without a trace.
 */
export function recordNamespaced({ id, reason, construct, trace }: Acknowledgement, findingId: string): void {
  const namespaced = `${PACK_NAME}::${findingId}`;
  if (id !== namespaced) {
    // Newer versions of constructs show the line on which it was acknowledged.
    const options = { stackTraceOverride: trace } as MetadataOptions;
    construct.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [namespaced]: reason }, options);
  }
}
