/**
 * Leads a person to the shared store's card, which stands on another screen that may not be loaded yet.
 * Floor: ui. The wish is kept here until the card comes into view; nobody else knows of it.
 */
import { emit } from '../events.ts';

let wanted: 'no' | 'yes' = 'no';

/** Shows the cloud screen, and the card open on it. */
export function leadToStore(source: EventTarget): void {
  wanted = 'yes';
  emit(source, 'navigate', { screen: 'cloud' });
}

/** Was the card asked for? Only the first who asks hears yes. */
export function isStoreWanted(): boolean {
  const was = wanted === 'yes';
  wanted = 'no';
  return was;
}
