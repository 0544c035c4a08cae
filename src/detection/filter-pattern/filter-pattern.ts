export type FilterPatternKind = 'text' | 'regex' | 'space-delimited' | 'json';

/** What a text pattern asks of a record: all of some texts, none of some, at least one of some where there are any. */
export interface FilterPatternTerms {
  readonly all: readonly string[];
  readonly none: readonly string[];
  readonly any: readonly string[];
}

/** A filter pattern of CloudWatch Logs that is known to be valid. */
export interface FilterPattern {
  readonly kind: FilterPatternKind;

  /** How many regular expressions it has; a log group takes at most 5 patterns with any. */
  readonly regexCount: number;

  /** Terms whose meaning to the service nobody has seen; none in most patterns. */
  readonly uncertainTerms: readonly string[];

  /** Every record that it selects has at least one of these texts in it; absent where there is no such list. */
  readonly clues?: readonly string[];

  /** Whether it selects every record that has one of the clues in it. */
  readonly cluesAreEnough?: boolean;

  /** What a text pattern consists of; absent in other patterns. */
  readonly terms?: FilterPatternTerms;

  /** The regular expression, of RE2, that a pattern of the kind `regex` is; absent in others. */
  readonly expression?: string;

  /** Whether the service selects this record. Never throws, and takes time in proportion to the record's length. */
  matches(message: string): boolean;
}
