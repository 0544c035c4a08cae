/** More periods with values are not kept; at five minutes that is three years of them. */
const MAX_PERIODS = 315_360;

/** What an alarm watches. */
export interface AlarmTimelineProps {
  /** In milliseconds. */
  readonly period: number;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  /** Whether the alarm goes off at fewer than the threshold, and where nothing is. */
  readonly isSilence: boolean;
}

/** Times in milliseconds since 1970. */
export interface AlarmInterval {
  readonly start: number;
  /** Absent where the alarm is still on at the end. */
  readonly end?: number;
}

interface Period {
  value: number;
  /** When the value reached the threshold. */
  reached?: number;
}

/** Periods in a row that are in breach, by their numbers. */
interface Run {
  readonly first: number;
  last: number;
}

/**
 * The values of a metric in periods that begin at multiples of their length, as those of CloudWatch do, and the states of the alarm on it.
 *
 * Values may come in any order.
 */
export class AlarmTimeline {
  private readonly periods = new Map<number, Period>();

  public constructor(private readonly props: AlarmTimelineProps) {}

  /** @param time in milliseconds since 1970 */
  public add(time: number, value: number): void {
    const number = Math.floor(time / this.props.period);
    const period = this.periods.get(number) ?? { value: 0 };
    period.value += value;
    if (period.reached === undefined && period.value >= this.props.threshold) {
      period.reached = time;
    }
    if (this.periods.size < MAX_PERIODS) {
      this.periods.set(number, period);
    }
  }

  /** When the alarm was on, until the last period, in which the log ends. */
  public alarms(logEnd: number): AlarmInterval[] {
    const { period, evaluationPeriods } = this.props;
    const last = Math.floor(logEnd / period);
    return this.breaches().filter(run => run.last - run.first + 1 >= evaluationPeriods).map(run => {
      const decisive = run.first + evaluationPeriods - 1;
      return {
        start: this.periods.get(decisive)?.reached ?? decisive * period,
        ...run.last >= last ? {} : { end: (run.last + 1) * period },
      };
    });
  }

  private breaches(): Run[] {
    const runs: Run[] = [];
    const extend = (first: number, last: number) => {
      const previous = runs[runs.length - 1];
      if (previous?.last === first - 1) {
        previous.last = last;
      } else {
        runs.push({ first, last });
      }
    };
    let previous: number | undefined;
    for (const [number, { value }] of [...this.periods].sort(([a], [b]) => a - b)) {
      // Periods without a value are missing data.
      if (this.props.isSilence && previous !== undefined && previous < number - 1) {
        extend(previous + 1, number - 1);
      }
      if (value < this.props.threshold === this.props.isSilence) {
        extend(number, number);
      }
      previous = number;
    }
    return runs;
  }
}
