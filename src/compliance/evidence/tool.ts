import { readFileSync } from 'fs';
import { join } from 'path';

/** Who judged. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly url: string;
}

/** Read when evidence is written: an app that has none need not bring the file along. */
export function tool(): Tool {
  const { name, version } = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8'));
  return { name, version, url: `https://github.com/${name}/${name}` };
}
