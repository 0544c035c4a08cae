// An audited Aurora MySQL cluster, as in the quick starts in the other languages.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/jsii-runtime-go"
	audit "github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql-go/cdkauditedauroramysql"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("QuickStart"), nil)

	audit.NewAuditedAuroraMysqlCluster(stack, jsii.String("Database"), &audit.AuditedAuroraMysqlClusterProps{
		Vpc: awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{
			MaxAzs:      jsii.Number(2),
			NatGateways: jsii.Number(0),
		}),
		VpcSubnets:       &awsec2.SubnetSelection{SubnetType: awsec2.SubnetType_PRIVATE_ISOLATED},
		Writer:           awsrds.ClusterInstance_ServerlessV2(jsii.String("writer"), nil),
		Version:          awsrds.AuroraMysqlEngineVersion_VER_3_12_0(),
		SecurityContacts: jsii.Strings("security@example.com"),
	})

	app.Synth(nil)
}
