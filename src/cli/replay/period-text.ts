/** The units that a period is told in, the largest first. */
const UNITS: readonly (readonly [seconds: number, unit: string])[] = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute']];

/** How long the period of an alarm is, which is a multiple of a minute: `1 hour 30 minutes`. */
export function periodText(seconds: number): string {
  let rest = seconds;
  return UNITS.flatMap(([length, unit]) => {
    const count = Math.floor(rest / length);
    rest %= length;
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`];
  }).join(' ');
}
