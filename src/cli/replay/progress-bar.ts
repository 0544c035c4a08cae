import type { LogFile } from './log-files';
import type { Reading } from './reading';
import { type Output } from '../command';
import { Progress } from '../terminal';

const CELLS = 24;
const MEGABYTE = 1e6;

/** How much of the files was read: a bar where their sizes are known. */
export class ProgressBar {
  private readonly progress: Progress;
  /** Unknown where one of the files is no file. */
  private readonly total?: number;

  public constructor(files: readonly LogFile[], stderr: Output) {
    this.progress = new Progress(stderr);
    this.total = files.some(({ size }) => size === undefined) ? undefined : files.reduce((sum, { size = 0 }) => sum + size, 0);
  }

  public show({ bytes }: Reading, records: number): void {
    this.progress.show(() => `${this.bar(bytes)}${(bytes / MEGABYTE).toFixed(0)} MB, ${records.toLocaleString('en')} records`);
  }

  public clear(): void {
    this.progress.clear();
  }

  private bar(bytes: number): string {
    if (!this.total) {
      return '';
    }
    // A file may have grown since.
    const part = Math.min(1, bytes / this.total);
    const full = Math.round(part * CELLS);
    return `[${'#'.repeat(full)}${'.'.repeat(CELLS - full)}] ${Math.floor(part * 100)} %  `;
  }
}
