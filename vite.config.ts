/** Build of the static page: relative paths, so that dist/ can be served from any sub-path. */
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  server: { host: 'localhost', port: 5173, strictPort: true },
  preview: { host: 'localhost', port: 4173, strictPort: true },
  build: { target: 'chrome120', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  worker: { format: 'es' },
});
