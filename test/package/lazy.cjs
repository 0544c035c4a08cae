const { deepStrictEqual, ok } = require('node:assert');

/** Ends with an error unless only the rule pack loads cdk-nag, which takes many times as long to load as all the rest. */
const loaded = () => Object.keys(require.cache).filter(path => path.includes('/node_modules/cdk-nag/'));

const library = require('cdk-audited-aurora-mysql');
const names = Object.keys(library).filter(name => name !== 'AuroraMysqlAuditChecks');
ok(names.length > 0);
names.forEach(name => ok(library[name], name));
deepStrictEqual(loaded(), []);

ok(library.AuroraMysqlAuditChecks);
ok(loaded().length > 0);
