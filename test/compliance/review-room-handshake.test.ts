import { App, Duration, Stack } from 'aws-cdk-lib';
import type * as events from 'aws-cdk-lib/aws-events';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { findings } from './findings';
import { AuditAnalysis, AuditArchive, AuditReview, AuroraMysqlAuditChecks } from '../../src';
import { evidenceOf } from '../../src/compliance/evidence/evidence';
import { judgeApp } from '../../src/compliance/judge-app';
import { judgingBy } from '../../src/compliance/judging';
import { ROOM_CALLS } from '../../src/compliance/rules/undoing-room-calls';
import { RenderedApp } from '../../src/compliance/tree/rendered-app';
import { auditedCluster } from '../stacks';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const ASKED = { requireArchive: true, requireReview: true };

/** Cluster, archive and review as the library makes them, each in a stack of its own. */
function reviewRoom() {
  const app = new App();
  const stacks = ['Orders', 'Platform', 'Reports'].map(name => new Stack(app, name, { env: ENV }));
  const { audit } = auditedCluster(stacks[0]);
  const archive = new AuditArchive(stacks[1], 'Archive', { audits: [audit] });
  const review = new AuditReview(stacks[2], 'Review', { audits: [audit], archive, reviewers: ['security@example.com'] });
  return { app, stacks, audit, archive, review, bucket: archive.bucket.node.defaultChild as s3.CfnBucket };
}

type Room = ReturnType<typeof reviewRoom>;

function found({ app }: Room, props = {}): string[] {
  return findings(app, { ...ASKED, ...props });
}

test('what archive and review make is what the rules ask for', () => {
  expect(found(reviewRoom())).toEqual([]);
});

test('a review that asks Athena is one', () => {
  const app = new App();
  const [orders, platform] = ['Orders', 'Platform'].map(name => new Stack(app, name, { env: ENV }));
  const { audit } = auditedCluster(orders);
  const archive = new AuditArchive(platform, 'Archive', { audits: [audit] });
  const analysis = new AuditAnalysis(platform, 'Analysis', { archive });
  new AuditReview(platform, 'Review', { audits: [audit], archive, analysis, reviewers: ['security@example.com'] });
  expect(findings(app, ASKED)).toEqual([]);
});

test.each<[string, (room: Room) => void, string[], object]>([
  ['AuditLogArchive: a filter for some records', ({ archive }) => { archive.subscriptionFilters[0].filterPattern = 'GRANT'; }, ['AuditLogArchive'], {}],
  ['AuditArchiveLock: a lock that is taken away', ({ bucket }) => { bucket.addPropertyDeletionOverride('ObjectLockConfiguration.Rule'); }, ['AuditArchiveLock'], {}],
  ['AuditArchiveLock: a lock that is too short', () => undefined, ['AuditArchiveLock'], { requiredArchiveRetention: Duration.days(730) }],
  ['AuditArchiveExpiration: a lifecycle that is too short',
    ({ bucket }) => { bucket.addPropertyOverride('LifecycleConfiguration.Rules.0.ExpirationInDays', 30); }, ['AuditArchiveExpiration'], {}],
  ['AuditReview: a schedule that is switched off', ({ review }) => { review.schedule.state = 'DISABLED'; }, ['AuditReview'], {}],
])('%s', (_, change, ids, props) => {
  const room = reviewRoom();
  change(room);
  expect(found(room, props)).toEqual(ids);
});

test('a cluster that neither has is found beside one that both have', () => {
  const room = reviewRoom();
  auditedCluster(new Stack(room.app, 'Invoices', { env: ENV }));
  expect(found(room)).toEqual(['AuditLogArchive', 'AuditReview']);
});

test('the schedule of the watch is none of a review', () => {
  const room = reviewRoom();
  room.review.node.tryRemoveChild('Schedule');
  expect(found(room)).toEqual(['AuditReview']);
});

test('evidence names archive and review of a cluster, asked for or not', () => {
  const { app, archive, review } = reviewRoom();
  const judged = judgeApp(new RenderedApp(app), () => true, { ...judgingBy({}), keepsEvidence: true });
  const { resources } = evidenceOf(judged.map(({ outcome }) => outcome), { ...judgingBy({}), rulesLeftOut: [] });
  const [{ archives, reviews }] = resources.filter(({ resourceType }) => resourceType === 'AWS::RDS::DBCluster');
  expect(archives).toEqual([{ bucket: `${archive.bucket.node.path}/Resource`, lockMode: 'GOVERNANCE', lockDays: 365 }]);
  expect(reviews).toEqual([{ schedule: review.schedule.node.path }]);
});

test('evidence names no lock of a bucket whose Object Lock is off', () => {
  const { app, archive, bucket } = reviewRoom();
  bucket.objectLockEnabled = false;
  const judging = { ...judgingBy({}), keepsEvidence: true };
  const archives = judgeApp(new RenderedApp(app), () => true, judging).flatMap(({ outcome }) => outcome.archives ?? []);
  expect([...new Set(archives.map(one => JSON.stringify(one)))]).toEqual([JSON.stringify({ bucket: `${archive.bucket.node.path}/Resource` })]);
});

test('nobody who asks for neither is told of them', () => {
  const room = reviewRoom();
  room.review.schedule.state = 'DISABLED';
  expect(new AuroraMysqlAuditChecks(room.app).validateScope(room.app).violations).toEqual([]);
});

describe('calls that the rules of EventBridge watch are known to UnseenChanges, which judges them before they are deployed', () => {
  const known = [...new Set(ROOM_CALLS.map(([name]) => name.slice(name.indexOf('.') + 1)))];
  const { archive, review } = reviewRoom();
  // Calls about keys and alarms are judged wherever they are made.
  const watched = [...archive.controlPlaneRules, review.controlPlaneRule].flatMap(patternsOf)
    .filter(({ requestParameters: about }) => !('keyId' in about || '$or' in about)).flatMap(({ eventName }) => eventName);

  test.each(watched)('%j', watchedName => {
    expect(known.filter(name => isWatched(name, watchedName))).not.toEqual([]);
  });

  test('and so are those of objects, which only data events tell of, and those that CloudTrail calls otherwise', () => {
    expect(known.filter(name => !watched.some(each => isWatched(name, each))).sort()).toEqual([
      'deleteObject', 'deleteObjects', 'deletePublicAccessBlock', 'putObjectLegalHold', 'putObjectLockConfiguration', 'putObjectRetention', 'putPublicAccessBlock',
    ]);
  });
});

type Watched = string | { readonly prefix: string } | { readonly suffix: string };

function patternsOf(rule: events.Rule): { eventName: Watched[]; requestParameters: object }[] {
  return rule._renderEventPattern().detail.$or;
}

/** Whether CloudTrail writes the call of an SDK under that name. */
function isWatched(call: string, watched: Watched): boolean {
  const name = call[0].toUpperCase() + call.slice(1);
  return typeof watched === 'string' ? name === watched : 'prefix' in watched ? name.startsWith(watched.prefix) : name.endsWith(watched.suffix);
}
