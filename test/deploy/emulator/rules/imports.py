"""Imports of the types that a cluster consists of: the resource is taken as it is, nothing of the template is applied to it."""

from ministack.services import ec2, rds, secretsmanager
from ministack.services.cloudformation import changesets, provisioners
from ministack.services.cloudformation.engine import _intrinsic_references

from ..handlers import patch

# The property that identifies a resource, where it is held, and what Fn::GetAtt gets of it.
IMPORTABLE = {
    "AWS::EC2::SecurityGroup": ("Id", ec2._security_groups, lambda group: {"GroupId": group["GroupId"], "VpcId": group["VpcId"]}),
    "AWS::RDS::DBCluster": ("DBClusterIdentifier", rds._clusters, provisioners._rds_db_cluster_attrs),
    "AWS::RDS::DBInstance": ("DBInstanceIdentifier", rds._instances, provisioners._rds_db_instance_attrs),
    "AWS::RDS::DBSubnetGroup": ("DBSubnetGroupName", rds._subnet_groups, lambda _: {}),
    "AWS::SecretsManager::Secret": ("Id", secretsmanager._secrets, lambda _: {}),
}


def strict_import(stock):
    """A template is refused that refers to what is not in it, such as to resources that are still to be created."""

    def changes(resources_to_import, template, diff):
        resources = template.get("Resources", {})
        unresolved = sorted({name for resource in resources.values() for name in references(resource)} - {*resources, *template.get("Parameters", {})})
        if unresolved:
            raise ValueError(f"Template format error: Unresolved resource dependencies [{', '.join(unresolved)}] in the Resources block of the template")
        return stock(resources_to_import, template, diff)

    return changes


def references(resource):
    depends_on = resource.get("DependsOn", [])
    yield from [depends_on] if isinstance(depends_on, str) else depends_on
    yield from (name for name, _ in _intrinsic_references(resource.get("Properties", {})) if not name.startswith("AWS::"))


def apply():
    patch(changesets, "_import_changes", strict_import)
    for resource_type, (key, held, attributes) in IMPORTABLE.items():
        changesets._IMPORT_LOOKUPS[resource_type] = ((key,), missing(resource_type, held))
        provisioners._RESOURCE_HANDLERS[resource_type]["import"] = adopt(key, held, attributes)


def missing(resource_type, held):
    def problem(name):
        return None if name in held else f"Resource of type '{resource_type}' with identifier '{name}' was not found."

    return problem


def adopt(key, held, attributes):
    def handler(identifier):
        return identifier[key], attributes(held[identifier[key]])

    return handler
