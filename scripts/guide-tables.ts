import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { controlTables } from './control-table';
import { costTable } from './cost-table';

/** The parts of guides that are made from what they are about: between `<!-- name -->` and `<!-- /name -->`. */
export const TABLES: Record<string, { readonly guide: string; readonly made: () => string }> = {
  costs: { guide: 'docs/costs.md', made: costTable },
  controls: { guide: 'docs/controls.md', made: controlTables },
};

/** A guide with its table as it is now. */
export function withTable(guide: string, name: string): string {
  return guide.replace(new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`), (_, before: string, after: string) => `${before}${TABLES[name].made()}\n${after}`);
}

if (require.main === module) {
  for (const [name, { guide }] of Object.entries(TABLES)) {
    const path = join(__dirname, '..', guide);
    writeFileSync(path, withTable(readFileSync(path, 'utf8'), name));
  }
}
