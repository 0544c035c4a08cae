import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AuditAnalysis, type AuditAnalysisProps, AuditArchive, AuditedAuroraMysqlCluster, AuditReview, type AuditReviewProps } from '../../../src';
import { clusterBasics } from '../../stacks';

export const ENV = { account: '111111111111', region: 'eu-central-1' };

/** The machines of a review of some clusters, as they stand in the template. */
export function machines(clusters: string[], props: Partial<AuditReviewProps> = {}, analysisProps?: Partial<AuditAnalysisProps>) {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const basics = clusterBasics(stack);
  const audits = clusters.map(clusterIdentifier => new AuditedAuroraMysqlCluster(stack, clusterIdentifier, { ...basics, clusterIdentifier }).audit);
  const archive = new AuditArchive(stack, 'Archive', { audits });
  const analysis = analysisProps && new AuditAnalysis(stack, 'Analysis', { archive, ...analysisProps });
  const review = new AuditReview(stack, 'Review', { audits, archive, analysis, reviewers: ['security@example.com'], ...props });
  const definitions = Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine');
  const definition = ({ logicalId }: { logicalId: string }) => JSON.parse(
    definitions[stack.resolve(logicalId)].Properties.DefinitionString['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : valueOf(part.Ref)).join(''),
  );
  return {
    folder: `reviews/${review.reviewName}/`,
    review: definition(review.stateMachine),
    signOff: definition(review.signOffStateMachine),
    watch: definition(review.watchStateMachine),
  };
}

/** What deployment puts in the place of a reference. */
function valueOf(ref: string): string {
  const values: [RegExp, string][] = [
    [/^AWS::Partition$/, 'aws'], [/^ReviewTopic/, 'arn:aws:sns:eu-central-1:111111111111:topic'], [/^ArchiveBucket/, 'archive-bucket'],
  ];
  return values.find(([pattern]) => pattern.test(ref))![1];
}
