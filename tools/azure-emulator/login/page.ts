/**
 * The pages a person sees at the emulated sign-in: who are you, and what went wrong. Plain HTML, no script.
 * Local tool. Knows nothing of tokens.
 */
import { escapeHtml, html } from '../exchange.ts';
import type { Answer } from '../exchange.ts';

/** Entra's answers cut the opener off; that is why the page has a redirect bridge (6.1). */
export const REDIRECT_HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cache-control': 'no-store' } as const;

/** As strict as it goes: the page has links only, and refuses frames. Redirects must not: silent sign-in happens in a frame. */
const PAGE_HEADERS = {
  ...REDIRECT_HEADERS,
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
} as const;

const page = (status: number, title: string, content: string): Answer =>
  html(
    status,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head><body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`,
    PAGE_HEADERS,
  );

/** Asks the person; both answers are links back to the same address with a word added. */
export function askPage(username: string, signInLink: string, cancelLink: string): Answer {
  return page(
    200,
    'EMULATOR sign-in',
    `<p>This is not Microsoft: it is the local emulator. No password is asked.</p><p><a href="${escapeHtml(signInLink)}">Sign in as ${escapeHtml(username)}</a></p><p><a href="${escapeHtml(cancelLink)}">Cancel</a></p>`,
  );
}

/** What Entra shows when it cannot trust the way back. */
export const errorPage = (text: string): Answer => page(400, 'EMULATOR sign-in: error', `<p>${escapeHtml(text)}</p>`);

export const signedOutPage = (): Answer => page(200, 'EMULATOR sign-in: signed out', '<p>You are signed out.</p>');
