import { Stack, Stage, type StageProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { AuditedAuroraMysqlCluster } from 'cdk-audited-aurora-mysql';
import type { Construct } from 'constructs';
import { ReviewRoom } from './review-room';

export interface DatabaseStageProps extends StageProps {
  /** The names of the clusters, which are their identifiers as well: those of a deployed cluster never change. */
  readonly clusters: string[];

  /** Who gets the alarms. */
  readonly securityContacts: string[];

  /**
   * Who reviews what was recorded.
   *
   * @default - nobody: records are kept and watched, and neither archived nor reviewed
   */
  readonly reviewers?: string[];
}

/** The databases of one account and region, with one review room for all of them. */
export class DatabaseStage extends Stage {
  constructor(scope: Construct, id: string, props: DatabaseStageProps) {
    super(scope, id, props);
    const databases = new Stack(this, 'Databases');
    const vpc = new ec2.Vpc(databases, 'Vpc', { maxAzs: 2, natGateways: 0 });

    const audits = props.clusters.map(clusterIdentifier => new AuditedAuroraMysqlCluster(databases, clusterIdentifier, {
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      writer: rds.ClusterInstance.serverlessV2('writer'),
      version: rds.AuroraMysqlEngineVersion.VER_3_12_0,
      clusterIdentifier,
      securityContacts: props.securityContacts,
    }).audit);

    if (props.reviewers) {
      new ReviewRoom(this, 'Review', { audits, reviewers: props.reviewers });
    }
  }
}
