import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AuditAnalysis, AuditArchive, AuditDashboard, AuditQuickSight, AuditReview } from '../../src';
import { auditedCluster } from '../stacks';

const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
const { audit } = auditedCluster(stack, { clusterIdentifier: 'orders' });
const archive = new AuditArchive(stack, 'Archive', { audits: [audit] });
const analysis = new AuditAnalysis(stack, 'Analysis', { archive, queryResultsBucket: s3.Bucket.fromBucketName(stack, 'Results', 'results') });
const readers = ['arn:aws:quicksight:us-east-1:111111111111:group/default/security'];
const reviewers = ['security@example.com'];

/** What JavaScript and Python let through, and no prop of these constructs takes. */
const WRONG: [string, unknown][] = [
  ['a number', 0], ['no number', NaN], ['an object', {}], ['a truth', true], ['a function', () => 1], ['a symbol', Symbol('x')],
  ['a token that is a number', Token.asNumber({ Ref: 'X' })], ['no time', Duration.days(0)],
  ['a list of nothing', [null]], ['a list of objects', [{}]], ['a list of numbers', [0]], ['a list of tokens', [Token.asNumber({ Ref: 'X' })]],
];

const PROPS: [string, new (scope: Construct, id: string, props: any) => Construct, object, string[]][] = [
  ['AuditArchive', AuditArchive, { audits: [audit] },
    ['audits', 'bucket', 'accessLogsBucket', 'encryptionKey', 'expiration', 'glacierInstantRetrievalTransition', 'objectLockMode', 'objectLockRetention']],
  ['AuditAnalysis', AuditAnalysis, { archive }, ['archive', 'queryResultsBucket', 'queryScanLimit', 'timeZone', 'formerClusterIdentifiers']],
  ['AuditDashboard', AuditDashboard, { audits: [audit] }, ['audits', 'dashboardName', 'defaultInterval']],
  ['AuditQuickSight', AuditQuickSight, { analysis, readers },
    ['analysis', 'readers', 'authors', 'history', 'refresh', 'refreshTime', 'timeZone', 'dashboardName']],
  ['AuditReview', AuditReview, { audits: [audit], archive, reviewers },
    ['audits', 'archive', 'analysis', 'reviewers', 'schedule', 'period', 'timeZone', 'alarmActions', 'encryptionKey']],
];

const attempts = PROPS.flatMap(([name, type, base, props]) =>
  props.flatMap(prop => WRONG.map(([what, value]) => ({ name, type, base, prop, what, value }))));

test.each(attempts)('$name says that $prop is $what, and what it takes', ({ type, base, prop, what, value }) => {
  // A construct of its own, for what is made before the error stays.
  const scope = new Construct(stack, `${type.name} ${prop} ${what}`);

  let message = 'taken';
  try {
    new type(scope, 'Made', { ...base, [prop]: value });
  } catch (error) {
    message = `${(error as Error).constructor.name}: ${(error as Error).message}`;
  }

  expect(message).toMatch(new RegExp(`^Error: ${prop}(:|\\[)`));
});
