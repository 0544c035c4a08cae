package quickstart;

import io.github.cdkauditedauroramysql.AuditedAuroraMysqlCluster;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.rds.AuroraMysqlEngineVersion;
import software.amazon.awscdk.services.rds.ClusterInstance;

public final class QuickStart {
    public static void main(final String[] args) {
        final var app = new App();
        final var stack = new Stack(app, "QuickStart");

        AuditedAuroraMysqlCluster.Builder.create(stack, "Database")
                .vpc(Vpc.Builder.create(stack, "Vpc").maxAzs(2).natGateways(0).build())
                .vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
                .writer(ClusterInstance.serverlessV2("writer"))
                .version(AuroraMysqlEngineVersion.VER_3_12_0)
                .securityContacts(List.of("security@example.com"))
                .build();

        app.synth();
    }
}
