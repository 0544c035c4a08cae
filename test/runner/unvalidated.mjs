/**
 * Templates are held against the rules of CloudFormation where a test asks for it, as it does for every way to build things;
 * of every synthesis that would be most of the time.
 */
process.env.CDK_VALIDATION ??= 'false';
