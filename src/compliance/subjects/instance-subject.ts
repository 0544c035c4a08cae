import { Subject } from './subject';
import { Possible } from '../resolved/possible';
import { lowerCased } from '../resolved/symbolic-text';
import { literal, text } from '../resolved/value';

/** A DB instance. */
export class InstanceSubject extends Subject {
  /** Whether it belongs to a cluster, which exports its logs. */
  public get isMember(): Possible<boolean> {
    return this.resource.isGiven('dbClusterIdentifier')
      ? Possible.known(true)
      : text(this.property('DBClusterIdentifier')).map(cluster => cluster !== undefined && cluster !== '').recover(() => false);
  }

  /** The engine; a replica need not name it, it is that of its source. */
  public get engine(): Possible<string> {
    return literal(this.property('Engine')).flatMap(own => own === undefined ? this.engineOfSource() : Possible.known(own.toLowerCase()));
  }

  private engineOfSource(): Possible<string> {
    return text(this.property('SourceDBInstanceIdentifier')).flatMap(source => {
      const [found] = source === undefined ? [] : this.index.instances.find(this.environment, lowerCased(source));
      return found === undefined ? NAMES_NO_ENGINE : literal(found.resource.property('Engine')).flatMap(engine =>
        engine === undefined ? NAMES_NO_ENGINE : Possible.known(engine.toLowerCase()));
    });
  }
}

const NAMES_NO_ENGINE = Possible.unknown<string>('it names no Engine');
