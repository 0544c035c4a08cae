import { ENGINE_NAMES, ENGINE_VERSION } from '../src/recording/aurora-mysql';
import { AUDIT_LOG, exportLogGroupName } from '../src/recording/log-export';

/** Parts of rules in the language of CloudFormation Guard. */

/** Stands for what people read about the rule, at the end of a clause. */
export const MESSAGE = '<<message>>';

/** Stands for the id of the rule. */
export const RULE = 'RULE_ID';

/** A JavaScript pattern as Guard writes it. */
export function pattern({ source, flags }: RegExp): string {
  return `/${flags.includes('i') ? '(?i)' : ''}${source}/`;
}

export function list(values: readonly string[]): string {
  return `[${values.map(value => `'${value}'`).join(', ')}]`;
}

export function either(values: readonly string[]): string {
  return `(?:${values.join('|')})`;
}

/** Text that is known to the last character. */
export function isLiteral(property: string): string {
  return `${property} is_string\n${property} != /\\{\\{resolve:/`;
}

const AURORA_MYSQL = `Properties.Engine == /(?i)^\\s*${either(ENGINE_NAMES)}\\s*$/`;

/** Keys of maps that are made at deployment. */
const FUNCTIONS = '[ keys == /^(?:Fn::|Ref$)/ ]';

/** Resources of which it is certain that they exist, and what they are made of. */
const CERTAIN = `Condition not exists\nProperties${FUNCTIONS} empty`;

/** What the rules judge, collected once for all of them. */
export const SUBJECTS = `let template = this

let aurora_mysql = Resources.*[
${indented(`Type == 'AWS::RDS::DBCluster'
${CERTAIN}
${AURORA_MYSQL} or Properties.Engine not exists
${AURORA_MYSQL} or Properties.EngineVersion == ${pattern(ENGINE_VERSION)}`)}
]

let log_groups = Resources.*[
${indented(`Type == 'AWS::Logs::LogGroup'
${CERTAIN}`)}
]

let standalone_instances = Resources.*[
${indented(`Type == 'AWS::RDS::DBInstance'
${CERTAIN}
Properties.DBClusterIdentifier not exists`)}
]
`;

export function indented(text: string, by = '  '): string {
  return text.replace(/^(?=.)/gm, by);
}

function block(head: string, body: string): string {
  return `${head} {\n${indented(body)}\n}`;
}

/** Judges those of the clusters, or of the instances, of which it can be told. */
export function each(subjects: string, certain: string, body: string): string {
  return block(`%${subjects}[\n${indented(`Metadata.guard.SuppressedRules[*] not exists or Metadata.guard.SuppressedRules[*] != '${RULE}'\n${certain}`)}\n]`, body);
}

export function when(conditions: string, body: string): string {
  return block(`when ${indented(conditions, '     ').trimStart()}`, body);
}

/** The group of this template that a cluster refers to. */
export function eachParameterGroup(body: string, ofCluster = '', inCluster = ''): string {
  return each('aurora_mysql', `Properties.DBClusterParameterGroupName.Ref is_string${ofCluster}`, `let group = Properties.DBClusterParameterGroupName.Ref${inCluster}
${when('%template.Resources.%group exists', block('%template.Resources.%group', when(`Type == 'AWS::RDS::DBClusterParameterGroup'
${CERTAIN}
Properties.Parameters not exists or Properties.Parameters is_struct
Properties.Parameters not exists or Properties.Parameters${FUNCTIONS} empty`, body)))}`);
}

/** The log group of this template whose name the audit log of a cluster has. */
export function eachLogGroup(body: string): string {
  return each('aurora_mysql', 'Properties.DBClusterIdentifier is_string', `let identifier = to_lower(Properties.DBClusterIdentifier)
let name = regex_replace(%identifier, '^(.*)$', '${exportLogGroupName('${1}', AUDIT_LOG)}')
${block('%log_groups[ Properties.LogGroupName in %name ]', body)}`);
}
