import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { Stack } from 'aws-cdk-lib';
import { CfnInclude, type CfnIncludeProps } from 'aws-cdk-lib/cloudformation-include';

/** A template from elsewhere, an object or text in YAML, whose file is gone once it is read. */
export function included(stack: Stack, id: string, template: object | string, props: Partial<CfnIncludeProps> = {}): CfnInclude {
  const directory = mkdtempSync(join(tmpdir(), 'included-'));
  try {
    const templateFile = join(directory, 'template.yaml');
    writeFileSync(templateFile, typeof template === 'string' ? template : JSON.stringify(template));
    return new CfnInclude(stack, id, { templateFile, ...props });
  } finally {
    rmSync(directory, { recursive: true });
  }
}
