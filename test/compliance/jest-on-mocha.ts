import { expect } from 'expect';
import { bind } from 'jest-each';

// Its types would declare other globals than those of jest.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { interfaces } = require('mocha');

const { bdd } = interfaces;

/** What the tests use of jest, for mocha, which keeps the modules loaded from one mutant to the next. */
interfaces.bdd = (suite: any) => {
  bdd(suite);
  suite.on('pre-require', (globals: any) => {
    for (const define of [globals.describe, globals.it]) {
      define.each = bind(define, false);
    }
    Object.assign(globals, { expect, test: globals.it, beforeAll: globals.before, afterAll: globals.after });
  });
};

export const mochaHooks = {
  /**
   * What is evaluated when modules are loaded, and by tests as well, needs no process of its own: static mutants are left out,
   * so that modules are loaded as they are either way.
   */
  afterAll() {
    const { static: whenLoaded = {}, perTest = {} } = (globalThis as any).__stryker__?.mutantCoverage ?? {};
    for (const mutant of Object.values<object>(perTest).flatMap(Object.keys)) {
      delete whenLoaded[mutant];
    }
  },
};
