import { PassThrough, Readable } from 'stream';
import { gzipSync } from 'zlib';
import * as fc from 'fast-check';
import { ATTACKED, FORMS } from './logs';
import type { EventFaults } from '../../../src/cli/replay/event-scanner';
import { MAX_LINE_BYTES } from '../../../src/cli/replay/line-splitter';
import { LogText } from '../../../src/cli/replay/log-text';
import { unpack } from '../../../src/cli/replay/unpacked';

/** Bytes in pieces: cut at each of the places. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set([0, ...cuts.map(cut => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}

const noFaults = (): EventFaults => ({ cutLines: 0, brokenCharacters: 0, brokenEvents: 0 });

async function recordsIn(source: Readable): Promise<{ records: string[]; faults: EventFaults }> {
  const records: string[] = [];
  const faults = noFaults();
  const text = new LogText(faults, record => record !== '' && records.push(record.replace(/\r$/, '')));
  await unpack(source, bytes => text.push(bytes));
  text.end();
  return { records, faults };
}

test.each(Object.entries(FORMS))('a log %s has the same records in whatever pieces it comes', async (_, form) => {
  const log = form(ATTACKED);
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(log.length), { maxLength: 30 }), async cuts => {
    expect((await recordsIn(Readable.from(pieces(log, cuts)))).records).toEqual(ATTACKED);
  }), { numRuns: 20 });
});

test.each(['as the instance wrote it', 'delivered by Firehose', 'in UTF-16, as PowerShell writes it'])('a log %s may come byte by byte', async name => {
  const log = FORMS[name](ATTACKED.slice(0, 9));
  expect((await recordsIn(Readable.from(Array.from(log, byte => Buffer.from([byte]))))).records).toEqual(ATTACKED.slice(0, 9));
});

test('texts of any kind come through lines, events and compression as they are', async () => {
  const line = fc.string({ unit: 'binary' }).filter(text => !/[\n\r]|^[\s\uFEFF]*[{[]|^\uFEFF|^.{4}-/u.test(text) && text !== '' && !/\p{Cs}/u.test(text));
  await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.array(fc.nat(), { maxLength: 10 }), async (lines, cuts) => {
    // GIVEN the beginning of every log is a record
    const all = ['1728498527380921,node', ...lines];
    const documents = [all.join('\n'), JSON.stringify(all), JSON.stringify({ events: all.map(message => ({ message })) }, undefined, 1)];
    for (const bytes of documents.flatMap(text => [Buffer.from(text), gzipSync(text)])) {
      // WHEN
      const { records, faults } = await recordsIn(Readable.from(pieces(bytes, cuts)));
      // THEN
      expect(records).toEqual(all);
      expect({ ...faults, brokenCharacters: 0 }).toEqual(noFaults());
    }
  }), { numRuns: 50 });
});

test.each([[0, 0], [1, 1]])('of a line with %i bytes more than an event may have, none is missing but those', async (more, cutLines) => {
  // GIVEN
  const longest = '1'.repeat(MAX_LINE_BYTES);
  const log = Buffer.from(`before\n${longest}${'2'.repeat(more)}\nafter`);
  for (const size of [log.length, 2 ** 16]) {
    // WHEN
    const cuts = Array.from({ length: Math.floor(log.length / size) }, (_, index) => index * size);
    const { records, faults } = await recordsIn(Readable.from(pieces(log, cuts)));
    // THEN
    expect(records.map(({ length }) => length)).toEqual([6, MAX_LINE_BYTES, 5]);
    expect(records[1] === longest).toBe(true);
    expect(faults).toEqual({ ...noFaults(), cutLines });
  }
});

test('an event that is no JSON, or longer than any can be, is counted, and those around it are read', async () => {
  const events = ['{"message":"before"}', '{"message":}', `{"message":"${'x'.repeat(9 * 2 ** 20)}"}`, '{"message":"after"}'];
  const { records, faults } = await recordsIn(Readable.from(pieces(Buffer.from(`{"events":[${events.join(',')}]}`), [2 ** 20, 2 ** 21, 2 ** 23])));
  expect(records).toEqual(['before', 'after']);
  expect(faults).toEqual({ ...noFaults(), brokenEvents: 2 });
});

test('bytes of any kind are read to their end, or refused with a reason', async () => {
  const beginning = fc.constantFrom('', '{"events":[', '[', '["', '\x1f\x8b', '\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03', '\xff\xfe', '\xef\xbb\xbf', '1728498527380921,');
  await fc.assert(fc.asyncProperty(beginning, fc.uint8Array({ maxLength: 400 }), async (start, bytes) => {
    const read = recordsIn(Readable.from([Buffer.from(start, 'latin1'), Buffer.from(bytes)]));
    await read.then(({ records }) => expect(Array.isArray(records)).toBe(true), (error: Error) => expect(error.message).toMatch(/[a-z]/));
  }), { numRuns: 300 });
});

test('what came before a fault is handed on', async () => {
  // GIVEN a compressed log that was cut off, of more than one piece
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index}`.repeat(20));
  const whole = gzipSync(lines.join('\n'));
  const seen: Buffer[] = [];

  // WHEN
  const read = unpack(Readable.from(pieces(whole.subarray(0, whole.length - 100), [10_000, 20_000])), bytes => seen.push(Buffer.from(bytes)));

  // THEN
  await expect(read).rejects.toThrow('unexpected end of file');
  const text = Buffer.concat(seen).toString();
  expect(lines.join('\n').startsWith(text)).toBe(true);
  expect(text.length).toBeGreaterThan(0.8 * lines.join('\n').length);
});

test('a source that fails is a failure, with what came before', async () => {
  const source = new PassThrough();
  const seen: string[] = [];
  const read = unpack(source, bytes => seen.push(String(bytes)));
  source.write('before');
  await new Promise(setImmediate);
  source.destroy(new Error('the disk is gone'));
  await expect(read).rejects.toThrow('the disk is gone');
  expect(seen).toEqual(['before']);
});

test('what is refused by who reads it stops the reading', async () => {
  const source = Readable.from((function* () {
    for (;;) {
      yield gzipSync('x'.repeat(1000));
    }
  })());
  await expect(unpack(source, () => { throw new Error('no more'); })).rejects.toThrow('no more');
  expect(source.destroyed).toBe(true);
});
