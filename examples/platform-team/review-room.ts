import { Stack, TimeZone } from 'aws-cdk-lib';
import { AuditAnalysis, AuditArchive, AuditDashboard, AuditReview, type IAuroraMysqlAudit } from 'cdk-audited-aurora-mysql';
import type { Construct } from 'constructs';

export interface ReviewRoomProps {
  readonly audits: IAuroraMysqlAudit[];
  readonly reviewers: string[];
}

/** What people look at: one of each for all clusters of an account and region. */
export class ReviewRoom extends Stack {
  constructor(scope: Construct, id: string, { audits, reviewers }: ReviewRoomProps) {
    super(scope, id);
    const archive = new AuditArchive(this, 'Archive', { audits });
    new AuditAnalysis(this, 'Analysis', { archive });
    new AuditDashboard(this, 'Dashboard', { audits });
    new AuditReview(this, 'Review', { audits, archive, reviewers, timeZone: TimeZone.EUROPE_BERLIN });
  }
}
