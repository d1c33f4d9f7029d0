/**
 * USB serial bridges: how the board hangs on its cable, and the fastest rate that each bridge is known to carry.
 * Floor: board. A table; what a bridge really carries on this cable is found by trying, and remembered (RateMemory).
 * Reference: tasmota-webserial-esptool 7.3.7, detectUSBSerialChip (CH340: 460,800); esptool issues 145, 255, 435 (CH340 beyond 460,800);
 * Silicon Labs AN976 (CP2102: 921,600); FTDI AN120 (3 Mbaud, fractions of 3 MHz); Espressif's USB ids (303A).
 */
import type { PortIdentity } from '../../base/index.ts';

/** `bridge`: a UART behind a bridge chip. `usb-serial-jtag`: the chip's own port, fixed in hardware. `usb-otg`: the chip's own port, made by its ROM. */
export type Connection = 'bridge' | 'usb-serial-jtag' | 'usb-otg';

/** Where rates that worked are kept; the page decides how long. */
export interface RateMemory {
  /** null when nothing is known of this port. */
  get(identity: PortIdentity): number | null;
  set(identity: PortIdentity, baudRate: number): void;
}

const ESPRESSIF = 0x303a;
const WCH = 0x1a86;
const USB_SERIAL_JTAG = 0x1001;
/** The ROM's own port has the chip id as its product id; firmware's ports have larger numbers. */
const LARGEST_CHIP_ID = 0xff;

const UNKNOWN_BRIDGE_RATE = 921_600;
const FASTEST: Readonly<Record<string, number>> = {
  '10c4:ea60': 921_600, // CP2102, CP2102N, CP2104
  '10c4:ea70': 921_600, // CP2105
  '10c4:ea71': 921_600, // CP2108
  '1a86:7522': 460_800, // CH340K
  '1a86:7523': 460_800, // CH340
  '1a86:7584': 460_800, // CH340S
  '1a86:5523': 460_800, // CH341
  '1a86:55d3': 921_600, // CH343
  '1a86:55d4': 921_600, // CH9102
  '1a86:55d8': 921_600, // CH9101
  '0403:6001': 921_600, // FT232R: many are copies
  '0403:6010': 2_000_000, // FT2232H
  '0403:6011': 2_000_000, // FT4232H
  '0403:6014': 2_000_000, // FT232H
  '0403:6015': 2_000_000, // FT230X, FT231X
  '067b:2303': 460_800, // PL2303, of many kinds
};

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');

/** How the board is connected, by its USB ids; what gives none is taken for a bridge. */
export function connectionOf({ usbVendorId, usbProductId }: PortIdentity): Connection {
  if (usbVendorId !== ESPRESSIF || usbProductId === undefined) return 'bridge';
  if (usbProductId === USB_SERIAL_JTAG) return 'usb-serial-jtag';
  return usbProductId <= LARGEST_CHIP_ID ? 'usb-otg' : 'bridge';
}

/** CH340 and its relatives, whose drivers differ from system to system (esptool issues 102 and 145: macOS). */
export const isWch = ({ usbVendorId }: PortIdentity): boolean => usbVendorId === WCH;

/** The rate to begin with, from the table. */
export function fastestRateOf({ usbVendorId, usbProductId }: PortIdentity): number {
  if (usbVendorId === undefined || usbProductId === undefined) return UNKNOWN_BRIDGE_RATE;
  return FASTEST[`${hex4(usbVendorId)}:${hex4(usbProductId)}`] ?? UNKNOWN_BRIDGE_RATE;
}

const LADDER: readonly number[] = [2_000_000, 921_600, 460_800, 230_400, 115_200];
/** The rate after reset. It needs no change, and gets a second attempt: any single block may be damaged. */
const SLOWEST = 115_200;

/** Rates to try in turn, none above `fastest`. `fastest` itself need not be in the ladder. */
export function ratesBelow(fastest: number): readonly number[] {
  if (fastest <= SLOWEST) return [SLOWEST, SLOWEST];
  return [fastest, ...LADDER.filter((rate) => rate < fastest), SLOWEST];
}
