import Module from 'node:module';

const resolve = Module._resolveFilename;

/** Everything that asks for aws-cdk-lib gets the newest, cdk-nag too. */
Module._resolveFilename = (request, ...rest) => resolve(request.replace(/^aws-cdk-lib(?=\/|$)/, 'aws-cdk-lib-newest'), ...rest);
