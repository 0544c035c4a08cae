import { App, type AppProps } from 'aws-cdk-lib';

/** Hands over an app whose templates are held against the rules of CloudFormation that aws-cdk-lib has; what breaks one is an error. */
export function inValidatedApp(act: (app: App) => void, props: AppProps = {}): void {
  const { CDK_VALIDATION: before = 'true' } = process.env;
  process.env.CDK_VALIDATION = 'true';
  try {
    act(new App({ ...props, context: { '@aws-cdk/core:validateAgainstDefaultRules': true } }));
  } finally {
    process.env.CDK_VALIDATION = before;
  }
}
