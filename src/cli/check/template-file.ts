import { fileStart } from './file-text';
import { type LinePosition, StructuredFile } from './structured-file';
import { isMap, type Properties } from '../../compliance/resolved/value';
import { CommandError } from '../command';

/** What no file is without that CloudFormation would take. */
const MEANT = /AWS::|AWSTemplateFormatVersion/;

/** A template in a file. */
export class TemplateFile {
  /** @param shownPath how people are told of it */
  public static read(path: string, shownPath: string): TemplateFile {
    const file = StructuredFile.read(path, shownPath);
    if (!isTemplate(file.value)) {
      throw new CommandError(`${shownPath}: is not a CloudFormation template: it has no Resources`);
    }
    return new TemplateFile(path, file, file.value);
  }

  /** Whether a file that nobody has named is a template, or was meant to be one: nobody knows of one that may not be read. */
  public static isMeantAsOne(path: string): boolean {
    try {
      return isTemplate(StructuredFile.read(path, '').value);
    } catch {
      const start = fileStart(path);
      return start === undefined || MEANT.test(start);
    }
  }

  private constructor(public readonly path: string, private readonly file: StructuredFile, public readonly template: Properties) {}

  public get shownPath(): string {
    return this.file.shownPath;
  }

  public locate(path: readonly string[]): LinePosition {
    return this.file.locate(path);
  }
}

function isTemplate(value: unknown): value is Properties {
  return isMap(value) && isMap(value.Resources);
}
