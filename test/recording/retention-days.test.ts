import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { INFINITE_RETENTION, RETENTION_DAYS, retentionName } from '../../src/recording/retention-days';

test('the days are those of aws-cdk-lib, under its names', () => {
  // GIVEN
  const theirs = Object.entries(RetentionDays).flatMap(([name, days]) => typeof days === 'number' ? [[days, name]] : []);

  // THEN
  expect(RETENTION_DAYS.map(days => [days, retentionName(days)])).toEqual(expect.arrayContaining(theirs));
  expect(RETENTION_DAYS).toHaveLength(theirs.length);
  expect(INFINITE_RETENTION).toBe(RetentionDays.INFINITE);
});
