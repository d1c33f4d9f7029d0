/**
 * Names of the USB serial bridges that ESP32 boards carry, by USB ids.
 * Floor: ui. A name is a help for the eye; nothing is decided by it.
 * Reference: the vendors' USB ids (Silicon Labs 10C4, WCH 1A86, FTDI 0403, Prolific 067B, Espressif 303A).
 */
import { usbIds } from './format.ts';

const BRIDGES: Readonly<Record<string, string>> = {
  '10C4:EA60': 'CP210x',
  '10C4:EA70': 'CP2105',
  '10C4:EA71': 'CP2108',
  '1A86:7522': 'CH340',
  '1A86:7523': 'CH340',
  '1A86:55D3': 'CH343',
  '1A86:55D4': 'CH9102',
  '0403:6001': 'FT232R',
  '0403:6010': 'FT2232H',
  '0403:6011': 'FT4232H',
  '0403:6014': 'FT232H',
  '0403:6015': 'FT231X',
  '067B:2303': 'PL2303',
  '303A:1001': 'USB-Serial/JTAG',
};

/** "CP210x" for known ids, "USB 1234:5678" for others, null when the browser gives no ids. */
export function bridgeName(vendorId: number | undefined, productId: number | undefined): string | null {
  const ids = usbIds(vendorId, productId);
  return ids === '' ? null : (BRIDGES[ids] ?? `USB ${ids}`);
}
