import { App } from 'aws-cdk-lib';
import { DatabaseStack } from './database-stack';

// The app before it had an audit: what is deployed.
new DatabaseStack(new App(), 'Shop');
