import type { Readable } from 'stream';
import { createGunzip } from 'zlib';

/** What CloudWatch Logs compresses, Firehose may compress again, and so may whoever keeps it. */
const MAX_LAYERS = 4;
const OUTPUT_BYTES = 2 ** 18;

const MAGIC_BYTES = 2;
const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b;

/**
 * Hands on the bytes of a source, and of what is compressed by gzip, whatever its name, what it holds; members that follow each other are one text.
 *
 * What came before a fault is handed on.
 */
export function unpack(source: Readable, onBytes: (bytes: Buffer) => void, layers = MAX_LAYERS): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    let next: ((bytes: Buffer) => void) | undefined;
    let whole: Promise<void> = Promise.resolve();
    let close = () => {};
    const begin = () => {
      if (layers > 0 && isGzip(head)) {
        const gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
        whole = unpack(gunzip, onBytes, layers - 1);
        whole.catch(error => {
          source.destroy();
          reject(error);
        });
        next = bytes => {
          if (!gunzip.write(bytes)) {
            source.pause();
            gunzip.once('drain', () => source.resume());
          }
        };
        close = () => gunzip.end();
      } else {
        next = onBytes;
      }
      next(head);
    };
    const ended = () => {
      if (!next) {
        begin();
      }
      close();
      return whole;
    };
    source.on('data', (bytes: Buffer) => {
      if (next) {
        handled(() => next?.(bytes));
        return;
      }
      head = Buffer.concat([head, bytes]);
      if (head.length >= MAGIC_BYTES) {
        handled(begin);
      }
    });
    source.on('end', () => handled(() => ended().then(resolve, reject)));
    source.on('error', error => ended().then(() => reject(error), () => reject(error)));

    /** What reads the bytes may refuse them. */
    function handled(handle: () => void): void {
      try {
        handle();
      } catch (error) {
        source.destroy();
        reject(error);
      }
    }
  });
}
