/**
 * What takes much of the time of a synthesis, and few tests look at. Templates are held against the rules of CloudFormation where a test asks for it,
 * as it does for every way to build things, and resources know where they were made in apps that are `TRACED`.
 */
process.env.CDK_VALIDATION ??= 'false';
process.env.CDK_CONTEXT_JSON ??= JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });
