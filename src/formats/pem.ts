/**
 * PEM: base64 between BEGIN and END lines.
 * Floor: formats. Knows no label's meaning. Text outside the blocks is skipped, as tools write explanations there.
 * Reference: RFC 7468 sections 2 and 3 (strict inside a block: no headers, no blank lines; any line length up to 76).
 */
import { TouchstoneError, fromBase64, toBase64 } from '../base/index.ts';

/**
 * `pem-boundary`: a BEGIN without its END, an END without its BEGIN, or another label. `pem-base64`: a line inside a block is not
 * base64, or the whole is not. Fact: `line`, counted from 1.
 */
export type PemErrorCode = 'pem-boundary' | 'pem-base64';

/** What stood between one BEGIN and its END. */
export interface PemBlock {
  /** For example CERTIFICATE. */
  readonly label: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const BOUNDARY = /^-----(BEGIN|END) ([A-Z0-9](?:[A-Z0-9 ]*[A-Z0-9])?)-----[ \t]*$/;

/** Writes one block: 64 characters a line, LF, also after END. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Reads all blocks in order; none is an empty list. Lines may end with LF, CR LF or CR. @throws pem-boundary, pem-base64 */
export function parsePem(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { readonly label: string; readonly line: number; readonly lines: string[] } | null = null;
  const fail = (code: PemErrorCode, line: number, cause?: unknown): never => {
    throw new TouchstoneError<PemErrorCode>(code, { line }, cause);
  };
  for (const [index, content] of text
    .replace(/(\r\n|\n|\r)$/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = index + 1;
    const boundary = BOUNDARY.exec(content);
    if (boundary === null) {
      if (/^-----(BEGIN|END)/.test(content)) fail('pem-boundary', line);
      if (open === null) continue;
      if (!/^[A-Za-z0-9+/]{1,76}={0,2}[ \t]*$/.test(content)) fail('pem-base64', line);
      open.lines.push(content.trimEnd());
    } else if (boundary[1] === 'BEGIN') {
      if (open !== null) fail('pem-boundary', line);
      open = { label: boundary[2] as string, line, lines: [] };
    } else {
      if (open === null || open.label !== boundary[2]) return fail('pem-boundary', line);
      try {
        blocks.push({ label: open.label, bytes: fromBase64(open.lines.join('')) });
      } catch (error) {
        fail('pem-base64', open.line, error);
      }
      open = null;
    }
  }
  if (open !== null) fail('pem-boundary', open.line);
  return blocks;
}
