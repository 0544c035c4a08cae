import { AuditDetection } from '../../src';
import { perDetection } from '../../src/detection/per-detection';

test('what is asked of a detection is asked once, and of another one again', () => {
  // GIVEN
  const asked: string[] = [];
  const metricOf = perDetection(({ metricName }) => {
    asked.push(metricName);
    return metricName;
  });
  const [first, second] = AuditDetection.recommended();

  // WHEN
  const answers = [first, second, first].map(metricOf);

  // THEN
  expect(answers).toEqual([first, second, first].map(({ metricName }) => metricName));
  expect(asked).toEqual([first, second].map(({ metricName }) => metricName));
});
