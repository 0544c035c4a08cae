import { Reference, type ResourceEnvironment, Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Refuses what is of another region than the audit, where both are known. */
export function checkRegion(scope: IConstruct, prop: string, region: string | undefined): void {
  checkEqual(prop, 'region', Stack.of(scope).region, region);
}

/** Refuses what is of another account or region than the audit, where both are known. */
export function checkEnvironment(scope: IConstruct, prop: string, { account, region }: ResourceEnvironment): void {
  checkRegion(scope, prop, region);
  checkEqual(prop, 'account', Stack.of(scope).account, account);
}

/** The region of an ARN: written in it, or that of the stack of the resource it refers to. */
export function regionOfArn(arn: string): string | undefined {
  // The text of a token has no colon.
  const [, , , written] = arn.split(':');
  if (written !== undefined) {
    return written;
  }
  const target = Tokenization.reverseString(arn).tokens.find(token => Reference.isReference(token));
  return Reference.isReference(target) ? Stack.of(target.target).region : undefined;
}

function checkEqual(prop: string, part: string, wanted: string, given: string | undefined): void {
  if (given && !Token.isUnresolved(wanted) && !Token.isUnresolved(given) && given !== wanted) {
    throw new Error(`${prop}: must be in ${wanted}, the ${part} of the stack, got: ${given}`);
  }
}
