/**
 * What the redirect page does: hands the answer of a sign-in to the page that asked, by the library's own bridge.
 * Floor: cloud. Imports nothing else, so that this page stays a few kB: it is loaded in every window and hidden frame that renews a token.
 * Reference: msal-browser 5.29, docs/redirect-bridge.md.
 */
import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge';

/** True: the answer was handed on. False: there was none in the address. */
export async function answerSignIn(): Promise<boolean> {
  try {
    await broadcastResponseToMainFrame();
    return true;
  } catch {
    return false; // it has taken out of the address bar what could not be read
  }
}
