import { readFileSync } from 'fs';
import { join } from 'path';
import { brotliDecompressSync } from 'zlib';

/** One line of the audit log of a real program or a fresh attack. */
export interface WorkloadRecord {
  /** The program that left it. */
  readonly workload: string;
  /** `benign`, or `attack+` and the kind of attack. */
  readonly label: string;
  /** One technique of an attack; the workload itself where it is benign. */
  readonly item: string;
  /** How many records were alike once numbers and literals were blanked. */
  readonly count: number;
  readonly record: string;
}

/** Every record; see README.md beside this file. */
export function workloads(): WorkloadRecord[] {
  const text = brotliDecompressSync(readFileSync(join(__dirname, 'records.tsv.br'))).toString('utf8');
  const [, ...lines] = text.split('\n').filter(line => line !== '');
  return lines.map(line => {
    const [workload, label, item, count, ...record] = line.split('\t');
    return { workload, label, item, count: Number(count), record: record.join('\t') };
  });
}
