/**
 * A bench with slots in the built page: sets it up as a person would, scans as a scanner does, reads what it shows.
 * Test support. Knows the page by its data attributes, and `ts-app` by its public property `view` and its events.
 */
import type { CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Between the end of a scan and the next one, or the next key. */
const NEXT_SCAN_MS = 400;

/** What is read of a slot. */
export interface SlotSeen {
  readonly number: number;
  readonly state: string;
  readonly presence: 'in' | 'out';
  readonly record: { readonly number: number; readonly id: string } | null;
  readonly codes: readonly string[];
  readonly mustAcknowledge: boolean;
  readonly label: string;
  readonly alarm: boolean;
  readonly elapsedMs: number;
}

export interface RecordSeen {
  readonly id: string;
  readonly slot: number;
  readonly outcome: string;
  readonly codes: readonly string[];
  readonly purpose: string;
  readonly virtual: boolean;
  readonly operator: string;
  readonly workOrder: string;
  readonly label: string;
  /** Of the chip and of the board; null where they were not read. */
  readonly serialNumber: string | null;
  readonly mac: string | null;
  /** The chip's place in its manifest, from 1. */
  readonly entry: { readonly fileName: string; readonly index: number } | null;
  readonly startMs: number;
  readonly endMs: number;
  readonly link: { readonly chain: string; readonly number: number; readonly previous: string; readonly hash: string };
}

/** As text: tsx would put names of its own into a function. */
const SLOTS = `(document.querySelector('ts-app').view.station?.picture.slots ?? []).map(({ number, state, presence, record, details, mustAcknowledge, label, alarm, run }) =>
  ({ number, state, presence, record, codes: details.map(({ code }) => code), mustAcknowledge, label, alarm, elapsedMs: run?.elapsedMs ?? 0 }))`;

const RECORDS = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('touchstone-records');
  opening.onupgradeneeded = () => opening.transaction.abort(); // there is none yet, and making one is the page's business
  opening.onerror = () => resolve([]);
  opening.onsuccess = () => {
    const database = opening.result;
    if (!database.objectStoreNames.contains('records')) return resolve([]);
    const asked = database.transaction('records').objectStore('records').getAll();
    asked.onerror = () => reject(new Error('not read'));
    asked.onsuccess = () => {
      database.close();
      resolve(asked.result.map(({ id, slot, outcome, details, purpose, virtual, operator, workOrder, label, chip, board, entry, startMs, endMs, link }) =>
        ({ id, slot, outcome, codes: details.map(({ code }) => code), purpose, virtual, operator, workOrder, label, startMs, endMs, link,
          serialNumber: chip?.serialNumber ?? null, mac: board?.mac ?? null, entry: entry === null ? null : { fileName: entry.fileName, index: entry.index } })));
    };
  };
})`;

export class Line {
  readonly page: Page;
  #keys: CDPSession | null = null;
  #lastScanMs = Number.NEGATIVE_INFINITY;

  constructor(page: Page) {
    this.page = page;
  }

  /** What the person did, as the page's own elements tell it. */
  async act(detail: Readonly<Record<string, unknown>>): Promise<void> {
    await this.page.evaluate(`document.querySelector('ts-app').dispatchEvent(new CustomEvent('ts-station', { detail: ${JSON.stringify(detail)} }))`);
  }

  async slots(): Promise<readonly SlotSeen[]> {
    return (await this.page.evaluate(SLOTS)) as readonly SlotSeen[];
  }

  async slot(number: number): Promise<SlotSeen> {
    const found = (await this.slots())[number - 1];
    if (found === undefined) throw new Error(`no slot ${number}`);
    return found;
  }

  /** Looks again and again; the page's policy forbids Playwright's own waiting for expressions. The slots as they are then, or at the end of patience. */
  async until(test: (slots: readonly SlotSeen[]) => boolean, patienceMs = 60_000): Promise<readonly SlotSeen[]> {
    const endMs = Date.now() + patienceMs;
    for (;;) {
      const slots = await this.slots();
      if (test(slots) || Date.now() > endMs) return slots;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Waits until a slot is in this state. */
  async see(number: number, state: string, patienceMs = 60_000): Promise<SlotSeen> {
    const slot = (await this.until((slots) => slots[number - 1]?.state === state, patienceMs))[number - 1];
    expect(slot?.state, `slot ${number}: ${JSON.stringify(slot)}`).toBe(state);
    return slot as SlotSeen;
  }

  /** Waits until nothing runs. */
  async quiet(patienceMs = 120_000): Promise<readonly SlotSeen[]> {
    const isQuiet = (slots: readonly SlotSeen[]): boolean => slots.every(({ state }) => state !== 'running');
    const slots = await this.until(isQuiet, patienceMs);
    expect(slots.filter(({ state }) => state === 'running')).toEqual([]);
    return slots;
  }

  async records(): Promise<readonly RecordSeen[]> {
    return (await this.page.evaluate(RECORDS)) as readonly RecordSeen[];
  }

  /** So many slots, by the settings; the bench is shown afterwards. */
  async setSlots(count: number): Promise<void> {
    await this.page.locator('[data-screen="settings"]').click();
    await this.page.locator('select[data-slots]').selectOption(String(count));
    await this.page.locator('ts-station [data-action="start-shift"]').waitFor();
  }

  /** Takes the board of a slot out and puts the next one in. */
  async pullAndPlug(number: number): Promise<void> {
    await this.act({ act: 'pull-board', number });
    await this.until((slots) => slots[number - 1]?.presence === 'out');
    await this.act({ act: 'plug-board', number });
  }

  async putBoards(): Promise<void> {
    await this.page.locator('[data-action="set-up"]').click();
    await this.page.locator('[data-action="put-boards"]').click();
    await this.until((slots) => slots.length > 0 && slots.every(({ presence }) => presence === 'in'));
    await this.page.locator('[data-action="set-up-done"]').click();
  }

  /** By the dialog, with the mouse out of reach. */
  async startShift(operator: string, workOrder: string): Promise<void> {
    await this.press('Enter');
    await this.page.locator('dialog.shift-start[open]').waitFor();
    await this.scan(operator);
    await this.scan(workOrder);
    await this.page.locator('[data-action="end-shift"]').waitFor();
  }

  /** A line as a scanner that is a keyboard types it: real key events, a few milliseconds apart, and Enter. */
  async scan(text: string): Promise<void> {
    this.#keys ??= await this.page.context().newCDPSession(this.page);
    const keys = this.#keys;
    await this.#handBack();
    const began = Date.now() / 1000;
    this.#lastScanMs = Date.now() + text.length * 5;
    const send = (key: string, index: number, more: { readonly text?: string }): Promise<unknown>[] => {
      const timestamp = began + index * 0.005;
      const code = key === 'Enter' ? 'Enter' : '';
      const windowsVirtualKeyCode = key === 'Enter' ? 13 : 0;
      return [
        keys.send('Input.dispatchKeyEvent', { type: 'keyDown', key, code, windowsVirtualKeyCode, timestamp, ...more }),
        keys.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code, windowsVirtualKeyCode, timestamp: timestamp + 0.001 }),
      ];
    };
    await Promise.all([...[...text].flatMap((key, index) => send(key, index, { text: key })), ...send('Enter', text.length, { text: '\r' })]);
  }

  /** No hand is quicker after a scan. */
  async #handBack(): Promise<void> {
    const waitMs = this.#lastScanMs + NEXT_SCAN_MS - Date.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  async press(key: string): Promise<void> {
    await this.#handBack();
    await this.page.keyboard.press(key);
  }
}

/** Takes all records away, so that the next journey begins without any. */
export async function forgetRecords(page: Page): Promise<void> {
  await page.evaluate(
    `new Promise((resolve) => { const deleting = indexedDB.deleteDatabase('touchstone-records'); deleting.onsuccess = deleting.onerror = deleting.onblocked = () => resolve(); })`,
  );
}
