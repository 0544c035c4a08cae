/**
 * The CDK CLI for one command after the other: a process of its own for each would load the CLI again each time.
 *
 * Reads a line of JSON for each command, `{ arguments, environment }`, and answers with one, `{ succeeded, output }`.
 */
const { dirname, join } = require('path');
const { createInterface } = require('readline');

// What `bin/cdk` runs.
const { exec } = require(join(dirname(require.resolve('aws-cdk/package.json')), 'lib'));

const answer = process.stdout.write.bind(process.stdout);
let output = '';
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk, encoding, done = encoding) => {
    output += chunk;
    if (typeof done === 'function') done();
    return true;
  };
}

const inherited = { ...process.env };

async function run({ arguments: given, environment }) {
  process.env = { ...inherited, ...environment };
  output = '';
  try {
    return { succeeded: !await exec(given), output };
  } catch (error) {
    return { succeeded: false, output: `${output}${error.message}\n` };
  }
}

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    answer(`${JSON.stringify(await run(JSON.parse(line)))}\n`);
  }
}

void main();
