module quickstart

go 1.25

require (
	github.com/aws/aws-cdk-go/awscdk/v2 v2.271.0
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdk-audited-aurora-mysql/cdk-audited-aurora-mysql-go/cdkauditedauroramysql v1.0.0
)
