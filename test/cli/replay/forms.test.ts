import { alarmsOf, ATTACKED, directory, FORMS, QUIET, record, refusedLogin, removeDirectories, replayedJson } from './logs';

afterAll(removeDirectories);

const RAISED = { FailedLogins: ['10:11:54'], AccountAndPrivilegeChanges: ['10:21:00'], DestructiveStatements: ['10:22:00'] };

describe.each(Object.entries(FORMS))('an audit log %s', (_, form) => {
  test.each(['a file', 'standard input'])('raises the alarms that its records do, as %s', async way => {
    // WHEN
    const given = form(ATTACKED);
    const { code, document } = way === 'a file'
      ? await replayedJson({ log: given }, ['log'])
      : await replayedJson({}, ['-'], { stdin: given });

    // THEN
    expect(alarmsOf(document)).toEqual(RAISED);
    expect(document.log).toEqual({ records: ATTACKED.length, start: '2026-03-01T10:00:00.000Z', end: '2026-03-01T10:39:00.000Z' });
    expect(document.read).toMatchObject({
      files: 1, continuations: 0, strangeLines: 0, joinedLines: 0, brokenEvents: 0, brokenCharacters: 0, unreadable: [],
    });
    expect(code).toBe(1);
  });

  test('is quiet where its records are', async () => {
    const { code, document } = await replayedJson({ log: form(QUIET) }, ['log']);
    expect(alarmsOf(document)).toEqual({});
    expect(code).toBe(0);
  });
});

describe('several files', () => {
  const files = Object.fromEntries([0, 1, 2, 3].map(number => [`audit.log.${number}`, ATTACKED.filter((_, index) => index % 4 === number).join('\n')]));

  test('are one timeline, whatever their order', async () => {
    const inOrder = await replayedJson(files, ['audit.log.0', 'audit.log.1', 'audit.log.2', 'audit.log.3']);
    const backwards = await replayedJson(files, ['audit.log.3', 'audit.log.2', 'audit.log.1', 'audit.log.0']);
    expect(alarmsOf(inOrder.document)).toEqual(RAISED);
    expect(alarmsOf(backwards.document)).toEqual(RAISED);
  });

  test('of a directory are found in every depth, in whatever form', async () => {
    const forms = Object.values(FORMS);
    const { code, document } = await replayedJson(Object.fromEntries(ATTACKED.map((line, index) =>
      [`${'deep/'.repeat(index % 5)}${index}`, forms[index % forms.length]([line])])), ['.']);
    expect(alarmsOf(document)).toEqual(RAISED);
    expect([code, document.read.files]).toEqual([1, ATTACKED.length]);
  });

  test('of a directory that hold no records are passed over, and named', async () => {
    const { code, document } = await replayedJson({ 'export/aws-logs-write-test': 'Permission Check Successful', 'export/0.gz': FORMS.gzipped(QUIET), 'export/empty': '' }, ['export']);
    expect(document.read).toMatchObject({ files: 1, withoutRecords: ['export/aws-logs-write-test'], unreadable: [] });
    expect(code).toBe(0);
  });

  test('are read once, in whatever way they are given', async () => {
    const at = directory({ 'logs/one': `${record(1)}\n`, 'logs/two': `${record(2)}\n` });
    const { document } = await replayedJson({}, ['logs', 'logs/one', './logs/../logs/two', at, `${at}/logs`], { cwd: at });
    expect([document.log.records, document.read.files]).toEqual([2, 2]);
  });

  test('do not lend a time to the half line that the next one begins with', async () => {
    const { document } = await replayedJson({ one: `${record(1)}\n`, two: `half of it, DROP TABLE x',0\n${record(2)}\n` }, ['one', 'two']);
    expect([document.log.records, document.read.strangeLines, document.read.continuations]).toEqual([2, 1, 0]);
  });
});

test('a record that a line break broke in two counts at the time of its beginning, in lines and in events', async () => {
  const broken = [record(1), `${record(7, 'x').slice(0, -4)}`, ',42,0,FAILED_CONNECT,,,1045', ...Array.from({ length: 9 }, () => refusedLogin(8)), record(60)];
  for (const form of [FORMS['as the instance wrote it'], FORMS['left of it by --query events[].message']]) {
    const { document } = await replayedJson({ log: form(broken) }, ['log', '--detections', 'FailedLogins']);
    expect(alarmsOf(document)).toEqual({ FailedLogins: ['10:08:00'] });
    expect(document.read.continuations).toBe(1);
  }
});

test('records that only carriage returns part are one line, and that is told', async () => {
  const { document } = await replayedJson({ log: [record(1), record(2), record(3)].join('\r'), crlf: [record(1), record(2)].join('\r\n') }, ['log', 'crlf']);
  expect([document.log.records, document.read.joinedLines]).toEqual([3, 1]);
});
