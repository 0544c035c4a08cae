import { and, type Formula } from '../resolved/choice';
import type { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { readable } from '../resolved/symbolic-text';

/** What the options of the pack decide about the rules. */
export interface RuleSettings {
  readonly requiredEvents: readonly string[];
  readonly requiredRetentionDays: number;
  readonly warnsOfInfiniteRetention: boolean;
  readonly allowedExcludedUsers: readonly string[];
  readonly requiresArchive: boolean;
  /** How long objects of the archive have to be locked. */
  readonly requiredArchiveDays: number;
  readonly requiresReview: boolean;
}

export type RuleLevel = 'error' | 'warning';

/** Where a finding is: the CLI shows the line that set this property. */
export interface Location {
  /** The resource, where it is not the judged one. */
  readonly resource?: ResolvedResource;
  /** `Properties.EnableCloudwatchLogsExports` */
  readonly property: string;
}

/** What decides where the records of a cluster are: a finding about their log group is here. */
export const IDENTIFIER_AT: Location = { property: 'Properties.DBClusterIdentifier' };

/** One thing that is wrong, or cannot be told. */
export interface Finding {
  readonly kind: 'violated' | 'cannot-tell';
  /** What tells this finding of the rule from others; part of the id to acknowledge. */
  readonly name?: string;
  readonly message: string;
  /** How to mend it, where the rule's own advice is too general. */
  readonly fix?: string;
  readonly at: Location;
  /** Where it differs from that of the rule. */
  readonly level?: RuleLevel;
  /** The deployments in which it is so. */
  readonly when: Formula;
  /** What it comes from: of findings with the same cause only the first is told. */
  readonly cause?: string;
}

/** No finding: compliant. */
export type Judgement = readonly Finding[];

export type Verdict = Judgement | NotApplicable;

export interface NotApplicable {
  readonly notApplicable: string;
  /** The rule, without the name of the pack, whose finding it is that there is nothing to look at. */
  readonly consequenceOf?: string;
}

/** What people read about a rule. */
export interface RuleDescription {
  /** The id without the name of the pack. */
  readonly id: string;
  readonly level: RuleLevel;
  /** The desired state. */
  readonly wants: string;
  readonly why: string;
  /** Code to paste. */
  readonly fix: string;
  readonly controls: readonly string[];
}

/** A row of the table of rules. */
export interface Rule<S = any> extends RuleDescription {
  /** What the rule looks at first: where its answer is lost in too many choices. */
  readonly looksAt: string;
  /** Whether the options ask for it; a rule without is always asked for. */
  readonly isAskedFor?: (settings: RuleSettings) => boolean;
  readonly judge: (subject: S, settings: RuleSettings) => Verdict;
}

export type FindingDetails = Partial<Pick<Finding, 'name' | 'fix' | 'level' | 'cause' | 'when'>>;

export function violated(message: string, at: Location, more: FindingDetails = {}): Finding {
  return { kind: 'violated', message, at, when: true, ...more };
}

/** A finding about a property that cannot be known at synth. */
export function cannotTell(reason: string, at: Location, more: FindingDetails = {}): Finding {
  const property = at.property.split('.').pop()!;
  return {
    kind: 'cannot-tell',
    name: `unknown:${property}`,
    message: `cannot tell whether ${property} is as it should be: ${readable(reason)}`,
    at,
    when: true,
    cause: reason,
    ...more,
  };
}

/** Judges every value that something may have, each where it has it. */
export function judgeEach<T>(possible: Possible<T>, at: Location, judge: (value: T, when: Formula) => Judgement): Judgement {
  const { certain } = possible;
  return certain !== undefined
    ? judge(certain, true)
    : possible.cases.flatMap(one => where(one.when, 'unknown' in one ? [cannotTell(one.unknown, at)] : judge(one.value, one.when)));
}

/** The findings, in these deployments only. */
export function where(when: Formula, findings: Judgement): Judgement {
  return findings.length === 0 ? findings
    : findings.map(finding => ({ ...finding, when: and(finding.when, when) })).filter(finding => finding.when !== false);
}
