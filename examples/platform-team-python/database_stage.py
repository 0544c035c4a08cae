from aws_cdk import Environment, Stack, Stage
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds
from cdk_audited_aurora_mysql import AuditedAuroraMysqlCluster
from constructs import Construct

from review_room import ReviewRoom


class DatabaseStage(Stage):
    """The databases of one account and region, with one review room for all of them.

    :param clusters: The names of the clusters, which are their identifiers as well: those of a deployed cluster never change.
    :param security_contacts: Who gets the alarms.
    :param reviewers: Who reviews what was recorded; without, records are kept and watched, and neither archived nor reviewed.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        env: Environment,
        clusters: list[str],
        security_contacts: list[str],
        reviewers: list[str] | None = None,
    ) -> None:
        super().__init__(scope, id, env=env)
        databases = Stack(self, "Databases")
        vpc = ec2.Vpc(databases, "Vpc", max_azs=2, nat_gateways=0)

        audits = [
            AuditedAuroraMysqlCluster(
                databases,
                cluster_identifier,
                vpc=vpc,
                vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
                writer=rds.ClusterInstance.serverless_v2("writer"),
                version=rds.AuroraMysqlEngineVersion.VER_3_12_0,
                cluster_identifier=cluster_identifier,
                security_contacts=security_contacts,
            ).audit
            for cluster_identifier in clusters
        ]

        if reviewers:
            ReviewRoom(self, "Review", audits=audits, reviewers=reviewers)
