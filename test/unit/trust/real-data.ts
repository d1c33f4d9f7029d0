/** Real chips and manifests, when they are beside the project: they are not part of it. */
import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../shared/data/', import.meta.url);

/** True when the real data is there; says so when it is not. */
export const hasRealData = existsSync(folder);
if (!hasRealData) console.log('skipped: real chips and manifests are not in ../shared/data');

export const realFile = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
export const realText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
