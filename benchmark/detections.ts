/**
 * Writes docs/detections.md: what each detection of the catalogue catches and misses, and how the catalogue and the patterns that are
 * recommended most often do on the real records of test/corpus, in the same run.
 */
import { writeFileSync } from 'fs';
import { CATALOGUE_OBSERVERS, NAIVE, score, type Score } from './detection-score';
import { code, percent, share, table } from './markdown';
import { COUNTED_FOR_NOTHING, OUT_OF_REACH } from './out-of-reach';
import { costFigures } from './recording-figures';
import { workloadFigures } from './workload-figures';
import { AuditDetection } from '../src';
import { filterPatternsOf } from '../src/detection/audit-detection';
import { CATALOGUE } from '../src/detection/catalogue/catalogue';
import { parseFilterPattern } from '../src/detection/filter-pattern/parse-filter-pattern';
import { corpus } from '../test/corpus/records';

const records = corpus();
const ours = score(CATALOGUE_OBSERVERS, records);
const naive = NAIVE.map(pattern => ({ pattern: pattern.name, score: score([pattern], records) }));

function how({ filterPattern, additionalFilterPatterns }: AuditDetection): string {
  if (filterPattern === undefined) {
    return 'no filter pattern';
  }
  const patterns = [filterPattern, ...additionalFilterPatterns];
  const regexes = patterns.filter(pattern => parseFilterPattern(pattern).regexCount > 0).length;
  const texts = patterns.length - regexes;
  return [...regexes > 0 ? ['a regular expression'] : [], ...texts > 0 ? [`${texts} of text`] : []].join(', ');
}

const filters = new Set(AuditDetection.recommended().flatMap(filterPatternsOf)).size;
const metrics = new Set(AuditDetection.recommended().flatMap(({ filterPattern, metricName }) => filterPattern === undefined ? [] : metricName)).size;

function overview(): string {
  return table(['detection', 'looks for', 'severity', 'goes off at', 'filter patterns', 'needs one of'], AuditDetection.recommended().map(detection => [
    code(detection.detectionId),
    CATALOGUE[detection.detectionId as keyof typeof CATALOGUE].looksFor,
    detection.severity,
    `${detection.filterPattern === undefined && detection.detectionId === 'Silence' ? 'less than ' : ''}${detection.threshold} in ${detection.period.toHumanString()}`,
    how(detection),
    detection.auditEvents.map(event => code(event.toString())).join(', ') || '–',
  ]));
}

function details(): string {
  return AuditDetection.recommended().map(({ detectionId, controls, runbook, logsInsightsQuery }) => {
    const { catches, misses, thresholdReason } = CATALOGUE[detectionId as keyof typeof CATALOGUE];
    return [
      `### ${detectionId}`,
      '',
      `- Catches ${catches}.`,
      `- Misses ${misses}.`,
      `- Threshold: ${thresholdReason}.`,
      `- Controls: ${controls.join(', ')}.`,
      `- Runbook: ${runbook}`,
      ...(logsInsightsQuery ? ['', '```', logsInsightsQuery, '```'] : []),
    ].join('\n');
  }).join('\n\n');
}

function recall(): string {
  const rows = Object.entries(ours.byLabel)
    .map(([label, seen]) => [code(label), share(seen), ...naive.map(each => share(each.score.byLabel[label]))]);
  return table(['label', 'the catalogue', ...naive.map(({ pattern }) => code(pattern))], [
    ...rows,
    ['**all**', `**${share(ours.all)}, ${percent(ours.all)}**`, ...naive.map(each => `${share(each.score.all)}, ${percent(each.score.all)}`)],
    ['were there no table events', `${share(ours.withoutTableEvents)}, ${percent(ours.withoutTableEvents)}`, ...naive.map(each => share(each.score.withoutTableEvents))],
    [
      `false alarms on ${ours.harmless} harmless records`,
      `**${ours.falseAlarms.length}**`,
      ...naive.map(each => String(each.score.falseAlarms.length)),
    ],
  ]);
}

function disguises(): string {
  return table(['disguise', 'the catalogue', ...naive.map(({ pattern }) => code(pattern))], Object.entries(ours.byFlag)
    .map(([flag, seen]) => [code(flag), share(seen), ...naive.map(each => share(each.score.byFlag[flag]))]));
}

function outOfReach({ missed }: Score): string {
  const rows = Object.entries(OUT_OF_REACH).map(([reason, items]) => ({
    reason,
    examples: [...new Map(missed.filter(({ item }) => items.includes(item)).map(({ item, label, records: evidence }) => {
      const { record } = evidence.find(({ labels }) => labels.includes(label))!;
      return [item, record.split(',').slice(6).join(',')];
    })).entries()],
  })).filter(({ examples }) => examples.length > 0);
  return rows.map(({ reason, examples }) => [
    `- ${reason[0].toUpperCase()}${reason.slice(1)}:`,
    ...examples.map(([item, text]) => `  - ${item}: ${code(text.length > 110 ? `${text.slice(0, 80)}…${text.slice(-20)}` : text)}`),
  ].join('\n')).join('\n');
}

writeFileSync('docs/detections.md', `# Detections

<!-- Written by benchmark/detections.ts (npx projen detections). -->

What the detections of the catalogue look for in the audit records of Aurora MySQL, and how well they do.

A log group takes at most 5 filter patterns with a regular expression, metric and subscription filters together. The recommended
set uses all 5, on what attackers disguise most. What can be told by plain text is told by text patterns, of which there may be 100; what does not
fit into one pattern is counted by several metric filters into one metric.
To use a regular expression of your own, leave out the detection that you need least:

\`\`\`ts
detections: AuditDetection.recommendedExcept([AuditDetection.DENIED_ACCESS]),
\`\`\`

${overview()}

For one cluster they come to ${filters} metric filters, ${metrics} custom metrics, ${AuditDetection.recommended().length} alarms and one EventBridge rule.

This page is written by \`npx projen detections\`. What detections would have made of a log of your own is told by
\`npx cdk-audited-aurora-mysql replay\` ([replay.md](replay.md)), and in code by \`AuditReplay\`:

\`\`\`ts
AuditReplay.of(lines).results(); // records, alarms with start and end, top users, hosts and statements of each detection
\`\`\`

## One by one

${details()}

${workloadFigures()}

${costFigures()}

## Labelled records

${records.length} records of a real server (a MariaDB with the plugin that Advanced Auditing descends from) while real clients ran ${new Set(records.map(({ item }) => item)).size} items, under
\`CONNECT,QUERY,TABLE\` and under the four classes of statements; an item is counted once under each. It counts as seen if any of its
records raises a detection that is meant for its label, evaluated as CloudWatch Logs evaluates filter patterns. A false alarm is a record of a
harmless statement, a login or a logout that raises any detection. Beside the catalogue, in the same run: patterns that are recommended most often.

${recall()}

### By disguise

${disguises()}

### Out of reach

${outOfReach(ours)}

### Counted though harmless

None in the records above; what the lab found:

${Object.keys(COUNTED_FOR_NOTHING).map(reason => `- ${reason[0].toUpperCase()}${reason.slice(1)}.`).join('\n')}

A statement that was cut is seen where \`TABLE\` events show the tables that it wrote. The lab (lab/README.md) runs a thousand more statements
against a server of your own; what is out of reach there is listed in benchmark/out-of-reach.ts, and the lab fails when anything else is missed.
`);
