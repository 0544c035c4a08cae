import { jsonata, quoted } from './jsonata';
import type { ReviewLayout } from './review-layout';
import { SIGN_OFF } from './review-listing';
import { call, file, type State } from './states';

/** An OpsItem that a person is done with. */
export const SIGNED_STATUSES = ['Resolved', 'Closed'];

export interface SignOffMachineProps {
  readonly name: string;
  readonly layout: ReviewLayout;
  readonly bucketName: string;
}

/**
 * Files who closed the OpsItem of a review, and when, beside the report.
 *
 * Which report that is, the archive says and not the OpsItem, which people can change. OpsItems of others are none of its business.
 */
export function signOffDefinition({ name, layout, bucketName }: SignOffMachineProps): State {
  return {
    Comment: 'Files who signed a review of the audit log',
    QueryLanguage: 'JSONata',
    StartAt: 'Event',
    TimeoutSeconds: 3600,
    States: {
      'Event': {
        Type: 'Pass',
        Assign: {
          bucket: bucketName,
          event: '{% $states.input %}',
          opsItemId: '{% $states.input.detail.\'ops-item-id\' %}',
        },
        Next: 'Look it up',
      },
      'Look it up': call('s3:listObjectsV2', { Bucket: '{% $bucket %}', Prefix: jsonata(`${quoted(layout.opsItems)} & $opsItemId & '.json'`), MaxKeys: 1 }, {
        Assign: { isReview: jsonata('$states.result.KeyCount > 0') },
        Next: 'Is it a review?',
      }),
      'Is it a review?': { Type: 'Choice', Choices: [{ Condition: '{% $isReview %}', Next: 'Read what was filed' }], Default: 'Something else' },
      'Something else': { Type: 'Succeed' },
      'Read what was filed': call('s3:getObject', { Bucket: '{% $bucket %}', Key: jsonata(`${quoted(layout.opsItems)} & $opsItemId & '.json'`) }, {
        Assign: { run: jsonata('$parse($states.result.Body)') },
        Next: 'Read the OpsItem',
      }),
      'Read the OpsItem': call('ssm:getOpsItem', { OpsItemId: '{% $opsItemId %}' }, {
        Assign: { item: '{% $states.result.OpsItem %}' },
        Next: 'Is it closed?',
      }),
      // Whoever may start this machine can tell it anything; what OpsCenter says stands beside it in the file.
      'Is it closed?': {
        Type: 'Choice',
        Choices: [{ Condition: jsonata(`$item.Status in ${JSON.stringify(SIGNED_STATUSES)}`), Next: 'File who signed' }],
        Default: 'Not closed',
      },
      'Not closed': { Type: 'Fail', Error: 'NotClosed', Cause: 'OpsCenter says that the OpsItem is not closed: nothing is signed' },
      'File who signed': file(jsonata(`
        $substringBefore($run.reportKey, '.txt') & '${SIGN_OFF}' & $replace($substring($event.time, 0, 19), ':', '-') & 'Z.' & $substring($event.id, 0, 8) & '.json'
      `), jsonata(`$string({
        'review': ${quoted(name)},
        'opsItemId': $opsItemId,
        'signedBy': $exists($event.detail.'modified-by') ? $event.detail.'modified-by' : $item.LastModifiedBy,
        'signedAt': $event.time,
        'status': $event.detail.status,
        'report': { 'bucket': $bucket, 'key': $run.reportKey, 'version': $run.reportVersion, 'sha256': $run.reportSha256 },
        'period': { 'since': $fromMillis($run.since * 1000), 'until': $fromMillis($run.until * 1000) },
        'headline': $run.headline,
        'opsItem': { 'lastModifiedBy': $item.LastModifiedBy, 'lastModifiedTime': $item.LastModifiedTime, 'status': $item.Status },
        'event': $event
      })`), 'application/json', { End: true }),
    },
  };
}
