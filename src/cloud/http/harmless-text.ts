/**
 * What a service says, made fit for a fact: one line, bounded, and without anything that looks like a credential.
 * Floor: cloud. Knows no service. A service has been known to repeat what it was sent.
 * Reference: RFC 7519 section 3 (the shape of a JWT); Azure's connection strings and shared access signatures.
 */

const LIMIT = 300;
/** Anything longer is not searched for credentials piece by piece; it is cut first, well behind what is shown. */
const READ_LIMIT = 8_192;
const CREDENTIALS = [
  /eyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g,
  /\bBearer\s+[^\s"',;]+/gi,
  /\bSharedAccess(?:Key|Signature)\b[^\s"',]*(?:\s+sr=[^\s"',]*)?/gi,
  /\bsig=[^\s&"',;]+/gi,
];
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu;

/** At most 300 characters. */
export function harmlessText(text: string): string {
  const hidden = CREDENTIALS.reduce((shown, credential) => shown.replace(credential, '[hidden]'), text.slice(0, READ_LIMIT));
  const line = hidden.replace(INVISIBLE, ' ').replace(/ {2,}/g, ' ').trim();
  return line.length <= LIMIT ? line : `${line.slice(0, LIMIT - 1)}…`;
}
