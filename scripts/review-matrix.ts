import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { REVIEW_SIZES, reviewStack } from '../test/review-matrix';

/** Writes templates of archives of few and of many clusters, for other checkers to read. */
for (const size of REVIEW_SIZES) {
  const app = new App({ outdir: join(process.argv[2], String(size)) });
  const { stackName } = reviewStack(app, size);
  const { Resources } = app.synth().getStackByName(stackName).template;
  console.log(`${stackName}: ${Object.keys(Resources).length} resources`);
}
