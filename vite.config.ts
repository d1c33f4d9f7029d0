/** Build of the static page: relative paths, so that dist/ can be served from any sub-path; a strict policy in the built page. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build, defineConfig, type Plugin } from 'vite';
import { azureEmulator } from './tools/azure-emulator/vite-plugin.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

/** Where people sign in: the public cloud and the national ones. */
const LOGIN_HOSTS = ['https://login.microsoftonline.com', 'https://login.microsoftonline.us', 'https://login.partner.microsoftonline.cn'];
/** Everything foreign that src/cloud may speak to, and nothing else. */
const CLOUD_HOSTS = [
  ...LOGIN_HOSTS,
  'https://management.azure.com',
  'https://management.usgovcloudapi.net',
  'https://management.chinacloudapi.cn',
  ...['blob.core.windows.net', 'blob.core.usgovcloudapi.net', 'blob.core.chinacloudapi.cn'].map((end) => `https://*.${end}`), // the shared store
  ...['net', 'us', 'cn'].flatMap((end) => [`https://*.azure-devices-provisioning.${end}`, `https://*.azure-devices.${end}`]),
];

/** What the built page may do. Scripts from here only, no inline styles, nothing turned into HTML but by Lit (frame-ancestors cannot stand in a meta element). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `connect-src 'self' ${CLOUD_HOSTS.join(' ')} http://127.0.0.1:* http://localhost:*`, // the last two: the proxy on this machine
  `frame-src 'self' ${LOGIN_HOSTS.join(' ')}`, // silent renewal of a sign-in
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html touchstone-worker @azure/core-xml#xml.browser', // the second one: src/app/worker-url.ts; the third: the storage library reads XML
].join('; ');

/** Puts the policy first into the head; in the build only, because the development server speaks through inline scripts. */
const contentSecurityPolicy = (): Plugin => ({
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
});

/** What both pages are built for. */
const TARGET = { target: 'chrome120', cssTarget: 'chrome123', modulePreload: { polyfill: false } } as const;

/**
 * Builds redirect.html beside the page, by itself: as a second input of one build it would make shared chunks of what the first screen loads anyway, some 2.6 KB more
 * of it. Builds that are not written (figures) have no use for it.
 */
const redirectPage = (): Plugin => {
  let outDir: string | null = null;
  return {
    name: 'redirect-page',
    apply: 'build',
    configResolved: ({ root, build: { write, outDir: to } }) => {
      outDir = write ? resolve(root, to) : null;
    },
    closeBundle: async () => {
      if (outDir === null) return;
      await build({
        configFile: false,
        root: import.meta.dirname,
        base: './',
        logLevel: 'warn',
        plugins: [contentSecurityPolicy()],
        build: { ...TARGET, outDir, emptyOutDir: false, copyPublicDir: false, rolldownOptions: { input: 'redirect.html' } },
      });
    },
  };
};

export default defineConfig({
  base: './',
  define: { __APP_VERSION__: JSON.stringify(version) },
  server: { host: 'localhost', port: 5173, strictPort: true },
  preview: { host: 'localhost', port: 4173, strictPort: true },
  build: {
    ...TARGET,
    chunkSizeWarningLimit: 700,
  },
  worker: { format: 'es' },
  // what is imported late: found only then, the development server would reload the page in the middle of a check
  optimizeDeps: {
    include: [
      'esptool-js',
      'esptool-js/lib/targets/esp32.js',
      'pkijs',
      'asn1js',
      'fflate',
      'idb',
      'uplot',
      'bwip-js/generic',
      '@azure/msal-browser',
      '@azure/msal-browser/redirect-bridge',
      '@azure/storage-blob',
      '@noble/curves/nist.js',
      '@noble/hashes/legacy.js',
      '@noble/hashes/sha2.js',
    ],
  },
  plugins: [contentSecurityPolicy(), redirectPage(), azureEmulator()],
});
