import * as logs from 'aws-cdk-lib/aws-logs';
import { referredResource } from './referred-cluster';
import { isOfClass } from '../app/of-class';

/** The resource of a log group, where this app makes it. */
export function logGroupOfApp(group: logs.ILogGroup): logs.CfnLogGroup | undefined {
  return [group.node?.defaultChild, referredResource(group.logGroupName)].find(found => isOfClass(found, logs.CfnLogGroup));
}
