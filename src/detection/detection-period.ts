import type { Duration } from 'aws-cdk-lib';
import { cdk } from '../app/cdk';

const DEFAULT_MINUTES = 5;

/** The period over which a detection counts. A `Duration` is made when somebody asks for one: `replay` runs without aws-cdk-lib. */
export class DetectionPeriod {
  public static ofMinutes(minutes: number): DetectionPeriod {
    return new DetectionPeriod(() => minutes * 60, () => cdk().Duration.minutes(minutes));
  }

  public static of(duration?: Duration): DetectionPeriod {
    return duration === undefined ? DetectionPeriod.ofMinutes(DEFAULT_MINUTES) : new DetectionPeriod(() => duration.toSeconds(), () => duration);
  }

  private made?: Duration;

  private constructor(private readonly length: () => number, private readonly make: () => Duration) {}

  /** Fails where it is known at deployment only. */
  public get seconds(): number {
    return this.length();
  }

  public get duration(): Duration {
    return this.made ??= this.make();
  }
}
