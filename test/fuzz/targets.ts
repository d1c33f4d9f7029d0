/** All readers that random inputs are given to. */
import type { Target } from './corpus.ts';
import { base64Target } from './target-base64.ts';
import { certificateTarget } from './target-certificate.ts';
import { derTarget } from './target-der.ts';
import { entryTarget } from './target-entry.ts';
import { jsonTarget } from './target-json.ts';
import { quickLookTarget } from './target-quick-look.ts';
import { splitterTarget } from './target-splitter.ts';

export const TARGETS: readonly Target[] = [splitterTarget, jsonTarget, base64Target, derTarget, certificateTarget, entryTarget, quickLookTarget];
