/** More periods with values are not kept; at five minutes that is three years of them. */
const MAX_PERIODS = 315_360;

/** So many of the earliest times of a period are kept; alarms with a greater threshold go off at the beginning of their period. */
const MAX_TIMES = 1_000;

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
  /** The earliest times, ascending, as many as it takes to reach the threshold. */
  readonly times: number[];
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
  private readonly timesKept: number;
  /** Records come close to each other in time. */
  private latest?: { readonly number: number; readonly period: Period };

  public constructor(private readonly props: AlarmTimelineProps) {
    const needed = Math.ceil(props.threshold);
    this.timesKept = props.isSilence || needed > MAX_TIMES ? 0 : needed;
  }

  /** @param time in milliseconds since 1970 */
  public add(time: number, value: number): void {
    const period = this.periodAt(Math.floor(time / this.props.period));
    if (period) {
      period.value += value;
      for (let times = 0; times < value && this.timesKept > 0; times++) {
        keepEarliest(period.times, time, this.timesKept);
      }
    }
  }

  /** When the alarm was on, until the last period, in which the log ends. */
  public alarms(logEnd: number): AlarmInterval[] {
    const { period, evaluationPeriods } = this.props;
    const last = Math.floor(logEnd / period);
    return this.breaches().filter(run => run.last - run.first + 1 >= evaluationPeriods).map(run => {
      const decisive = run.first + evaluationPeriods - 1;
      return {
        start: this.periods.get(decisive)?.times[this.timesKept - 1] ?? decisive * period,
        ...run.last >= last ? {} : { end: (run.last + 1) * period },
      };
    });
  }

  /** The least number of periods in a row at which the alarm would never have been on. */
  public quietEvaluationPeriods(): number {
    return 1 + this.breaches().reduce((longest, run) => Math.max(longest, run.last - run.first + 1), 0);
  }

  /** The least whole threshold at which the alarm would never have been on. Silence has none: periods without a value are a breach of each. */
  public quietThreshold(): number | undefined {
    const { isSilence, evaluationPeriods } = this.props;
    if (isSilence) {
      return undefined;
    }
    const inARow = Array.from({ length: evaluationPeriods }, (_, index) => index);
    const reached = (first: number) => Math.min(...inARow.map(index => this.periods.get(first + index)?.value ?? 0));
    let highest = 0;
    for (const first of this.periods.keys()) {
      highest = Math.max(highest, reached(first));
    }
    return highest + 1;
  }

  private periodAt(number: number): Period | undefined {
    if (this.latest?.number !== number) {
      const known = this.periods.get(number);
      if (!known && this.periods.size >= MAX_PERIODS) {
        return undefined;
      }
      const period = known ?? { value: 0, times: [] };
      this.periods.set(number, period);
      this.latest = { number, period };
    }
    return this.latest.period;
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

/** Puts a time among the earliest, in order; most come in order, so that the place is looked for from the end. */
function keepEarliest(times: number[], time: number, most: number): void {
  if (times.length === most && time >= times[most - 1]) {
    return;
  }
  let place = times.length;
  while (place > 0 && times[place - 1] > time) {
    place--;
  }
  times.splice(place, 0, time);
  times.length = Math.min(times.length, most);
}
