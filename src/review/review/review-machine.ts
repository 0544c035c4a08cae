import { clusterStates } from './cluster-states';
import { jsonata, quoted } from './jsonata';
import { type ReviewLayout, WHEN } from './review-layout';
import { ends, listFolder, reviewsBefore, SIGN_OFF } from './review-listing';
import type { ReviewQuestion } from './review-questions';
import { MAIL, REPORT, summaryLength } from './review-report';
import type { ReviewSource } from './review-source';
import { call, file, type State } from './states';

/** Clusters that are asked at the same time. */
const CLUSTERS_AT_ONCE = 3;

const MOST_SECONDS = 12 * 3600;

/** A cluster, and which of the sets of questions it is asked. */
export interface ReviewedCluster {
  readonly cluster: string;
  readonly logGroup: string;
  readonly clusterArn: string;
  readonly questions: number;
}

export interface ReviewMachineProps {
  readonly name: string;
  readonly layout: ReviewLayout;
  readonly bucketName: string;
  readonly topicArn: string;
  readonly periodSeconds: number;
  readonly source: ReviewSource;
  readonly clusters: ReviewedCluster[];
  readonly questions: ReviewQuestion[][];
}

/** The source of the OpsItems of a review: by it people find them. */
function opsItemSource(name: string): string {
  return `audit-review/${name}`;
}

/**
 * Asks each cluster what happened since the last review, files the report, asks for a signature and mails both.
 *
 * A review counts as done as soon as an OpsItem asks for its signature; what one that failed before has not told, the next one tells.
 */
export function reviewDefinition({ name, layout, bucketName, topicArn, periodSeconds, source, clusters, questions }: ReviewMachineProps): State {
  const names = clusters.map(({ cluster }) => cluster);
  return {
    Comment: 'Asks for the audit records of a period, files a report, asks a person to sign it',
    QueryLanguage: 'JSONata',
    StartAt: 'Period',
    TimeoutSeconds: MOST_SECONDS,
    States: {
      'Period': {
        Type: 'Pass',
        Assign: {
          review: name,
          bucket: bucketName,
          source: source.title,
          expected: names,
          until: jsonata(`$floor($toMillis($states.context.Execution.StartTime) / 1000) - ${source.settledSeconds}`),
        },
        Next: 'Find the last review',
      },
      'Find the last review': listFolder(layout.runs, '$until', periodSeconds, {
        Assign: {
          when: jsonata(`$fromMillis($until * 1000, '${WHEN}')`),
          earlier: jsonata(reviewsBefore(layout.runs, '$until')),
        },
        Next: 'Take the last review',
      }),
      'Take the last review': { Type: 'Pass', Assign: { last: jsonata('$count($earlier) = 0 ? \'\' : $earlier[-1]') }, Next: 'Since the last review' },
      'Since the last review': {
        Type: 'Pass',
        Assign: {
          since: jsonata(`$last = '' ? $until - ${periodSeconds} : $toMillis($last, '${WHEN}') / 1000`),
          details: jsonata(`${quoted(layout.details)} & $when & '/'`),
          lastDetails: jsonata(`$last = '' ? '' : ${quoted(layout.details)} & $last & '/'`),
          reportKey: jsonata(`${quoted(layout.reports)} & $when & '.txt'`),
        },
        Next: 'Review each cluster',
      },
      'Review each cluster': {
        Type: 'Map',
        Label: 'Clusters',
        Items: clusters.map(({ cluster, logGroup, questions: set }) => ({ cluster, logGroup, questions: set })),
        ItemSelector: {
          ...Object.fromEntries(['cluster', 'logGroup', 'questions'].map(field => [field, jsonata(`$states.context.Map.Item.Value.${field}`)])),
          ...Object.fromEntries(['bucket', 'source', 'since', 'until', 'details', 'lastDetails'].map(variable => [variable, jsonata(`$${variable}`)])),
          summaryLength: summaryLength(clusters.length),
        },
        MaxConcurrency: CLUSTERS_AT_ONCE,
        // The report says which clusters were not asked.
        ToleratedFailurePercentage: 100,
        ItemProcessor: clusterStates(source, questions),
        Assign: { clusters: '{% [$states.result] %}' },
        Next: 'Compose',
      },
      'Compose': { Type: 'Pass', Assign: { composed: REPORT }, Next: 'Take the report' },
      'Take the report': {
        Type: 'Pass',
        Assign: {
          report: '{% $composed.report %}',
          headline: '{% $composed.headline %}',
          description: '{% $composed.description %}',
          sha256: jsonata('$hash($composed.report, \'SHA-256\')'),
        },
        Next: 'File the report',
      },
      'File the report': file('{% $reportKey %}', '{% $report %}', 'text/plain; charset=us-ascii', {
        Assign: { version: jsonata('$exists($states.result.VersionId) ? $states.result.VersionId : \'\'') },
        Next: 'Ask for a signature',
      }),
      'Ask for a signature': call('ssm:createOpsItem', {
        Title: jsonata('\'Sign the audit log review of \' & $substringBefore($when, \'T\') & \': \' & $headline'),
        Description: '{% $description %}',
        Source: opsItemSource(name),
        Category: 'Security',
        Severity: '3',
        Priority: 3,
        OperationalData: {
          '/aws/resources': { Type: 'SearchableString', Value: JSON.stringify(clusters.map(({ clusterArn }) => ({ arn: clusterArn }))) },
          'report': { Type: 'SearchableString', Value: jsonata('\'s3://\' & $bucket & \'/\' & $reportKey') },
        },
      }, {
        Retry: [{ ErrorEquals: ['Ssm.ThrottlingException', 'Ssm.InternalServerErrorException'], IntervalSeconds: 5, MaxAttempts: 4, BackoffRate: 2 }],
        Assign: {
          opsItemId: '{% $states.result.OpsItemId %}',
          run: jsonata(`$string({
            'review': $review, 'source': $source, 'since': $since, 'until': $until, 'headline': $headline, 'clusters': $expected, 'opsItemId': $states.result.OpsItemId,
            'reportKey': $reportKey, 'reportVersion': $version, 'reportSha256': $sha256, 'execution': $states.context.Execution.Id
          })`),
        },
        Next: 'File for the signature',
      }),
      'File for the signature': file(jsonata(`${quoted(layout.opsItems)} & $opsItemId & '.json'`), '{% $run %}', 'application/json', { Next: 'Done' }),
      'Done': file(jsonata(`${quoted(layout.runs)} & $when & '.json'`), '{% $run %}', 'application/json', { Next: 'Find open reviews' }),
      // Not by their OpsItems, which people can delete or cancel.
      'Find open reviews': listFolder(layout.reports, '$until', periodSeconds, {
        Assign: { openKnown: true, open: jsonata(`( $signed := ${ends(layout.reports, SIGN_OFF)}; [$earlier[$not($ in $signed)]] )`) },
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { openKnown: false, open: [] }, Next: 'Tell' }],
        Next: 'Tell',
      }),
      'Tell': call('sns:publish', {
        TopicArn: topicArn,
        Subject: jsonata('$substring(\'Audit log review \' & $substringBefore($when, \'T\') & \': \' & $headline, 0, 99)'),
        Message: MAIL,
      }, { End: true }),
    },
  };
}
