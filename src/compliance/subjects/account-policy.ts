import { type Archiving, throughStream } from './archive';
import type { AuditIndex } from './audit-index';
import { Possible } from '../resolved/possible';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, parseJson } from '../resolved/symbolic-text';
import { deepProperties, isMap, whyUnknown } from '../resolved/value';

const TYPE = 'SUBSCRIPTION_FILTER_POLICY';
const READ = ['PolicyType', 'PolicyDocument', 'SelectionCriteria'];
const ALL_BUT = /^\s*LogGroupName\s+NOT\s+IN\s*(\[.*\])\s*$/is;

/**
 * Where a subscription of the whole account takes the records of a log group; nothing where the policy is about something else.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 */
export function accountArchiving(policy: ResolvedResource, logGroupName: string, index: AuditIndex): Possible<Archiving | undefined> {
  return deepProperties(policy.property(), READ).flatMap<Archiving | undefined>(given => {
    const { PolicyType: type, PolicyDocument: document, SelectionCriteria: criteria } = given;
    if (type !== TYPE) {
      return isLiteral(String(type)) ? Possible.known(undefined) : Possible.unknown('what kind of policy it is is only known at deployment');
    }
    const subscription = documentIn(document);
    if (subscription === undefined) {
      return Possible.unknown('what it subscribes to is only known at deployment');
    }
    const { DestinationArn: arn, FilterPattern: pattern = '' } = subscription;
    return isSelected(criteria, logGroupName).flatMap<Archiving | undefined>(isIt => {
      const reason = whyUnknown(String(pattern));
      return !isIt ? Possible.known(undefined)
        : reason !== undefined ? Possible.unknown(reason)
          : String(pattern).trim() !== '' ? Possible.known<Archiving | undefined>({
            flaw: `takes some records only, those that match ${String(pattern)}`, resource: policy, property: 'Properties.PolicyDocument',
          }) : throughStream(String(arn ?? ''), policy, 'PolicyDocument', index);
    });
  });
}

function documentIn(document: unknown) {
  try {
    const parsed = typeof document === 'string' ? parseJson(document) : document;
    return isMap(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Without criteria it is about every log group. */
function isSelected(criteria: unknown, logGroupName: string): Possible<boolean> {
  if (criteria === undefined || criteria === '') {
    return Possible.known(true);
  }
  const [, list] = ALL_BUT.exec(String(criteria)) ?? [];
  const names = list === undefined || !isLiteral(list) || !isLiteral(logGroupName) ? undefined : listIn(list);
  return names === undefined ? Possible.unknown('which log groups its SelectionCriteria select is not known') : Possible.known(!names.includes(logGroupName));
}

function listIn(list: string): unknown[] | undefined {
  try {
    return JSON.parse(list) as unknown[];
  } catch {
    return undefined;
  }
}
