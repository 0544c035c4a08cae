import { Stack, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { FilterPatternSyntaxError } from './filter-pattern/filter-pattern-syntax-error';
import { parseFilterPattern } from './filter-pattern/parse-filter-pattern';
import { isOfClass } from '../app/of-class';

type Filter = logs.CfnMetricFilter | logs.CfnSubscriptionFilter;

/** How many of what kind one log group takes, and what to do about more. */
interface Quota {
  readonly limit: number;
  readonly what: string;
  readonly counts: (filter: Filter) => boolean;
  readonly advice: string;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const QUOTAS: Quota[] = [
  {
    limit: 5,
    what: 'filter patterns with a regular expression',
    counts: filter => hasRegex(filter.filterPattern),
    advice: 'leave a detection out, for example detections: AuditDetection.recommendedExcept([AuditDetection.DENIED_ACCESS]), '
      + 'or use text patterns',
  },
  { limit: 100, what: 'metric filters', counts: filter => isOfClass(filter, logs.CfnMetricFilter), advice: 'leave some out' },
  { limit: 2, what: 'subscription filters', counts: filter => isOfClass(filter, logs.CfnSubscriptionFilter), advice: 'leave some out' },
];

/** Refuses, at synthesis, more filters on a log group than CloudWatch Logs takes, whoever in the app added them. */
export function checkLogGroupQuotas(scope: Construct, logGroup: logs.ILogGroup): void {
  scope.node.addValidation({
    validate: () => {
      const filters = scope.node.root.node.findAll().filter(isFilter).filter(filter => isOn(filter, logGroup));
      return QUOTAS.flatMap(quota => {
        const counted = filters.filter(quota.counts);
        return counted.length <= quota.limit ? [] : [
          `the audit log group takes at most ${quota.limit} ${quota.what}, got: ${counted.length} (${counted.map(({ node }) => node.path).join(', ')}); ${quota.advice}`,
        ];
      });
    },
  });
}

function isFilter(construct: unknown): construct is Filter {
  return isOfClass(construct, logs.CfnMetricFilter) || isOfClass(construct, logs.CfnSubscriptionFilter);
}

function isOn(filter: Filter, logGroup: logs.ILogGroup): boolean {
  const stack = Stack.of(logGroup);
  const literal = (logGroup.node.defaultChild as logs.CfnLogGroup | undefined)?.logGroupName;
  if (Token.isUnresolved(logGroup.logGroupName) && filter.logGroupName === logGroup.logGroupName) {
    return true;
  }
  // A name, or a reference of another kind, means the same within one stack only; stages have clusters of the same name.
  const sameStack = Stack.of(filter) === stack;
  return sameStack && [literal, logGroup.logGroupName].some(name => name !== undefined
    && JSON.stringify(stack.resolve(filter.logGroupName)) === JSON.stringify(stack.resolve(name)));
}

function hasRegex(pattern: string): boolean {
  if (Token.isUnresolved(pattern)) {
    return false;
  }
  // Compiling the patterns of every cluster would cost milliseconds; what begins so can only be a regular expression.
  return pattern.startsWith('%') || (/^\s*[[{]/.test(pattern) && regexCount(pattern) > 0);
}

function regexCount(pattern: string): number {
  try {
    return parseFilterPattern(pattern).regexCount;
  } catch (error) {
    // The service will refuse it, and say so.
    if (error instanceof FilterPatternSyntaxError) {
      return 0;
    }
    throw error;
  }
}
