import { App } from 'aws-cdk-lib';
import { clusterMatrix } from '../test/cluster-matrix';
import { reviewMatrix } from '../test/review/review-matrix';

/** Writes a template for each way to build an audited cluster, and for the review of 1, 10 and 40 of them, checked by the rules of aws-cdk-lib, for other checkers to read. */
const app = new App({ outdir: process.argv[2], context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
console.log(`${clusterMatrix(app).length} clusters, ${reviewMatrix(app).length} reviews`);
app.synth();
