import type { AppProps } from 'aws-cdk-lib';
import { DISABLE_CREATION_STACK_TRACES } from 'aws-cdk-lib/cx-api';

/** An app that knows where in the code its resources were made, as every app of a user does. */
export const TRACED: AppProps = { postCliContext: { [DISABLE_CREATION_STACK_TRACES]: false } };
