import { workloads, type WorkloadRecord } from '../test/workloads/records';

/** The day that the records are put on. */
export const DAY = Date.parse('2026-03-02T00:00:00Z');
export const HOUR = 3600_000;

const LEFT = /^\d{16}(?=,)/;

const all = workloads();
const drops = /drop|truncate|delete from \S+'/i;

/** The records of a workload from one hour to another, at even distances; of those that are alike a few. */
export function during(from: number, to: number, records: readonly WorkloadRecord[], alike = 50): string[] {
  const lines = records.filter(({ record }) => LEFT.test(record))
    .flatMap(({ record, count }) => new Array<string>(Math.min(count, alike)).fill(record));
  return lines.map((record, index) => record.replace(LEFT, `${Math.floor(DAY + (from + (to - from) * index / lines.length) * HOUR)}000`));
}

/** What programs leave that do their work. */
export function benign(...names: string[]): WorkloadRecord[] {
  return all.filter(({ workload, label }) => label === 'benign' && names.includes(workload));
}

/** The same without statements that change a schema or empty a table. */
export function quiet(...names: string[]): WorkloadRecord[] {
  return benign(...names).filter(({ record }) => !/,(CREATE|ALTER),|,'(create|alter)/i.test(record) && !drops.test(record));
}

export function attack(...items: string[]): WorkloadRecord[] {
  return all.filter(({ item }) => items.includes(item));
}
