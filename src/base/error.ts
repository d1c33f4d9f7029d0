/**
 * The error every room throws: a code, the numbers, the cause.
 * Floor: base. Knows no codes of its own: each room has its own union (for example `LinkErrorCode`),
 * and the words for people live in ui/advice.ts.
 */

/** Plain facts about an error or a proof, ready to be put into a sentence by the page. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** An error of the bench (never of the part under test): `code` is kebab-case, `facts` are what was seen. */
export class TouchstoneError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly facts: Facts;

  constructor(code: Code, facts: Facts = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, cause === undefined ? undefined : { cause });
    this.name = 'TouchstoneError';
    this.code = code;
    this.facts = facts;
  }
}

/** True for errors made by this house, whatever room they come from. */
export function isTouchstoneError(error: unknown): error is TouchstoneError {
  return error instanceof TouchstoneError;
}
