export type FilterPatternKind = 'text' | 'regex' | 'space-delimited' | 'json';

/** What a pattern of text or of one regular expression looks for in a record, for other languages to say the same. */
export interface TextSelection {
  /** A regular expression of RE2, unanchored. */
  readonly regex?: string;
  /** Texts of which one has to be there; empty where any will do. */
  readonly anyOf: readonly string[];
  /** Texts that have to be there. */
  readonly allOf: readonly string[];
  /** Texts that must not be there. */
  readonly noneOf: readonly string[];
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

  /** What it looks for; of text patterns only. */
  readonly selection?: TextSelection;

  /** Whether the service selects this record. Never throws, and takes time in proportion to the record's length. */
  matches(message: string): boolean;
}
