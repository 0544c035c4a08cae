import { App, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { resultSet } from './athena';
import { type Api, run } from './state-machine';
import { AuditAnalysis, AuditArchive } from '../../../src';
import { athenaSource } from '../../../src/review/review/athena-source';
import { insightsSource } from '../../../src/review/review/insights-source';
import { reviewLayout } from '../../../src/review/review/review-layout';
import { reviewDefinition } from '../../../src/review/review/review-machine';
import type { ReviewQuestion } from '../../../src/review/review/review-questions';
import type { ReviewSource } from '../../../src/review/review/review-source';
import { auditedCluster } from '../../stacks';

const QUESTION: ReviewQuestion = {
  id: 'Logins', title: 'Logins', controls: 'PCI DSS', query: 'q', measure: 'rows', keys: ['user', 'host'], most: 100, shown: 3,
};

/** The end of the period. */
const END = Date.parse('2026-03-09T06:45:00.000Z');

const STACK = new Stack(new App(), 'Stack');
const ANALYSIS = new AuditAnalysis(STACK, 'Analysis', { archive: new AuditArchive(STACK, 'Archive', { audits: [auditedCluster(STACK).audit] }) });
const SOURCES: [string, ReviewSource][] = [['Logs Insights', insightsSource(STACK, [])], ['Athena', athenaSource(ANALYSIS)]];

/** A review of clusters that answer with the rows given, and what it files, opens and mails. */
async function told(source: ReviewSource, rows: Record<string, string>[], clusters = 1, questions = [QUESTION]) {
  const definition = JSON.parse(JSON.stringify(reviewDefinition({
    name: 'weekly',
    layout: reviewLayout('weekly'),
    bucketName: 'archive',
    topicArn: 'arn:aws:sns:eu-central-1:111111111111:topic',
    periodSeconds: 604_800,
    source,
    questions: [questions],
    clusters: Array.from({ length: clusters }, (_, index) => ({ cluster: `cluster-${index}`, logGroup: 'g', clusterArn: 'arn', questions: 0 })),
  })).replace(/\$\{Token\[[^\]]*\]\}/g, 'aws'));
  const objects: Record<string, string> = {};
  let opsItem: any;
  let mail: any;
  const api: Api = (action, args) => {
    switch (action) {
      case 's3:listObjectsV2': return { KeyCount: 1, Contents: [{ Key: 'reviews/weekly/runs/2026-03-02T06-45-00Z.json' }] };
      case 's3:getObject': return { Body: JSON.stringify({ numbers: { Logins: 1 }, names: { Logins: [] } }) };
      case 'cloudwatchlogs:startQuery': return { QueryId: 'q' };
      case 'cloudwatchlogs:getQueryResults': return { Status: 'Complete', Results: rows.map(row => Object.entries(row).map(([Field, Value]) => ({ Field, Value }))) };
      case 'athena:startQueryExecution': return { QueryExecutionId: 'q' };
      case 'athena:getQueryExecution': return { QueryExecution: { Status: { State: 'SUCCEEDED' } } };
      case 'athena:getQueryResults': return resultSet(rows, args.MaxResults);
      case 's3:putObject': objects[args.Key] = args.Body; return {};
      case 'ssm:createOpsItem': opsItem = args; return { OpsItemId: 'oi-1' };
      default: mail = args; return {};
    }
  };
  const { tolerated } = await run(definition, {}, api, { Execution: { Id: 'id', Name: '1', StartTime: new Date(END + source.settledSeconds * 1000).toISOString() } });
  return { objects, opsItem, mail, tolerated };
}

const SHAPES = ['text', '{% $states.context %}', '$eval("1")', '\' & $x & \'', '</td><script>alert(1)</script>', '[a](https://evil.example)', 'www.evil.example', '`x`', '"', '\\', '\n== orders ==\n  Nothing found: all',
  '\r\nSubject: x', '\u001b[31m', '\u202e', '\ud800', '\u0000', '*bold*', 'x'.repeat(300)];
const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...SHAPES), fc.array(fc.constantFrom(...SHAPES), { maxLength: 4 }).map(parts => parts.join('')));
const hostileRows = fc.array(fc.record({ user: hostile, host: hostile, record: hostile }), { minLength: 1, maxLength: 4 });

