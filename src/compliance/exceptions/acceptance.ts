import type { IConstruct, MetadataOptions } from 'constructs';
import type { CalendarDay } from './calendar-day';
import { EXCEPTION_METADATA_TYPE, type RecordedException } from './recorded-exception';
import type { Scope } from './scope';
import { PACK_NAME, RULES } from '../rules/rule-table';

/** That somebody accepts something: an `AuditException` or an acknowledgement of aws-cdk-lib. */
export interface Acceptance {
  /** The rule or the finding, without the name of the pack and the colons; every finding where it is absent. */
  readonly id?: string;
  readonly reason: string;
  readonly approvedBy?: string;
  /** The last day on which it holds. */
  readonly expires?: CalendarDay;
  readonly construct: Scope;
  /** Where in the program it was written. */
  readonly trace?: readonly string[];
}

/** Under which aws-cdk-lib keeps acknowledgements: `Validations.ACKNOWLEDGED_RULES_METADATA_KEY`. */
export const ACKNOWLEDGEMENT_METADATA_TYPE = 'aws:cdk:acknowledged-rules';

/** Marks what the pack itself has acknowledged, in the name of somebody. */
const REPEATED = Symbol.for('cdk-audited-aurora-mysql:repeated');

/** aws-cdk-lib puts one of the first before ids that name no plugin; the last is ours. */
const NAMESPACE = new RegExp(`^(?:annotation|construct-annotations|${PACK_NAME})::`, 'i');

/** What was accepted at the construct. */
export function acceptancesAt(construct: Scope): Acceptance[] {
  return construct.node.metadata.flatMap(({ type, data, trace }) => {
    switch (type) {
      case EXCEPTION_METADATA_TYPE: {
        const { rules, ...recorded } = data as RecordedException;
        return (rules ?? [undefined]).map(id => ({ ...recorded, id, construct, trace }));
      }
      case ACKNOWLEDGEMENT_METADATA_TYPE:
        return typeof data !== 'object' || data === null || REPEATED in data ? [] : Object.entries<unknown>(data)
          .map(([id, reason]) => ({ id: id.replace(NAMESPACE, ''), reason: String(reason ?? '').trim(), construct, trace, isOurs: isOurs(id) }))
          .filter(({ isOurs: ours }) => ours);
      default:
        return [];
    }
  });
}

/** Whether an acknowledgement means this pack; other packs have theirs at the same constructs. */
function isOurs(id: string): boolean {
  const bare = id.replace(NAMESPACE, '');
  return id.startsWith(`${PACK_NAME}::`) || bare.startsWith(`${PACK_NAME}-`) || RULES.some(rule => bare.replace(/\[.*/, '') === rule.id);
}

/** Whether it says why, and still holds on that day. */
export function isInForce({ reason, expires }: Acceptance, day: CalendarDay): boolean {
  return reason !== '' && (expires === undefined || day <= expires);
}

/** The reason with who gave it and until when. */
export function reasonOf({ reason, approvedBy, expires }: Acceptance): string {
  const more = [approvedBy && `approved by ${approvedBy}`, expires && `until ${expires}`].filter(part => part !== undefined);
  return more.length === 0 ? reason : `${reason} (${more.join(', ')})`;
}

/** The form of an id under which aws-cdk-lib looks for acknowledgements, and which its CLI shows. */
export function namespaced(findingId: string): string {
  return `${PACK_NAME}::${findingId}`;
}

/**
 * Repeats an acceptance as an acknowledgement of the very finding, with which aws-cdk-lib records in its report
 * who excused what and why; without it the finding would be reported, or vanish without a trace.
 */
export function acknowledgeFinding(acceptance: Acceptance, findingId: string): void {
  const { trace } = acceptance;
  const construct = acceptance.construct as IConstruct;
  const [id, reason] = [namespaced(findingId), reasonOf(acceptance)];
  const isThere = construct.node.metadata.some(({ type, data }) => type === ACKNOWLEDGEMENT_METADATA_TYPE && data[id] === reason);
  if (!isThere) {
    // Newer versions of constructs show the line on which it was accepted.
    const options = { stackTraceOverride: trace } as MetadataOptions;
    construct.node.addMetadata(ACKNOWLEDGEMENT_METADATA_TYPE, { [id]: reason, [REPEATED]: true }, options);
  }
}
