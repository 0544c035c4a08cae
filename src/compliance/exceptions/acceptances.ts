import { type Acceptance, acceptancesAt, isInForce, namespaced, reasonOf } from './acceptance';
import type { CalendarDay } from './calendar-day';
import type { Scope } from './scope';
import { isOpen, type RuleAcknowledgement } from '../evidence/rule-outcome';
import { sourceOfTrace } from '../evidence/source-location';
import type { Judged } from '../judge-app';

/** A finding with what was decided about it. */
export interface Settled extends Judged {
  /** The acceptance that holds. */
  readonly acceptance?: Acceptance;
  /** Whether aws-cdk-lib would take for accepted what is not: an acknowledgement is enough for it, with or without a reason. */
  readonly isFatal?: boolean;
}

/** What was accepted in an app, and which of it accepts something. */
export class Acceptances {
  private readonly byConstruct = new Map<Scope, readonly Acceptance[]>();
  private readonly matching = new Set<Acceptance>();

  constructor(private readonly day: CalendarDay) {}

  /** Accepts findings: those of a resource, and those of the cluster because of which it was looked at. */
  public settle(judged: Judged): Settled {
    const { outcome, located, subject } = judged;
    if (!isOpen(outcome)) {
      return judged;
    }
    const all = [located.construct, subject.construct].flatMap(construct => this.around(construct, [outcome.findingId, outcome.ruleId, undefined]));
    all.forEach(one => this.matching.add(one));
    const acceptance = all.find(one => isInForce(one, this.day));
    if (acceptance !== undefined) {
      return { ...judged, acceptance, outcome: { ...outcome, status: 'acknowledged', acknowledgement: acknowledgementBy(acceptance, outcome.findingId) } };
    }
    const [invalid] = all;
    return invalid === undefined ? judged : {
      ...judged,
      isFatal: outcome.level === 'error' && all.some(({ reason }) => reason === ''),
      outcome: { ...outcome, message: `${outcome.message}; ${whyInvalid(invalid)}` },
    };
  }

  /** What accepts no finding of those that were settled. */
  public unmatchedAt(construct: Scope): Acceptance[] {
    return (this.byConstruct.get(construct) ?? acceptancesAt(construct)).filter(one => !this.matching.has(one));
  }

  /** What accepts one of the ids by name at a construct, and holds. */
  public ofThis(construct: Scope, ids: readonly string[]): Acceptance | undefined {
    return this.around(construct, ids).find(one => isInForce(one, this.day));
  }

  /** What accepts one of the ids, the closest first; at one construct, in the order of the ids. */
  private around(construct: Scope, ids: readonly (string | undefined)[]): Acceptance[] {
    return [...construct.node.scopes].reverse().flatMap(scope => [...new Set(ids)].flatMap(id => this.at(scope).filter(one => one.id === id)));
  }

  private at(construct: Scope): readonly Acceptance[] {
    let found = this.byConstruct.get(construct);
    if (found === undefined) {
      found = acceptancesAt(construct);
      this.byConstruct.set(construct, found);
    }
    return found;
  }
}

function acknowledgementBy({ reason, approvedBy, expires, construct, trace }: Acceptance, findingId: string): RuleAcknowledgement {
  return { id: namespaced(findingId), reason, approvedBy, expires, constructPath: construct.node.path, source: sourceOfTrace(trace) };
}

function whyInvalid(acceptance: Acceptance): string {
  const place = acceptance.construct.node.path || 'the app';
  return acceptance.reason === ''
    ? `what was acknowledged at ${place} without a reason is not accepted`
    : `the exception at ${place} has expired, it held until ${acceptance.expires}: ${reasonOf({ ...acceptance, expires: undefined })}`;
}
