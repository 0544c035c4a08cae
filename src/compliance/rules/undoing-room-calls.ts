import type { RuleSettings } from './rule';
import type { Effect, JudgeCall } from './undoing-call';
import type { ResolvedResource } from '../resolved/resolved-resource';
import { isLiteral, onlyPart, readable } from '../resolved/symbolic-text';
import { arnKey, arnKeys, MACHINE } from '../subjects/archive';
import type { AuditIndex } from '../subjects/audit-index';
import type { HidingPlace } from '../subjects/hiding-place';

/** What is found by the name that a call gives. */
type Known = { readonly type: string; readonly nameProperty: string };

const BUCKET: Known = { type: 'AWS::S3::Bucket', nameProperty: 'BucketName' };
const STREAM: Known = { type: 'AWS::KinesisFirehose::DeliveryStream', nameProperty: 'DeliveryStreamName' };
const SCHEDULE: Known = { type: 'AWS::Scheduler::Schedule', nameProperty: 'Name' };
const RULE: Known = { type: 'AWS::Events::Rule', nameProperty: 'Name' };
const STATE_MACHINE: Known = { type: 'AWS::StepFunctions::StateMachine', nameProperty: 'StateMachineName' };

/** The calls, by what they are about; the parameter that names it. */
const CALLS: readonly [services: string[], actions: string[], parameter: string, Known, asks: keyof RuleSettings, what: string][] = [
  [['firehose'], ['deleteDeliveryStream', 'stopDeliveryStreamEncryption', 'startDeliveryStreamEncryption', 'updateDestination'],
    'DeliveryStreamName', STREAM, 'requiresArchive', 'may stop or redirect the delivery stream of an archive'],
  [['s3'], [
    'deleteBucket', 'deleteBucketPolicy', 'putBucketPolicy', 'putObjectLockConfiguration', 'putBucketVersioning', 'putBucketLifecycleConfiguration', 'putBucketLifecycle',
    'putBucketEncryption', 'deleteBucketEncryption', 'putBucketAcl', 'putPublicAccessBlock', 'deletePublicAccessBlock', 'putBucketOwnershipControls',
    'deleteObject', 'deleteObjects', 'putObjectRetention', 'putObjectLegalHold',
  ], 'Bucket', BUCKET, 'requiresArchive', 'may undo the protection of an archive'],
  [['scheduler'], ['deleteSchedule', 'updateSchedule'], 'Name', SCHEDULE, 'requiresReview', 'may switch the schedule of a review off'],
  [['eventbridge', 'cloudwatchevents', 'events'], ['deleteRule', 'disableRule', 'putRule'], 'Name', RULE, 'requiresReview', 'may switch a rule of a review off'],
  [['eventbridge', 'cloudwatchevents', 'events'], ['removeTargets', 'putTargets'], 'Rule', RULE, 'requiresReview', 'may take the target of a review'],
  [['sfn', 'stepfunctions'], ['deleteStateMachine', 'updateStateMachine'], 'stateMachineArn', STATE_MACHINE, 'requiresReview', 'may undo the state machine of a review'],
];

/** The calls that undo archives and reviews, where these are asked for; like the watch of the library, by what they name. */
export const ROOM_CALLS: readonly (readonly [name: string, judge: JudgeCall])[] = CALLS.flatMap(([services, actions, parameter, known, asks, what]) =>
  services.flatMap(service => actions.map((action): [string, JudgeCall] => [`${service}.${action}`, (parameters, place, settings) =>
    settings[asks] ? effectOn(parameters[parameter], place, known, what) : undefined])));

const SERVICES = new Map(CALLS.flatMap(([services,,,, asks]) => services.map(service => [service, asks] as const)));

/** Whether calls of a service can undo what is asked for. */
export function concernsRoom(service: string, settings: RuleSettings): boolean {
  const asks = SERVICES.get(service);
  return asks !== undefined && settings[asks] === true;
}

/** What undoes archives and reviews, however it is written. */
const TELLING_OF_ARCHIVES = new RegExp([
  '(delete|stop|start)[-_]?delivery[-_]?stream', 'bypass[-_]?governance', 'put[-_]?object[-_]?(lock[-_]?configuration|retention|legal[-_]?hold)',
  '(delete|put)[-_]?bucket[-_]?(policy|lifecycle|versioning|encryption)', '(delete|put)[-_]?(subscription[-_]?filter|account[-_]?policy)',
].join('|'), 'i');
const TELLING_OF_REVIEWS = /(delete|update)[-_]?(schedule(?![-_]?group)|state[-_]?machine)|(delete|disable)[-_]?rule\b|remove[-_]?targets/i;

/** Whether a text has the name of a call in it that undoes what is asked for. */
export function tellsOfRoom(said: string, { requiresArchive, requiresReview }: RuleSettings): boolean {
  return (requiresArchive && TELLING_OF_ARCHIVES.test(said)) || (requiresReview && TELLING_OF_REVIEWS.test(said));
}

/** Something of that type in the app, or what is not known; what is named and is not in the app is nothing that the rules look at. */
function effectOn(name: unknown, { index }: HidingPlace, known: Known, what: string): Effect {
  const given = String(name ?? '');
  const key = arnKey(given, MACHINE) ?? given;
  const found = index.app.ofType(known.type).filter(resource => arnKeys(resource, known.nameProperty).some(({ values }) => values.includes(key)));
  if (found.length > 0) {
    return known !== BUCKET || found.some(bucket => isOfArchive(bucket, index)) ? { mayUndo: `${what}, ${readable(given)}` } : undefined;
  }
  const isElsewhere = (isLiteral(given) && given !== '') || (onlyPart(given) !== undefined && isOfAnotherKind(key, known, index));
  return isElsewhere ? undefined : { mayUndo: `${what}, if ${readable(given) || 'it'} is of one` };
}

/** Whether it is what `Ref` gives of a resource of another kind; the state machines of SAM are of the same. */
function isOfAnotherKind(key: string, { type }: Known, { app }: AuditIndex): boolean {
  const kind = type.split('::')[2];
  return app.types.filter(other => !other.includes(kind)).some(other => app.ofType(other).some(resource => resource.key === key));
}

/** Where a policy subscribes the whole account, every bucket may be one. */
function isOfArchive(bucket: ResolvedResource, index: AuditIndex): boolean {
  return index.app.ofType('AWS::Logs::AccountPolicy').length > 0
    || index.app.ofType('AWS::Logs::SubscriptionFilter').some(filter => index.archiving(filter).values.some(found => 'bucket' in found && found.bucket === bucket));
}
