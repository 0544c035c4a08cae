import { Stack } from 'aws-cdk-lib';
import type * as rds from 'aws-cdk-lib/aws-rds';
import type { IConstruct } from 'constructs';
import { canonical } from './audit-parameters';

/** What one audit wants of a parameter group. */
interface Wish {
  readonly audit: IConstruct;
  readonly parameters: Record<string, string>;
}

/** The audits of the clusters that share a group. */
const WISHES = new WeakMap<rds.CfnDBClusterParameterGroup, Wish[]>();

/** Refuses audits of clusters that share a parameter group and do not record the same. */
export function checkAgreement(group: rds.CfnDBClusterParameterGroup, audit: IConstruct, parameters: Record<string, string>): void {
  const stack = Stack.of(group);
  const said = (value: string | undefined, name: string) => {
    const resolved: unknown = stack.resolve(value) ?? '';
    return typeof resolved === 'string' ? canonical(name, resolved) : JSON.stringify(resolved);
  };
  for (const other of WISHES.get(group) ?? []) {
    const names = Object.keys({ ...other.parameters, ...parameters });
    const name = names.find(each => said(other.parameters[each], each) !== said(parameters[each], each));
    if (name !== undefined) {
      throw new Error(`parameterGroup: ${group.node.path} is shared by the clusters of ${other.audit.node.path} and ${audit.node.path}, whose audits contradict each other: `
        + `${name} is '${said(other.parameters[name], name)}' and '${said(parameters[name], name)}'; `
        + 'give both the same audit options, or each cluster a parameter group of its own');
    }
  }
}

export function registerWish(group: rds.CfnDBClusterParameterGroup, audit: IConstruct, parameters: Record<string, string>): void {
  WISHES.set(group, [...WISHES.get(group) ?? [], { audit, parameters }]);
}
