import type { IConstruct } from 'constructs';
import type { Scope } from '../exceptions/scope';

/** Where a finding is, in the construct tree and in what was written. */
export interface Place {
  /** What stands for it where findings are accepted. */
  readonly construct: Scope;
  /** The path of the construct. */
  readonly path: string;
  /** Empty where it is a template as a whole. */
  readonly logicalId: string;
  /** The file of the template, where one was written. */
  readonly templatePath?: string;
}

/** A place in a construct tree. */
export interface ConstructPlace extends Place {
  readonly construct: IConstruct;
}
