/** Builds the sign-in test's own small page beside redirect.html, with the project's configuration and policy; OpenID tests add their provider's host to the policy. */
import type { Plugin, UserConfig } from 'vite';
import project from '../../vite.config.ts';

const base = project as UserConfig;
const provider = process.env['TOUCHSTONE_TEST_PROVIDER'] ?? '';

/** The project's own policy with one host more, and never a word less. */
const admitProvider: Plugin = {
  name: 'admit-provider',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => (provider === '' ? html : html.replace(/(connect-src|frame-src) (?:'|&#39;)self(?:'|&#39;)/g, (found) => `${found} ${provider}`)),
  },
};

const config = {
  ...base,
  plugins: [...(base.plugins ?? []), admitProvider],
  build: { ...base.build, rolldownOptions: { input: ['test/e2e/sign-in-page.html', 'redirect.html'] } },
} satisfies UserConfig;

export { config as default };
