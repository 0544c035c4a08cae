/** What tells one metric from another. */
export function metricKey(namespace: string | undefined, name: string | undefined, dimensions: readonly string[] = []): string {
  return [namespace, name, ...[...dimensions].sort()].join('\n');
}
