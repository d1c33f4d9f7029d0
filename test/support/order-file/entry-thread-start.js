/**
 * Where a thread begins: it does not inherit who reads TypeScript (`--import tsx` does nothing but in the main thread), so it registers for itself.
 * Test support. Started by entry-threads.ts.
 */
import { register } from 'tsx/esm/api';

register();
await import('./entry-worker.ts');
