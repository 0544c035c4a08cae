import { IDENTIFIER_METADATA } from '../../../src/recording/identifier-metadata';
import { type Change, cluster, logs } from '../audited-template';
import { said } from '../judged-template';

/** The records of a cluster whose identifier CloudFormation makes up go to this log group. */
const writingTo = (name: string, metadata: unknown, identifier?: unknown): Change => t => {
  cluster(t).DBClusterIdentifier = identifier;
  t.Resources.Cluster.Metadata = metadata;
  logs(t).LogGroupName = name;
};

const told = (identifier: unknown) => ({ [IDENTIFIER_METADATA]: identifier });

test.each<[string, Change]>([
  ['an identifier that CloudFormation made up', writingTo('/aws/rds/cluster/stack-orders-1/audit', told('stack-orders-1'))],
  ['in the lower case in which RDS keeps it', writingTo('/aws/rds/cluster/stack-orders-1/audit', told('Stack-Orders-1'))],
  ['with signs that mean something in replacements', writingTo('/aws/rds/cluster/$&/audit', told('$&'))],
  ['but not where the template gives another', writingTo('/aws/rds/cluster/orders/audit', told('stack-orders-1'), 'orders')],
])('somebody may have told %s', (_, change) => {
  expect(said(change)).toEqual([]);
});

test.each<[string, unknown]>([
  ['nobody says it', {}],
  ['metadata are no map', 'stack-orders-1'],
  ['it is no text', told(7)],
  ['it is not known', told('{{resolve:ssm:name}}')],
])('a log group is that of a made-up identifier by no chance where %s', (_, metadata) => {
  expect(said(writingTo('/aws/rds/cluster/stack-orders-1/audit', metadata)).map(({ where }) => where)).toContain('Cluster Properties.DBClusterIdentifier');
});
