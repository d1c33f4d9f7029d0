/**
 * What may be in the built page, and where: strict policy in index.html, heavy rooms in lazy chunks only.
 * Reads dist/ only.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleSizes } from './bundle-sizes.ts';

const FIRST_SCREEN_LIMIT_GZ = 40 * 1024;
/** Words that only a tenant's own code contains. */
const HEAVY: Readonly<Record<string, string>> = {
  'esptool-js': 'Failed to connect with the device',
  pkijs: 'CertificateChainValidationEngine',
  'the virtual board': 'waiting for download',
  'bwip-js': 'bwipp.datamatrixTooMuchData',
  uplot: 'u-axis',
  'the storage library': 'BlobClient-download',
  'the sign-in library': 'msal.js.browser',
};

const problems: string[] = [];
const sizes = bundleSizes('dist');
const first = sizes.firstFiles.map((file) => readFileSync(file, 'utf8')).join('\n');
const all = sizes.allFiles.map((file) => readFileSync(file, 'utf8')).join('\n');
for (const [tenant, word] of Object.entries(HEAVY)) {
  if (first.includes(word)) problems.push(`${tenant} is loaded before the first screen`);
  if (!all.includes(word)) problems.push(`${tenant} is not in the build: its mark "${word}" was not found, so this check sees nothing`);
}
if (sizes.firstGzBytes > FIRST_SCREEN_LIMIT_GZ) problems.push(`${sizes.firstGzBytes} bytes (gz) before the first screen, at most ${FIRST_SCREEN_LIMIT_GZ}`);

const html = readFileSync(join('dist', 'index.html'), 'utf8').replaceAll('&#39;', "'");
for (const directive of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "require-trusted-types-for 'script'"]) {
  if (!html.includes(directive)) problems.push(`index.html lacks ${directive}`);
}
if (/<script(?![^>]*\ssrc=)/.test(html)) problems.push('index.html has an inline script');
if (/(?:src|href)="\//.test(html)) problems.push('index.html has an absolute path: the page could not be served from a sub-path');

for (const problem of problems) console.error(problem);
console.log(
  `first screen ${sizes.firstGzBytes} bytes gz in ${sizes.firstFiles.length} files, all ${sizes.allGzBytes} bytes gz in ${sizes.allFiles.length} files`,
);
process.exit(problems.length === 0 ? 0 : 1);
