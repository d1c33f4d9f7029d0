/** Build of the static page: relative paths, so that dist/ can be served from any sub-path; a strict policy in the built page. */
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

/** What the built page may do. Scripts from here only, no inline styles, nothing turned into HTML but by Lit (frame-ancestors cannot stand in a meta element). */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html touchstone-worker', // the second one: src/app/worker-url.ts
].join('; ');

/** Puts the policy first into the head; in the build only, because the development server speaks through inline scripts. */
const contentSecurityPolicy = (): Plugin => ({
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
});

export default defineConfig({
  base: './',
  define: { __APP_VERSION__: JSON.stringify(version) },
  server: { host: 'localhost', port: 5173, strictPort: true },
  preview: { host: 'localhost', port: 4173, strictPort: true },
  build: { target: 'chrome120', cssTarget: 'chrome123', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
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
      '@noble/curves/nist.js',
      '@noble/hashes/legacy.js',
      '@noble/hashes/sha2.js',
    ],
  },
  plugins: [contentSecurityPolicy()],
});
