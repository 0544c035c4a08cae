import { shown } from './shown';

/** Where jsii keeps the full name and the version of each class that it compiled. */
const JSII_RTTI = Symbol.for('jsii.rtti');

/** Any class, also one whose constructor is private. */
interface Class<T> extends Function {
  readonly prototype: T;
}

interface Rtti {
  readonly fqn: string;
  readonly version: string;
}

/**
 * Whether a value is of a class of aws-cdk-lib, whichever copy of aws-cdk-lib it comes from.
 *
 * Monorepos and `npm link` put several copies into one tree; `instanceof` knows the classes of one.
 */
export function isOfClass<T>(value: unknown, type: Class<T>): value is T {
  return value instanceof type || rttiAs(value, type) !== undefined;
}

/** For the error about a value that is not of a class: the value, or the copy of our own package that it comes from. */
export function shownOrCopy(value: unknown, type: Class<unknown>): string {
  const rtti = rttiAs(value, type);
  if (rtti === undefined) {
    return shown(value);
  }
  const [packageName] = rtti.fqn.split('.');
  return `one of another copy of ${packageName} (version ${rtti.version}); npm ls ${packageName} shows the copies, npm dedupe may leave one`;
}

/** The class of a value, or that which it extends, that has the full name of `type`. */
function rttiAs(value: unknown, type: Class<unknown>): Rtti | undefined {
  const { fqn } = rttiOf(type) ?? {};
  for (let prototype = fqn === undefined ? undefined : Object(value); prototype; prototype = Object.getPrototypeOf(prototype)) {
    const rtti = rttiOf(prototype.constructor);
    if (rtti?.fqn === fqn) {
      return rtti;
    }
  }
  return undefined;
}

function rttiOf(type: any): Rtti | undefined {
  return type?.[JSII_RTTI];
}
