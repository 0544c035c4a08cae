import { Subject } from './subject';
import { and, type Formula, not } from '../resolved/choice';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { lowerCased } from '../resolved/symbolic-text';
import { literal, text } from '../resolved/value';

/** A DB instance, in the deployments in which it belongs to no cluster. */
export class InstanceSubject extends Subject {
  private standalone?: Formula;

  public override get when(): Formula {
    return this.standalone ??= and(this.resource.existence,
      not(text(this.resource.property('DBClusterIdentifier')).holds(cluster => cluster !== undefined && cluster !== '')));
  }

  /** The engine; a replica need not name it, it is that of its source. */
  public get engine(): Possible<string> {
    return this.engineOf(this.resource, []).under(this.when);
  }

  private engineOf(instance: ResolvedResource, copies: readonly ResolvedResource[]): Possible<string> {
    return literal(instance.property('Engine')).flatMap(own => own === undefined || own.trim() === ''
      ? this.engineOfSource(instance, [...copies, instance]) : Possible.known(own.trim().toLowerCase()));
  }

  private engineOfSource(instance: ResolvedResource, copies: readonly ResolvedResource[]): Possible<string> {
    return text(instance.property('SourceDBInstanceIdentifier')).flatMap(source => {
      const name = lowerCased((source ?? '').replace(/^arn:.*:db:/s, ''));
      const [found] = [...this.index.instances.find(this.environment, name), ...this.index.instances.findAnywhere(name)];
      return found === undefined || copies.includes(found.resource) ? NAMES_NO_ENGINE : this.engineOf(found.resource, copies);
    });
  }
}

const NAMES_NO_ENGINE = Possible.unknown<string>('it names no Engine');
