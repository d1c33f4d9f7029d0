/**
 * Who may ask: pages of admitted origins, through this machine's own name.
 * Local proxy. Pure. Reference: RFC 6454 (origins); the Host header against DNS rebinding.
 */

/** The origins that are admitted when none are named. */
export const LOCAL_ORIGINS: readonly string[] = ['http://localhost:*', 'http://127.0.0.1:*'];

/** Whether a pattern is an origin, or one with `*` for its port. */
export function isOriginPattern(pattern: string): boolean {
  const plain = pattern.replace(/:\*$/, '');
  return /^https?:\/\/[^*]+$/.test(plain) && URL.canParse(plain) && new URL(plain).origin === plain;
}

/** Whether the request's Origin is admitted; none, `null` and anything that is no origin are not. */
export function isAdmitted(origin: string | undefined, patterns: readonly string[]): boolean {
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).origin !== origin) return false;
  return patterns.some((pattern) => {
    if (!pattern.endsWith(':*')) return origin === pattern;
    const plain = pattern.slice(0, -2);
    return origin === plain || (origin.startsWith(`${plain}:`) && /^\d{1,5}$/.test(origin.slice(plain.length + 1)));
  });
}

/** Whether the Host header is this machine's name and the proxy's port. */
export const isOwnHost = (host: string | undefined, port: number): boolean => host === `127.0.0.1:${port}` || host === `localhost:${port}`;
