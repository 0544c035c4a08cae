"""A deployed `rds.DatabaseCluster` with a generated identifier becomes an `AuditedAuroraMysqlCluster`, and stays the same cluster."""

from cloud import synthesize
from deployed import Deployed, cluster, clusters, log_groups, parameters
from readback import differences

# The resources that a cluster of aws-rds consists of, with the property that `cdk import` asks for.
IDENTIFIED_BY = {
    "AWS::EC2::SecurityGroup": "Id",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::RDS::DBInstance": "DBInstanceIdentifier",
    "AWS::RDS::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::SecretsManager::Secret": "Id",
}


def test_a_deployed_cluster_is_taken_out_of_its_stack_and_imported_as_an_audited_one(environment, state):
    environment.deploy(state("generated"))
    (identifier,) = clusters(environment)
    before = cluster(environment, identifier)

    # 1. Everything of the cluster is retained.
    assert environment.deploy(state("generated-retained")).succeeded
    physical_ids = Deployed(environment, state("generated-retained")).physical_ids

    # 2. It is taken out of the stack.
    assert environment.deploy(state("without-cluster")).succeeded
    assert clusters(environment) == [identifier]

    # 3. It is imported as what it is, with its identifiers.
    (writer,) = before["DBClusterMembers"]
    synthesize("as-deployed", "adopted", clusterIdentifier=identifier, instanceIdentifier=writer["DBInstanceIdentifier"])
    resources = Deployed(environment, state("as-deployed")).template["Resources"]
    identifiers = {
        logical_id: {IDENTIFIED_BY[resource["Type"]]: physical_ids[logical_id]}
        for logical_id, resource in resources.items() if logical_id.startswith("Database") and resource["Type"] in IDENTIFIED_BY
    }
    # Not as the audited one, which refers to resources that are still to be created.
    refused = environment.import_resources(state("adopted"), identifiers)
    assert "Unresolved resource dependencies" in refused.output
    imported = environment.import_resources(state("as-deployed"), identifiers)
    assert imported.succeeded, imported.output

    # 4. It becomes the audited one: now parameter group and exports differ from the template before, and are set.
    outcome = environment.deploy(state("adopted"))

    after = cluster(environment, identifier)
    assert outcome.succeeded, outcome.output
    assert clusters(environment) == [identifier]
    assert after["DbClusterResourceId"] == before["DbClusterResourceId"]
    assert differences(Deployed(environment, state("adopted"))) == []
    assert parameters(environment, after["DBClusterParameterGroup"])["server_audit_logging"] == "1"
    assert set(log_groups(environment, identifier)) == set(after["EnabledCloudwatchLogsExports"]) == {"audit", "error", "general", "slowquery"}
