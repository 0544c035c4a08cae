import type { IConstruct } from 'constructs';

/** Where a finding is, in the construct tree and in what was written. */
export interface Place {
  readonly construct: IConstruct;
  /** The path of the construct. */
  readonly path: string;
  /** Empty where it is a template as a whole. */
  readonly logicalId: string;
  /** The file of the template, where one was written. */
  readonly templatePath?: string;
}
