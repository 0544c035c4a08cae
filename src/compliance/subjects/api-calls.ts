import { isLiteral, parseJson } from '../resolved/symbolic-text';
import { isMap, type Properties } from '../resolved/value';

/** A call of an AWS service that a custom resource makes. */
export interface ApiCall {
  /** `rds`, `cloudwatchlogs`; with its deploy-time parts, if it has any. */
  readonly service: string;
  /** `modifyDBCluster`, whichever version of the SDK it is written for; with its deploy-time parts, if it has any. */
  readonly action: string;
  /** Nothing where they are not known. */
  readonly parameters?: Properties;
}

/** What a resource says of calls. */
export interface SaidOfCalls {
  readonly calls: readonly ApiCall[];
  /** All text that is not part of a call. */
  readonly rest: string;
}

const PARTS = ['service', 'action', 'parameters'];

/** The calls in the properties of a resource: as maps, and as JSON in text as `AwsCustomResource` has them. */
export function apiCallsIn(properties: unknown): SaidOfCalls {
  const calls: ApiCall[] = [];
  const rest: string[] = [];
  const read = (given: unknown): void => {
    const value = parsed(given);
    if (Array.isArray(value)) {
      value.forEach(read);
    } else if (isMap(value)) {
      const call = callIn(value);
      calls.push(...call === undefined ? [] : [call]);
      Object.entries(value).filter(([key]) => call === undefined || !PARTS.includes(key.toLowerCase())).forEach(([key, inner]) => {
        rest.push(key);
        read(inner);
      });
    } else {
      rest.push(String(value));
    }
  };
  read(properties);
  return { calls, rest: rest.join('\n') };
}

function callIn(value: Properties): ApiCall | undefined {
  const [service, action, given] = PARTS.map(name => Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1]);
  if (typeof service !== 'string' || typeof action !== 'string') {
    return undefined;
  }
  const parameters = parsed(given);
  return { service: serviceName(service), action: actionName(action), ...isMap(parameters) ? { parameters } : {} };
}

/** All text in the properties. */
export function textIn(properties: unknown): string {
  return JSON.stringify(properties) ?? '';
}

/** What JSON says; anything else as it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}

/** `RDS` and `@aws-sdk/client-rds` are the same. */
function serviceName(service: string): string {
  return isLiteral(service)
    ? service.toLowerCase().replace(/^@aws-sdk\/client-/, '').replace(/[^a-z0-9]/g, '').replace(/^logs$/, 'cloudwatchlogs') : service;
}

/** `modifyDBCluster`, `ModifyDBClusterCommand`, `modify_db_cluster` and `modify-db-cluster` are the same but for capitals. */
function actionName(action: string): string {
  const name = action.replace(/Command$/, '').replace(/[-_]+(\w)/g, (_, first) => first.toUpperCase());
  return isLiteral(action) ? name.charAt(0).toLowerCase() + name.slice(1) : action;
}
