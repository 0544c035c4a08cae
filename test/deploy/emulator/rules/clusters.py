"""Clusters: what CreateDBCluster, ModifyDBCluster and DeleteDBCluster refuse, and what CloudFormation's handler makes of an update."""

from ministack.services import cloudwatch_logs as logs, rds
from ministack.services.cloudformation import provisioners

from ..handlers import keep, patch, refuse, wrap

RESOURCE_TYPE = "AWS::RDS::DBCluster"

EXPORTS = {"audit", "error", "general", "slowquery", "instance", "iam-db-auth-error"}

FAMILIES = dict(rds.AURORA_MYSQL_ENGINE_VERSIONS)

# The handler of AWS::RDS::DBCluster passes the properties of the template on to ModifyDBCluster,
# which leaves alone what is absent: a property that leaves the template keeps its value.
STAYS_WHEN_REMOVED = [
    "CopyTagsToSnapshot", "DBClusterParameterGroupName", "DeletionProtection", "EnableHttpEndpoint", "EnableIAMDatabaseAuthentication",
    "EngineVersion", "ServerlessV2ScalingConfiguration",
]


def identifier_is_free(properties, _):
    identifier = properties.get("DBClusterIdentifier")
    if identifier is not None and identifier.lower() in rds._clusters:
        raise ValueError(f"DB Cluster already exists (Service: Rds, Status Code: 400): {identifier}")


def version_exists(properties, _):
    version = properties.get("EngineVersion")
    if properties.get("Engine") == "aurora-mysql" and version is not None and version not in FAMILIES:
        raise ValueError(f"Cannot find version {version} for aurora-mysql (Service: Rds, Status Code: 400)")


def exports_exist(properties, _):
    for log_type in properties.get("EnableCloudwatchLogsExports") or []:
        if properties.get("Engine") == "aurora-mysql" and log_type not in EXPORTS:
            raise ValueError(f"You cannot use the log types '{log_type}' with engine version aurora-mysql {properties.get('EngineVersion')}")


def parameter_group_fits(properties, _):
    name = properties.get("DBClusterParameterGroupName")
    if name is None or name.startswith("default."):
        return
    group = rds._db_cluster_param_groups.get(name)
    if group is None:
        raise ValueError(f"DBClusterParameterGroup not found: {name} (Service: Rds, Status Code: 404)")
    family = FAMILIES.get(properties.get("EngineVersion"))
    if family is not None and group["DBParameterGroupFamily"] != family:
        raise ValueError(f"The parameter group {name} with DBParameterGroupFamily {group['DBParameterGroupFamily']} "
                         f"can't be used for this cluster. Use a parameter group with DBParameterGroupFamily {family}.")


def snapshot_exists(properties, _):
    snapshot = properties.get("SnapshotIdentifier")
    if snapshot is not None and snapshot not in rds._db_cluster_snapshots:
        raise ValueError(f"DBClusterSnapshot not found: {snapshot} (Service: Rds, Status Code: 404)")


def is_unprotected(_, identifier):
    if rds._clusters.get(identifier, {}).get("DeletionProtection"):
        raise ValueError(f"Cannot delete protected Cluster {identifier}, please disable deletion protection and try again")


def has_no_instances(_, identifier):
    if any(instance.get("DBClusterIdentifier") == identifier for instance in rds._instances.values()):
        raise ValueError("Cluster cannot be deleted, it still contains DB instances in non-deleting state. (Service: Rds, Status Code: 400)")


def more_fields(stock):
    """Two properties that the stock provisioner drops."""

    def fields(properties):
        engine = properties.get("Engine")
        family = FAMILIES.get(properties.get("EngineVersion"), engine)
        return {
            **stock(properties),
            "DBClusterParameterGroup": properties.get("DBClusterParameterGroupName") or f"default.{family}",
            "EnabledCloudwatchLogsExports": sorted(properties.get("EnableCloudwatchLogsExports") or []),
        }

    return fields


def lasting_update(stock):
    def update(identifier, old, new, *rest):
        if not provisioners._requires_replacement(RESOURCE_TYPE, old, new):
            new = {**{name: old[name] for name in STAYS_WHEN_REMOVED if name in old}, **new}
        return stock(identifier, old, new, *rest)

    return update


def keep_origin(identifier, properties):
    """Key and encryption: of the properties, or of the snapshot, which stays as it is unless a key is given."""
    cluster = rds._clusters[identifier]
    snapshot = rds._db_cluster_snapshots.get(properties.get("SnapshotIdentifier"))
    key = properties.get("KmsKeyId")
    if snapshot is not None:
        cluster["MasterUsername"] = snapshot["MasterUsername"]
        cluster["StorageEncrypted"] = bool(key) or snapshot["StorageEncrypted"]
    cluster["KmsKeyId"] = key or (snapshot or {}).get("KmsKeyId", "")


def aurora_makes_log_groups(identifier, _):
    """Aurora writes to a group that is there, and otherwise makes one that never expires."""
    for log_type in rds._clusters[identifier]["EnabledCloudwatchLogsExports"]:
        name = f"/aws/rds/cluster/{identifier.lower()}/{log_type}"
        if name not in logs._log_groups:
            logs._create_log_group({"logGroupName": name})


def lasting_modification(stock):
    """What ModifyDBCluster does with a parameter group and with exports, which the stock service takes as it is, or drops."""

    def modify(request):
        try:
            parameter_group_fits({"DBClusterParameterGroupName": rds._p(request, "DBClusterParameterGroupName") or None}, None)
        except ValueError as refusal:
            return rds._error("DBClusterParameterGroupNotFound", str(refusal), 404)
        answer = stock(request)
        cluster = rds._clusters.get(rds._p(request, "DBClusterIdentifier"))
        if answer[0] < 400 and cluster is not None:
            enabled, disabled = (rds._parse_member_list(request, f"CloudwatchLogsExportConfiguration.{name}LogTypes") for name in ("Enable", "Disable"))
            cluster["EnabledCloudwatchLogsExports"] = sorted({*cluster.get("EnabledCloudwatchLogsExports", []), *enabled} - {*disabled})
            aurora_makes_log_groups(cluster["DBClusterIdentifier"], None)
        return answer

    return modify


def exports_shown(stock):
    def xml(cluster, *args, **kwargs):
        members = "".join(f"<member>{log_type}</member>" for log_type in cluster.get("EnabledCloudwatchLogsExports", []))
        exports = f"<EnabledCloudwatchLogsExports>{members}</EnabledCloudwatchLogsExports>"
        return stock(cluster, *args, **kwargs).replace("<AssociatedRoles/>", f"{exports}<AssociatedRoles/>", 1)

    return xml


def apply():
    patch(provisioners, "_rds_db_cluster_fields", more_fields)
    patch(rds, "_cluster_xml", exports_shown)
    rds._ACTION_MAP["ModifyDBCluster"] = lasting_modification(rds._ACTION_MAP["ModifyDBCluster"])
    keep(RESOURCE_TYPE, keep_origin)
    keep(RESOURCE_TYPE, aurora_makes_log_groups)
    refuse(
        RESOURCE_TYPE,
        create=[identifier_is_free, snapshot_exists],
        write=[version_exists, exports_exist, parameter_group_fits],
        delete=[is_unprotected, has_no_instances],
    )
    wrap(RESOURCE_TYPE, update=lasting_update)
