import { PassThrough, Writable } from 'stream';
import * as fc from 'fast-check';
import { recordedIo } from './io';
import { printable, printableJson, printableLines, Progress, write } from '../../src/cli/terminal';

test.each<[string, string, string]>([
  ['an escape sequence', 'drop\x1b[2Jtable', 'drop\\u001b[2Jtable'],
  ['an escape sequence of eight bits', 'drop\x9b2Jtable', 'drop\\u009b2Jtable'],
  ['a line that is to be written over', 'all is well\rnot', 'all is well\\u000dnot'],
  ['text that reads backwards', 'user\u202ellun', 'user\\u202ellun'],
  ['line ends of Unicode', 'a\u2028b\u2029c\x85d', 'a\\u2028b\\u2029c\\u0085d'],
  ['what takes no space', 'ad\u200bmin', 'ad\\u200bmin'],
  ['half a surrogate pair', 'a\ud800b', 'a\\ud800b'],
  ['a line end', 'a\nb', 'a\\nb'],
  ['a tab', 'a\tb', 'a\\tb'],
  ['a command to the runner of GitHub', '::error::x', '\\u003a:error::x'],
  ['a command to a runner after spaces', ' \t::stop-commands::x', ' \\t\\u003a:stop-commands::x'],
  ['a command to the runner of Azure', 'x ##vso[task.complete]', 'x \\u0023#vso[task.complete]'],
  ['types and headings as they are', 'AWS::RDS::DBCluster ## 2', 'AWS::RDS::DBCluster ## 2'],
  ['words of any language', 'naïve Köchin 監査 🔍', 'naïve Köchin 監査 🔍'],
])('%s is written out', (_, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('text of several lines keeps its line ends and tabs alone', () => {
  expect(printableLines('a\n\tb\r\x1b[1mc')).toBe('a\n\tb\\u000d\\u001b[1mc');
});

test('text of several lines commands no runner from any of them', () => {
  expect(printableLines('a\n  ::add-mask::b\n::error::c\n##[error]d')).toBe('a\n  \\u003a:add-mask::b\n\\u003a:error::c\n\\u0023#[error]d');
});

test('JSON says the same when all that a terminal obeys is written out', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
    // WHEN
    const shown = printableJson(JSON.stringify({ text }, undefined, 2));

    // THEN
    expect(JSON.parse(shown)).toEqual({ text });
    expect(shown).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
  }));
});

test('nothing that a terminal obeys is left of any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => {
    expect(printable(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(printableLines(text)).not.toMatch(/[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u);
  }));
});

test('progress is one line that is gone in the end', () => {
  // GIVEN
  const { stderr, written } = watched({ isTTY: true });
  let time = 0;
  const progress = new Progress(stderr, () => time);

  // WHEN
  progress.show(() => 'a\x1b[2J');
  time += 99;
  progress.show(() => 'too early');
  time += 1;
  progress.show(() => 'b'.repeat(100));
  progress.clear();

  // THEN
  expect(written()).toBe(`\r\x1b[Ka\\u001b[2J\r\x1b[K${'b'.repeat(79)}\r\x1b[K`);
});

test('there is no progress where nobody looks', () => {
  // GIVEN
  const { stderr, written } = watched({ isTTY: false });
  const progress = new Progress(stderr);

  // WHEN
  progress.show(() => 'a');
  progress.clear();

  // THEN
  expect(written()).toBe('');
});

test('a reader that has gone away is no error', async () => {
  // GIVEN
  const gone = failing('EPIPE');

  // THEN
  await expect(write(gone, 'a')).resolves.toBeUndefined();
});

test('a disk that is full is an error', async () => {
  await expect(write(failing('ENOSPC'), 'a')).rejects.toThrow('ENOSPC');
});

test('what was written to a stream that has ended is no error', async () => {
  // GIVEN
  const ended = new PassThrough();
  ended.on('error', () => undefined).destroy();

  // THEN
  await expect(write(ended, 'a')).resolves.toBeUndefined();
});

function watched(options: { isTTY: boolean }) {
  const io = recordedIo(options);
  return { stderr: io.stderr, written: () => io.written.stderr };
}

function failing(code: string): Writable {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
  return stream.on('error', () => undefined);
}
