/** aws-cdk-lib for code that the command line loads, too: it runs where the package is installed without it, as in a wheel. */
export function cdk(): typeof import('aws-cdk-lib') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('aws-cdk-lib');
}
