import { attacks, isSqlmap, lookedInto, LOOKS_AROUND, paged, programs, share } from '../../benchmark/workload-score';
import { workloads } from '../workloads/records';

const RECORDS = workloads();
const PROGRAMS = programs(RECORDS);
const ATTACKS = attacks(RECORDS);

/** What drops tables, as migrations, tests and restores do. */
const DROPS_TABLES = ['alembic', 'backup', 'django_tests', 'laravel', 'mikroorm', 'mysqladmin', 'peewee'];

describe('real programs, all their records within one minute', () => {
  test.each(PROGRAMS.filter(({ name }) => !DROPS_TABLES.includes(name)))('$name raises nothing that anybody has to look into', program => {
    expect(lookedInto(program).map(({ detection, topStatements }) => [detection.detectionId, topStatements[0]])).toEqual([]);
  });

  test.each(PROGRAMS.filter(({ name }) => DROPS_TABLES.includes(name) && name !== 'backup'))('$name raises the alarm on what it drops', program => {
    expect(lookedInto(program).map(({ detection }) => detection.detectionId)).toEqual(['DestructiveStatements']);
    lookedInto(program)[0].topStatements.forEach(({ value }) => expect(value).toMatch(/^drop (table|database|\w+\.\w+)/i));
  });

  test('a backup is one, a restore drops tables, and an export into a file of the server is no backup of Aurora', () => {
    const backup = PROGRAMS.find(({ name }) => name === 'backup')!;
    expect(backup.alarms.map(({ detection, records }) => [detection.detectionId, records])).toEqual([
      ['DestructiveStatements', 27], ['SchemaChanges', 84], ['ExfiltrationAndInjection', 1], ['Backups', 963],
    ]);
  });
});

describe('fresh attacks', () => {
  const families = Object.keys(ATTACKS);

  test('by sqlmap page somebody, but for three probes of an injection that never worked', () => {
    const runs = families.filter(isSqlmap).flatMap(family => ATTACKS[family]);
    expect(runs).toHaveLength(70);
    expect(runs.filter(run => paged(run).length === 0).map(({ name }) => name)).toEqual(['sqlmap-S-detect']);
  });

  test('other than looks around and sqlmap are seen, eight of ten and more', () => {
    const { seen, of } = share(families.filter(family => !isSqlmap(family) && family !== LOOKS_AROUND).flatMap(family => ATTACKS[family]));
    expect(of).toBe(173);
    expect(seen).toBeGreaterThanOrEqual(150);
  });

  test.each([
    ['accounts and privileges', 21], ['back doors', 10], ['denied access', 7], ['destruction', 20], ['exfiltration', 24], ['injection by hand', 38], ['tampering', 25],
  ])('of the kind %s: at least %d', (family, least) => {
    expect(share(ATTACKS[family]).seen).toBeGreaterThanOrEqual(least);
  });
});
