/**
 * The bench firmware that comes with the page, as a pack like any other.
 * Floor: board. Takes what firmware-catalogue.ts has checked; fetches nothing.
 * Reference: public/firmware/catalogue.json.
 */
import type { FirmwareImage } from '../../firmware-catalogue.ts';
import { knownChip, makePack } from '../make-pack.ts';
import type { Pack } from '../pack.ts';

/** One part, without warnings: it needs no partition table, and it is its own bootloader. */
export async function packOfFirmware(firmware: FirmwareImage): Promise<Pack> {
  const { name, version, chip, offset, data } = firmware;
  const pack = await makePack({
    name: `${name} ${version}`,
    label: name,
    chip: knownChip(chip, name),
    flashSizeBytes: null,
    erase: 'what-is-written',
    parts: [{ name, offset, bytes: data }],
    warnings: [],
  });
  return { ...pack, warnings: [] };
}
