/**
 * The page that a sign-in comes back to: hands the answer to the page that asked, and shows nothing.
 * Floor: app. Loads a few kB only, for it is opened in every sign-in window and hidden renewal frame. Somebody who opens it without an answer is shown the way.
 */
import { answerSignIn } from '../cloud/index.ts';

const answered = await answerSignIn();
if (!answered) document.querySelector('p')?.removeAttribute('hidden');
