import type { ReplayReport } from './replay-report';
import { tool } from '../../compliance/evidence/tool';
import type { AuditReplayResult } from '../../detection/replay/audit-replay-result';
import { printableJson } from '../terminal';

/** Another number where readers of this version would fail. */
const SCHEMA_VERSION = 1;

/** What docs/replay.schema.json describes. */
export function replayJson({ records, start, end, reading, results }: ReplayReport): string {
  const { name, version, url } = tool();
  const { unreadable, withoutRecords, ...counts } = reading;
  const document = {
    $schema: `${url.replace('https://github.com', 'https://raw.githubusercontent.com')}/main/docs/replay.schema.json`,
    schemaVersion: SCHEMA_VERSION,
    tool: { name, version },
    log: { records, start, end },
    read: { ...counts, withoutRecords, unreadable },
    detections: results.map(detectionJson),
  };
  return `${printableJson(JSON.stringify(document, undefined, 2))}\n`;
}

function detectionJson({ detection, ...result }: AuditReplayResult) {
  const { detectionId, severity, threshold, evaluationPeriods, _periodSeconds: periodSeconds, runbook, logsInsightsQuery } = detection;
  return { detectionId, severity, threshold, periodSeconds, evaluationPeriods, ...result, runbook, logsInsightsQuery };
}
