import { textOf } from './pages';
import { costTable } from '../../scripts/cost-table';
import { TABLES, withTable } from '../../scripts/guide-tables';

test.each(Object.entries(TABLES))('the table of %s is as the code makes it; npx projen guides writes it', (name, { guide }) => {
  const text = textOf(guide);
  expect(text).toBe(withTable(text, name));
  expect(text).toContain(`<!-- ${name} -->`);
});

test('the costs of a part are the sum of its lines', () => {
  const rows = costTable().split('\n').slice(2).map(row => row.slice(2, -2).split(' | '));
  const parts = [...new Set(rows.map(([part]) => part).filter(part => !part.startsWith('**')))];
  expect(parts).toEqual(['audit', 'archive', 'analysis', 'dashboard', 'review', 'QuickSight']);
  for (const part of parts) {
    const sum = rows.filter(([name]) => name === part).reduce((total, cells) => total + Number(cells[4]), 0);
    const [stated] = rows.filter(([name]) => name === `**${part}**`).map(cells => Number(cells[4].replaceAll('*', '')));
    expect(Math.abs(stated - sum)).toBeLessThan(0.03);
  }
});
