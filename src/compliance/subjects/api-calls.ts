import { isLiteral, readable } from '../resolved/symbolic-text';
import { isMap, type Properties } from '../resolved/value';

/** A call of an AWS service that a custom resource makes. */
export interface ApiCall {
  /** `rds`, `cloudwatchlogs` */
  readonly service: string;
  /** `modifyDBCluster`, whichever version of the SDK it is written for. */
  readonly action: string;
  readonly parameters: Properties;
}

/** The calls in the properties of a custom resource: as maps, and as JSON in text as `AwsCustomResource` has them. */
export function apiCallsIn(properties: unknown): ApiCall[] {
  const value = typeof properties === 'string' ? parsed(properties) : properties;
  if (Array.isArray(value)) {
    return value.flatMap(apiCallsIn);
  }
  if (!isMap(value)) {
    return [];
  }
  const [service, action, parameters] = ['service', 'action', 'parameters'].map(name =>
    Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1]);
  return typeof service === 'string' && typeof action === 'string'
    ? [{ service: serviceName(service), action: actionName(action), parameters: isMap(parameters) ? parameters : {} }]
    : Object.values(value).flatMap(apiCallsIn);
}

/** All text in the properties. */
export function textIn(properties: unknown): string {
  return JSON.stringify(properties) ?? '';
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) {
    return text;
  }
  try {
    return JSON.parse(isLiteral(text) ? text : readable(text));
  } catch {
    return undefined;
  }
}

/** `RDS` and `@aws-sdk/client-rds` are the same. */
function serviceName(service: string): string {
  return service.toLowerCase().replace(/^@aws-sdk\/client-/, '').replace(/[^a-z0-9]/g, '').replace(/^logs$/, 'cloudwatchlogs');
}

/** `modifyDBCluster` and `ModifyDBClusterCommand` are the same. */
function actionName(action: string): string {
  const name = action.replace(/Command$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}
