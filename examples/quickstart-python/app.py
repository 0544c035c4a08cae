from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds
from cdk_audited_aurora_mysql import AuditedAuroraMysqlCluster

app = App()
stack = Stack(app, "QuickStart")

AuditedAuroraMysqlCluster(
    stack,
    "Database",
    vpc=ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=0),
    vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
    writer=rds.ClusterInstance.serverless_v2("writer"),
    version=rds.AuroraMysqlEngineVersion.VER_3_12_0,
    security_contacts=["security@example.com"],
)

app.synth()
