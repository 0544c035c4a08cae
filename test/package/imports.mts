import whole, * as library from 'cdk-audited-aurora-mysql';
import { AuditDetection, AuditEvent, AuditedAuroraMysqlCluster, AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';

/** Ends with an error unless an ES module gets the exports of the library in every way of importing them. */
const imported = new Map<string, unknown>(Object.entries(library));
const exported = Object.entries(whole);
const missing = exported.filter(([name, value]) => value === undefined || imported.get(name) !== value).map(([name]) => name);
if (exported.length === 0 || missing.length > 0) {
  throw new Error(`of ${exported.length} exports, ES modules do not see: ${missing.join(', ')}`);
}

const named = { AuditDetection, AuditEvent, AuditedAuroraMysqlCluster, AuroraMysqlAuditChecks };
for (const [name, value] of Object.entries(named)) {
  if (typeof value !== 'function' || value !== imported.get(name)) {
    throw new Error(`the import by name of ${name} gives ${value}`);
  }
}
