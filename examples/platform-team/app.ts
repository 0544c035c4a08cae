import { App, Validations } from 'aws-cdk-lib';
import { AuditEvidenceFormat, AuroraMysqlAuditChecks } from 'cdk-audited-aurora-mysql';
import { DatabaseStage } from './database-stage';

const app = new App();

new DatabaseStage(app, 'Production', {
  env: { account: '111111111111', region: 'eu-central-1' },
  clusters: ['orders', 'billing'],
  securityContacts: ['security@example.com'],
  reviewers: ['audit@example.com'],
});

new DatabaseStage(app, 'Test', {
  env: { account: '222222222222', region: 'eu-central-1' },
  clusters: ['orders'],
  securityContacts: ['developers@example.com'],
});

// One pack for both stages, with evidence of all clusters beside the templates.
Validations.of(app).addPlugins(new AuroraMysqlAuditChecks(app, {
  evidenceFormats: [AuditEvidenceFormat.HTML, AuditEvidenceFormat.JSON],
  evidenceTitle: 'Databases of the platform team',
}));
