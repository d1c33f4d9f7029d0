/**
 * A faster wire to the loader: both sides change, then the loader must answer.
 * Floor: board. Knows the command and the ESP32 ROM's mistake about its crystal; what to do when the wire is dead is the caller's business
 * (connect again: only a reset brings a loader back that listens at another rate).
 * Reference: esptool targets/esp32.py, change_baud and get_rom_cal_crystal_freq; esptool-js 0.7.0 changeBaud, whose own fall-back is not used.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { LOADER } from './packets.ts';
import { words, type LoaderSession } from './session.ts';

/** Rates that are tried, fastest first. 115,200 is the rate after reset and needs no change; it gets a second attempt, because any
 * single block may be damaged. */
const ATTEMPT_RATES: readonly number[] = [921_600, 460_800, 115_200, 115_200];

/** The rates of the attempts, none above `fastest`. */
export const attemptRates = (fastest: number): readonly number[] => ATTEMPT_RATES.filter((rate) => rate <= Math.max(fastest, 115_200));

const MAGIC_REGISTER = 0x40001000;
const ESP32_MAGIC = 0x00f01d83;
const RTC_CALI_CONFIG1 = 0x3ff5f06c;
const EFUSE_WORD4 = 0x3ff5a010;
/** The loader changes its divider when its answer has left; the stub waits 5 ms before and after. */
const PAUSE_MS = 12;
const PROBES = 3;
/** A dead rate is known after this; a spoilt answer counts as one as well. */
const PROBE_MS = 500;

/** The crystal as the ROM has measured it against its 8 MHz oscillator, in Hz; 0 when it did not. */
async function romCrystalHz(session: LoaderSession): Promise<number> {
  const calibration = ((await session.readRegister(RTC_CALI_CONFIG1)) >>> 7) & 0x1ffffff;
  const oscillator = (await session.readRegister(EFUSE_WORD4)) & 0xff;
  return (calibration * 15_625 * oscillator) / 40;
}

/** The ROM computes its divider from that measurement, which drifts by per cents; asking for a rate that is wrong by as much makes it right. */
export function romBaudRate(wanted: number, measuredHz: number): number {
  if (measuredHz < 15_000_000 || measuredHz > 60_000_000) return wanted; // not a measurement
  const crystalHz = measuredHz > 33_000_000 ? 40_000_000 : 26_000_000;
  return Math.floor((wanted * measuredHz) / crystalHz);
}

/** True when loader (or stub) and page talk at `baudRate`; false when the loader is lost until the next reset. `magic`: the word at
 * 0x40001000 by which the loader is recognised. @throws port-lost, or the signal's reason */
export async function changeLoaderRate(session: LoaderSession, baudRate: number, magic = ESP32_MAGIC): Promise<boolean> {
  return session.context.wire.baudRate === baudRate || (await change(session, baudRate, magic));
}

/** Has the stub set the present rate once more: it knows its clock, where the ROM only guessed. True and false as above. */
export function restateStubRate(session: LoaderSession, magic: number): Promise<boolean> {
  return change(session, session.context.wire.baudRate, magic);
}

async function change(session: LoaderSession, baudRate: number, magic: number): Promise<boolean> {
  const { wire } = session.context;
  const present = wire.baudRate;
  try {
    // The stub takes the present rate as its second word, the ROM wants zero there.
    const guesses = !session.hasStub && magic === ESP32_MAGIC;
    const wanted = guesses ? romBaudRate(baudRate, await romCrystalHz(session)) : baudRate;
    await session.command('change-baud-rate', LOADER.changeBaudRate, words(wanted, session.hasStub ? present : 0));
    await session.sleep(PAUSE_MS);
    if (present !== baudRate) await wire.setBaudRate(baudRate);
    await session.sleep(PAUSE_MS); // what arrived while the rates differed
    session.flush();
    return await answers(session, magic);
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'board-loader') return false;
    throw error;
  }
}

/** Several right answers in a row: one alone may be luck at a rate that is a little off. */
async function answers(session: LoaderSession, magic: number): Promise<boolean> {
  for (let probe = 0; probe < PROBES; probe++) {
    if ((await session.command('probe', LOADER.readRegister, words(MAGIC_REGISTER), PROBE_MS)) !== magic) return false;
  }
  return true;
}
