/**
 * What most of the time of a synthesis goes into and no test looks at. Templates are held against the rules of CloudFormation where a test asks for it,
 * as it does for every way to build things; where in a test a resource was made, nobody asks.
 */
process.env.CDK_VALIDATION ??= 'false';
process.env.CDK_CONTEXT_JSON ??= JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });
