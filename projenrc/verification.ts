import type { awscdk } from 'projen';
export function addVerification(_project: awscdk.AwsCdkConstructLibrary): void {}
