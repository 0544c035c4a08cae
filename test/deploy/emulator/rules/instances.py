"""Instances of a cluster: identifiers, classes, the cluster they belong to."""

from ministack.services import rds

from ..handlers import refuse

RESOURCE_TYPE = "AWS::RDS::DBInstance"

# The instance classes of Aurora MySQL 3 and 8.4.
CLASSES = ("db.serverless", "db.r5.", "db.r6g.", "db.r6i.", "db.r7g.", "db.r7i.", "db.r8g.", "db.t3.", "db.t4g.", "db.x2g.")


def identifier_is_free(properties, _):
    identifier = properties.get("DBInstanceIdentifier")
    if identifier is not None and identifier.lower() in rds._instances:
        raise ValueError(f"DB instance already exists (Service: Rds, Status Code: 400): {identifier}")


def cluster_exists(properties, _):
    identifier = properties.get("DBClusterIdentifier")
    if identifier is not None and identifier not in rds._clusters:
        raise ValueError(f"Could not find DB cluster: {identifier} (Service: Rds, Status Code: 404)")


def class_exists(properties, _):
    instance_class = properties.get("DBInstanceClass", "")
    if properties.get("Engine") == "aurora-mysql" and not instance_class.startswith(CLASSES):
        raise ValueError("RDS does not support creating a DB instance with the following combination: "
                         f"DBInstanceClass={instance_class}, Engine=aurora-mysql (Service: Rds, Status Code: 400)")


def apply():
    refuse(RESOURCE_TYPE, create=[identifier_is_free, cluster_exists], write=[class_exists])
