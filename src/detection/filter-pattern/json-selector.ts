import type { TokenRule } from './scanner';

/** `.name`, `.*`, `[0]`, `[*]` or `['any name']`, the last three with or without a dot before them. */
const STEP = '\\.(?:(?<name>[\\p{L}\\p{N}_-]+)|(?<anyName>\\*))|\\.?\\[(?:(?<index>\\d+)|(?<anyIndex>\\*)|\'(?<quoted>[^\']+)\')\\]';
const UNNAMED_STEP = STEP.replace(/\?<\w+>/g, '?:');

export const SELECTOR: TokenRule = {
  kind: 'selector',
  whole: new RegExp(`\\$(?:${UNNAMED_STEP})+`, 'yu'),
  begun: new RegExp(`\\$(?:${UNNAMED_STEP})*(?:\\.?\\[(?:\\d+|\\*|'[^']*'?)?|\\.)?`, 'yu'),
  allowed: 'a selector is $ followed by .name, [0], .*, [*] or [\'any name\'], where a name is letters, digits, - and _',
};

/** Where properties are in an object. */
export interface JsonSelector {
  readonly wildcards: number;

  /** The values it points at; none where the path does not exist. */
  select(root: unknown): unknown[];
}

/** What a value holds one step further down. */
type Step = (value: object) => unknown[];

export function parseSelector(text: string): JsonSelector {
  const steps = [...text.matchAll(new RegExp(STEP, 'gu'))].map(({ groups = {} }) => ({
    isWildcard: groups.anyName !== undefined || groups.anyIndex !== undefined,
    down: stepOf(groups),
  }));
  return {
    wildcards: steps.filter(step => step.isWildcard).length,
    select: root => steps.reduce((values, { down }) => values.flatMap(value => isObject(value) ? down(value) : []), [root]),
  };
}

function stepOf({ name, quoted, index }: Record<string, string | undefined>): Step {
  const property = name ?? quoted;
  if (property !== undefined) {
    return value => !Array.isArray(value) && Object.hasOwn(value, property) ? [(value as Record<string, unknown>)[property]] : [];
  }
  return index === undefined ? Object.values : value => Array.isArray(value) ? value.slice(Number(index), Number(index) + 1) : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
