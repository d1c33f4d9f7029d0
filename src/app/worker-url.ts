/**
 * Lets the page start its own workers, and no others, under Trusted Types.
 * Floor: app. Knows no worker: who starts one hands in its address. The policy's name stands in the content security policy (vite.config.ts).
 * Reference: Trusted Types (W3C), TrustedScriptURL; `new Worker` is one of its sinks.
 */

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

type Policy = ReturnType<TrustedTypes['createPolicy']>;

/** A name may be taken once in the life of a page. */
let policy: Policy | undefined;

/** Vets the address of a worker of this page. @throws TypeError for an address outside this page's own folder */
export function trustedWorkerUrl(url: URL): string {
  const home = new URL('.', document.baseURI).href;
  const check = (candidate: string): string => {
    if (!candidate.startsWith(home)) throw new TypeError('a worker from elsewhere');
    return candidate;
  };
  const { trustedTypes } = globalThis as unknown as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('touchstone-worker', { createScriptURL: check });
  // the constructor's declared type knows only strings; a TrustedScriptURL is what it takes here
  return (policy?.createScriptURL(url.href) ?? check(url.href)) as string;
}
