import { closest } from 'fastest-levenshtein';
import { AuditDetection } from '../../detection/audit-detection';
import { CONTROL_PLANE_METRIC } from '../../detection/catalogue/control-plane-changes';
import { UsageError } from '../command';

/** What can be replayed: the recommended detections but for the one that looks at API calls. */
export const REPLAYABLE = AuditDetection.recommended().filter(({ metricName }) => metricName !== CONTROL_PLANE_METRIC);

const IDS = REPLAYABLE.map(({ detectionId }) => detectionId);

/**
 * The detections that are asked for, with the thresholds that are.
 *
 * @param ids ids, also several in one, with commas between them; none for all
 * @param thresholds `id=number`
 */
export function replayedDetections(ids: readonly string[], thresholds: readonly string[]): AuditDetection[] {
  const chosen = ids.flatMap(text => text.split(',')).map(text => detectionOf('--detections', text.trim()));
  const changed = new Map(thresholds.map(text => withThreshold(text, chosen)));
  return (chosen.length > 0 ? REPLAYABLE.filter(detection => chosen.includes(detection)) : REPLAYABLE).map(each => changed.get(each) ?? each);
}

function detectionOf(option: string, id: string): AuditDetection {
  const detection = REPLAYABLE.find(({ detectionId }) => detectionId.toLowerCase() === id.toLowerCase());
  if (detection) {
    return detection;
  }
  if (id === AuditDetection.CONTROL_PLANE_CHANGES.detectionId) {
    throw new UsageError(`${option}: ${id} looks at API calls in CloudTrail, not at audit logs, and cannot be replayed`);
  }
  throw new UsageError(`${option}: there is no detection '${id}', did you mean ${closest(id, IDS)}? There are ${IDS.join(', ')}`);
}

function withThreshold(text: string, chosen: readonly AuditDetection[]): [AuditDetection, AuditDetection] {
  const [, id = '', number = ''] = /^([^=]*)=(\d{1,15})$/.exec(text) ?? [];
  if (!(Number(number) > 0)) {
    throw new UsageError(`--threshold: must be the id of a detection and a whole number greater than 0, FailedLogins=20, got: '${text}'`);
  }
  const detection = detectionOf('--threshold', id.trim());
  if (chosen.length > 0 && !chosen.includes(detection)) {
    throw new UsageError(`--threshold: ${detection.detectionId} is not among those of --detections`);
  }
  return [detection, detection.withThreshold(Number(number))];
}
