import { Token } from 'aws-cdk-lib';

/** Where the consoles of other partitions are, by how the names of their regions begin. */
const CONSOLES: [RegExp, string][] = [
  [/^cn-/, 'console.amazonaws.cn'],
  [/^us-gov-/, 'console.amazonaws-us-gov.com'],
  [/^/, 'console.aws.amazon.com'],
];

/** A page of the CloudWatch console, as a link in Markdown. */
export function consoleLink(text: string, region: string, page: string): string {
  const [, host] = CONSOLES.find(([beginning]) => beginning.test(Token.isUnresolved(region) ? '' : region))!;
  return `[${text}](https://${host}/cloudwatch/home?region=${region}#${page})`;
}
