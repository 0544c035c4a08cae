import { App } from 'aws-cdk-lib';
import { clusterMatrix } from '../test/cluster-matrix';

/** Writes a template for each way to build an audited cluster, checked by the rules of aws-cdk-lib, for other checkers to read. */
const app = new App({ outdir: process.argv[2], context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
console.log(`${clusterMatrix(app).length} templates`);
app.synth();
