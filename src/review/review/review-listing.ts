import { jsonata, quoted } from './jsonata';
import { WHEN } from './review-layout';
import { call, type State } from './states';

/** How many periods back reviews and signatures are looked for. */
const PERIODS_BACK = 10;

/** What stands behind the end of the period in the name of a signature. */
export const SIGN_OFF = '.sign-off.';

/**
 * Lists the objects of a folder whose names begin with the end of a period.
 *
 * @param now an expression, in seconds
 */
export function listFolder(folder: string, now: string, periodSeconds: number, rest: State): State {
  return call('s3:listObjectsV2', {
    Bucket: '{% $bucket %}',
    Prefix: folder,
    StartAfter: jsonata(`${quoted(folder)} & $fromMillis((${now} - ${PERIODS_BACK * periodSeconds}) * 1000, '${WHEN}')`),
  }, rest);
}

/**
 * An expression of the ends of periods that a folder was found to have, before something else in the name. What writes reports can write no JSON beside
 * them, and so no signature.
 */
export function ends(folder: string, before: string): string {
  return `[$states.result.Contents.Key[$contains($, '${before}') and $contains($, /\\.json$/)].$substringBefore($substring($, ${folder.length}), '${before}')]`;
}

/**
 * An expression of the reviews that were done before now, the last one at the end. What is of the future somebody else has put there, who may not want this
 * period to be looked at.
 */
export function reviewsBefore(folder: string, now: string): string {
  return `( $ends := ${ends(folder, '.json')}; [$ends[$ < $fromMillis(${now} * 1000, '${WHEN}')]] )`;
}
