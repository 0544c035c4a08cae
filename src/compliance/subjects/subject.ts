import type { AuditIndex } from './audit-index';
import type { Formula } from '../resolved/choice';
import type { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import type { Value } from '../resolved/value';

/** Something that rules judge, with what else in the app belongs to it. */
export class Subject {
  constructor(public readonly resource: ResolvedResource, public readonly index: AuditIndex) {}

  /** When it is to be judged. */
  public get when(): Formula {
    return this.resource.existence;
  }

  public get environment(): string {
    return this.resource.template.environment;
  }

  public property(...path: string[]): Possible<Value> {
    return this.resource.property(...path).under(this.when);
  }
}
