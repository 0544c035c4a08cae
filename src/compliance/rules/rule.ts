import { type Assumptions, Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import type { Subject } from '../subjects/subject';

/** What the options of the pack decide about the rules. */
export interface RuleSettings {
  readonly requiredEvents: readonly string[];
  readonly requiredRetentionDays: number;
  readonly warnsOfEndlessRetention: boolean;
  readonly allowedExcludedUsers: readonly string[];
}

export type RuleLevel = 'error' | 'warning';

/** Where a finding is: the CLI shows the line that set this property. */
export interface Location {
  /** The resource, where it is not the judged one. */
  readonly resource?: ResolvedResource;
  /** `Properties.EnableCloudwatchLogsExports` */
  readonly property: string;
}

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
}

/** The findings in each case; no finding: compliant. */
export type Judgement = Possible<readonly Finding[]>;

export type Verdict = Judgement | { readonly notApplicable: string };

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
export interface Rule<S extends Subject = any> extends RuleDescription {
  readonly judge: (subject: S, settings: RuleSettings) => Verdict;
}

export function violated(message: string, at: Location, more: Partial<Pick<Finding, 'name' | 'fix' | 'level'>> = {}): Finding {
  return { kind: 'violated', message, at, ...more };
}

/** A finding about a property that cannot be known at synth. */
export function cannotTell(reason: string, at: Location): Finding {
  const property = at.property.split('.').pop()!;
  return { kind: 'cannot-tell', name: `unknown:${property}`, message: `cannot tell whether ${property} is as it should be: ${reason}`, at };
}

/** Judges every value that something may have, each in its case: values that never come together are not judged together. */
export function judgeEach<T>(
  possible: Possible<T>, at: Location, judge: (value: T, when: Assumptions) => Judgement | readonly Finding[],
): Judgement {
  return possible.map((value, when) => toJudgement(judge(value, when)))
    .recover(reason => toJudgement([cannotTell(reason, at)]))
    .flatMap(judged => judged);
}

export function together(...judgements: Judgement[]): Judgement {
  return Possible.all(judgements).map(findings => findings.flat());
}

function toJudgement(judged: Judgement | readonly Finding[]): Judgement {
  return judged instanceof Possible ? judged : Possible.known(judged);
}
