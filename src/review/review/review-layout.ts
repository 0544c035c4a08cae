import { REVIEWS_PREFIX } from '../archive/archive-layout';

/** How the end of a period is written in the names of objects: sorted by name they are sorted by time. */
export const WHEN = '[Y0001]-[M01]-[D01]T[H01]-[m01]-[s01]Z';

/** Where one review keeps what in the archive. */
export interface ReviewLayout {
  /** One object for each review that is complete: what was filed, and which OpsItem asks for its signature. */
  readonly runs: string;
  /** The reports, and beside each of them who signed it. */
  readonly reports: string;
  /** The whole answers, a folder for each review. */
  readonly details: string;
  /** The same as in `runs`, by OpsItem. */
  readonly opsItems: string;
}

export function reviewLayout(name: string): ReviewLayout {
  const folder = `${REVIEWS_PREFIX}${name}/`;
  return { runs: `${folder}runs/`, reports: `${folder}reports/`, details: `${folder}details/`, opsItems: `${folder}opsitems/` };
}
