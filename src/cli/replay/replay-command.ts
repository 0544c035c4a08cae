import { findLogFiles } from './log-files';
import { periodText } from './period-text';
import { ProgressBar } from './progress-bar';
import { replayFiles } from './reading';
import { replayJson } from './replay-json';
import type { ReplayReport } from './replay-report';
import { replayText } from './replay-text';
import { REPLAYABLE, replayedDetections } from './replayed-detections';
import { AuditReplay } from '../../detection/replay/audit-replay';
import { type Command, type CommandArguments, ExitCode, type Io, UsageError } from '../command';
import { paintFor, write, type Paint } from '../terminal';

const FORMATS: Record<string, (report: ReplayReport, paint: Paint) => string> = { text: replayText, json: replayJson };

export const REPLAY: Command = {
  name: 'replay',
  summary: 'Tell what the recommended detections would have raised on audit logs that were already written',
  options: {
    detections: { type: 'string', multiple: true },
    threshold: { type: 'string', multiple: true },
    format: { type: 'string', default: 'text' },
  },
  help: `Usage: cdk-audited-aurora-mysql replay <audit log>... [options]

Tells what detections would have raised on audit logs of Aurora MySQL that were already
written: which alarms, on which days, over whom, and the thresholds that would have stayed
quiet. Filter patterns, metrics and alarms are evaluated as CloudWatch does. Needs no account.

An audit log is
  - a file as the instance wrote it
    (aws rds download-db-log-file-portion --output text)
  - an export of CloudWatch Logs to S3, with the time before each record
  - what Firehose delivered of a subscription: JSON, or the records extracted from it
  - the JSON that aws logs filter-log-events, get-log-events and get-query-results print
  - a directory with any number of them; other files in it are passed over
  - - for standard input
gzipped or not, whatever its name. All that are given are one timeline of one cluster.
Their order does not matter; a file that is given twice is read once, a record that is in
two files counts twice. Memory does not grow with the size of the logs.

Options:
  --detections <ids>       these alone, with commas between them
  --threshold <id=number>  another threshold, FailedLogins=20; may be given several times
  --format <format>        text (default) or json, whose $schema says what is in it
  -h, --help               show this

Detections, their severity and when they go off:
${detectionList()}
ControlPlaneChanges looks at API calls, not at audit logs, and cannot be replayed.

Examples:
  cdk-audited-aurora-mysql replay audit.log.0 audit.log.1
  cdk-audited-aurora-mysql replay exported/ --threshold FailedLogins=20
  aws s3 cp s3://BUCKET/KEY - | cdk-audited-aurora-mysql replay - --format json

Exit codes:
  0  no alarm would have gone off
  1  alarms would have gone off
  2  nothing can be said for sure: wrong usage, no audit records, or something could not be
     read; what could be read is reported all the same
`,
  run,
};

function detectionList(): string {
  return REPLAYABLE.map(({ detectionId, severity, threshold, _periodSeconds: seconds, filterPattern }) =>
    `  ${detectionId.padEnd(26)}  ${severity.padEnd(8)}  ${filterPattern === undefined ? 'less than ' : ''}${threshold} in ${periodText(seconds)}`).join('\n');
}

async function run({ values, positionals }: CommandArguments, io: Io): Promise<number> {
  const format = FORMATS[String(values.format)];
  if (!Object.hasOwn(FORMATS, String(values.format))) {
    throw new UsageError(`--format: must be one of ${Object.keys(FORMATS).join(', ')}, got: '${values.format}'`);
  }
  if (positionals.length === 0) {
    throw new UsageError('no audit log is given; - is standard input');
  }
  const replay = new AuditReplay(replayedDetections(listOf(values.detections), listOf(values.threshold)));
  const { files, unreadable } = await findLogFiles(positionals, io);
  const progress = new ProgressBar(files, io.stderr);
  const reading = await replayFiles(files, replay, soFar => progress.show(soFar, replay.records));
  progress.clear();
  reading.unreadable.unshift(...unreadable);
  const { records, start, end } = replay;
  const results = replay.results();
  await write(io.stdout, format({ records, start, end, reading, results }, paintFor(io.stdout, io.env)));
  if (records === 0 || reading.unreadable.length > 0) {
    return ExitCode.CANNOT_TELL;
  }
  return results.some(({ alarms }) => alarms.length > 0) ? ExitCode.FINDINGS : ExitCode.COMPLIANT;
}

const listOf = (value: CommandArguments['values'][string]) => (Array.isArray(value) ? value : []).map(String);
