import { App } from 'aws-cdk-lib';
import { clusterMatrix } from '../test/cluster-matrix';

/** Writes a template for each way to build an audited cluster, for other checkers to read. */
const app = new App({ outdir: process.argv[2] });
console.log(`${clusterMatrix(app).length} templates`);
app.synth();
