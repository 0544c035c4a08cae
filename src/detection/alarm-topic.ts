import { Annotations, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { shown } from '../app/shown';

const EMAIL_ADDRESS = /^[^\s@<>()[\],;:"]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const MAX_EMAIL_LENGTH = 320;

/**
 * An encrypted topic, for TLS only, to which the CloudWatch alarms of this account publish.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmTopic(scope: Construct, key: kms.IKey, securityContacts: string[], hasAlarms: () => boolean): sns.Topic {
  const stack = Stack.of(scope);
  const topic = new sns.Topic(scope, 'Topic', { masterKey: key, enforceSSL: true });
  topic.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'CloudWatchAlarms',
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' }) },
    },
  }));
  securityContacts.forEach(address => topic.addSubscription(new subscriptions.EmailSubscription(address)));
  warnWithoutSubscription(topic, hasAlarms);
  return topic;
}

/** Refuses what is no e-mail address. */
export function checkSecurityContacts(contacts: string[] | undefined, prop = 'securityContacts'): string[] {
  if (contacts === undefined) {
    return [];
  }
  if (!Array.isArray(contacts)) {
    throw new Error(`${prop}: must be a list of e-mail addresses, got: ${shown(contacts)}`);
  }
  for (const address of contacts) {
    // A token is a string too; what it becomes is only known at deployment.
    if (typeof address !== 'string' || (!Token.isUnresolved(address) && (!EMAIL_ADDRESS.test(address) || address.length > MAX_EMAIL_LENGTH))) {
      throw new Error(`${prop}: must hold e-mail addresses, got: ${shown(address)}`);
    }
  }
  const repeated = contacts.find((address, index) => contacts.indexOf(address) !== index);
  if (repeated !== undefined) {
    throw new Error(`${prop}: '${repeated}' is there twice`);
  }
  return contacts;
}

/** Asked at synthesis, because a subscription may be added to the topic until then. */
function warnWithoutSubscription(topic: sns.Topic, hasAlarms: () => boolean): void {
  topic.node.addValidation({
    validate: () => {
      // Those of the library are close by; a search of the whole app for each cluster would grow with its square.
      const isSubscribed = [topic, topic.node.root].some(scope => scope.node.findAll()
        .some(node => sns.CfnSubscription.isCfnSubscription(node) && node.topicArn === topic.topicArn));
      if (!isSubscribed && hasAlarms()) {
        Annotations.of(topic).addWarningV2('cdk-audited-aurora-mysql:nobodySubscribed',
          'the alarms reach nobody: set securityContacts or alarmActions, or subscribe someone to the topic');
      }
      return [];
    },
  });
}
