/** What stands before a message in an export to S3, `2026-03-01T10:00:00.123Z `, and before the log stream in what `aws logs tail` prints. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)? (?:\S+ (?=\d{16},))?/;

const HYPHEN = '-'.charCodeAt(0);

/** The audit record of a line, without what CloudWatch Logs puts before it. */
export function recordIn(line: string): string {
  return line.charCodeAt(4) === HYPHEN ? line.replace(TIME, '') : line;
}

/** The message that a subscription begins with, and nothing else of. */
const CONTROL_MESSAGE = /^CWL CONTROL MESSAGE: Checking health of destination \w+\.?$/;

export const isControlMessage = (message: string) => CONTROL_MESSAGE.test(message);