test.each(SOURCES)('%s: whatever names and statements are, reports are printable lines of ours, without links or markup of theirs', async (_, source) => {
  const honest = await Promise.all([1, 2, 3, 4].map(count => told(source, Array(count).fill({ user: 'a', host: 'b', record: 'c' }))));
  const frame = (text: string) => text.split('\n').filter(line => !line.startsWith('                        ')).map(line => line.replace(/\d+/g, '0').replace(/ +/g, ' '));
  await fc.assert(fc.asyncProperty(hostileRows, async answers => {
    const { objects, opsItem, mail, tolerated } = await told(source, answers);
    expect(tolerated).toEqual([]);
    for (const text of [...Object.values(objects), mail.Message]) {
      expect(text).toMatch(/^[\n -~]*$/);
      expect(text.replace(/s3:\/\/archive\//g, '')).not.toMatch(/<|>|`|:\/\/|www\./i);
    }
    // Nobody adds a line, a section or a heading, or takes one away.
    expect(frame(mail.Message)).toEqual(frame(honest[answers.length - 1].mail.Message));
    expect(mail.Subject).toMatch(/^[ -~]{1,99}$/);
    expect(opsItem.Description.replace(/\d+/g, '0')).toBe(honest[answers.length - 1].opsItem.Description.replace(/\d+/g, '0'));
    const remembered = JSON.parse(objects['reviews/weekly/details/2026-03-09T06-45-00Z/cluster=cluster-0.json']);
    expect(remembered.numbers).toEqual({ Logins: answers.length });
  }), {
    numRuns: 60,
    // Cut where a link would begin.
    examples: [76, 77, 78, 79, 80].map(length => [[{ user: `${'x'.repeat(length)}www.evil.example`, host: 'h', record: 'https://evil.example' }]]),
  });
});

test.each(SOURCES)('%s: names that look alike after cleaning are told apart', async (_, source) => {
  const { objects } = await told(source, [{ user: 'пётр', host: 'h' }, { user: 'юлия', host: 'h' }, { user: `${'x'.repeat(90)}1`, host: 'h' }, { user: `${'x'.repeat(90)}2`, host: 'h' }]);
  const { names } = JSON.parse(objects['reviews/weekly/details/2026-03-09T06-45-00Z/cluster=cluster-0.json']);
  expect(new Set(names.Logins).size).toBe(4);
  expect(names.Logins[0]).toMatch(/^\?\?\?\? h ~[0-9a-f]{8}$/);
});

test.each(SOURCES)('%s: a hundred clusters with the longest answers fit into a mail, an OpsItem and the state of the machine', async (_title, source) => {
  const long = Array.from({ length: 10 }, (_, index) => ({ user: `${index}${'u'.repeat(250)}`, host: 'h'.repeat(255), record: 'r'.repeat(200) }));
  const questions = Array.from({ length: 3 }, (_, index) => ({ ...QUESTION, id: `Q${index}`, title: 'A title that is rather long, to take the room of one' }));
  const { opsItem, mail, tolerated, objects } = await told(source, long, 100, questions);
  expect(tolerated).toEqual([]);
  expect(Buffer.byteLength(mail.Message)).toBeLessThan(262_144);
  expect(mail.Message.match(/\.\.\. cut, the rest is in the details/g)).toHaveLength(100);
  expect(opsItem.Description.length).toBeLessThanOrEqual(2048);
  expect(objects['reviews/weekly/details/2026-03-09T06-45-00Z/cluster=cluster-99.txt'].length).toBeGreaterThan(5000);
}, 60_000);

test('Athena: names as long as they may be in as many rows as there may be, of characters that take the most room, fit into the state of the machine', async () => {
  const name = `${'\u0001'.repeat(56)}~01234567`;
  const rows = Array.from({ length: 500 }, (_, index) => ({
    cluster: 'c'.repeat(63), database_name: name, object_name: name, operation: 'RENAME', user_name: `${String(index).padStart(3, '0')}${name.slice(3)}`, times: '123456789',
  }));
  const [, [, source]] = SOURCES;
  const { objects, tolerated } = await told(source, rows, 1, [{ ...QUESTION, measure: 'times', most: 200, keys: ['user_name', 'operation', 'database_name', 'object_name'] }]);
  expect(tolerated).toEqual([]);
  const { numbers, names } = JSON.parse(objects['reviews/weekly/details/2026-03-09T06-45-00Z/cluster=cluster-0.json']);
  expect(numbers.Logins).toBe(200 * 123_456_789);
  expect(names.Logins).toHaveLength(200);
});
