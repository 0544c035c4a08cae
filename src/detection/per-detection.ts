import type { AuditDetection } from './audit-detection';

/** Remembers what is asked of a detection: many clusters have the same ones, and what is made of them is resolved more than once. */
export function perDetection<T>(ask: (detection: AuditDetection) => T): (detection: AuditDetection) => T {
  const answers = new WeakMap<AuditDetection, { readonly answer: T }>();
  return detection => {
    const { answer } = answers.get(detection) ?? { answer: ask(detection) };
    answers.set(detection, { answer });
    return answer;
  };
}
