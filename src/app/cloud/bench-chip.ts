/**
 * The chip on the bench, as something that can be enrolled.
 * Floor: app. Takes the certificate that the check rebuilt and proved; knows no service. A chip that was proved not to be genuine is never enrolled.
 */
import type { SlotSnapshot, VerdictKind } from '../../bench/index.ts';
import type { CloudErrorCode } from '../../cloud/index.ts';
import { encodePem } from '../../formats/index.ts';
import type { BenchChip } from '../../ui/index.ts';

/** What is needed of a chip to enrol it, now or after a reload: public words only. */
export interface ChipToEnrol {
  readonly serialNumber: string;
  readonly commonName: string;
  readonly certificatePem: string;
  readonly verdict: VerdictKind;
  readonly demo: boolean;
}

/** Null while there is no verdict about a chip. */
export function benchChip({ phase, chip, verdict }: SlotSnapshot, place: 'azure' | 'emulator'): BenchChip | null {
  if (chip === null || verdict === null || (phase !== 'done' && phase !== 'lost')) return null;
  const { kind, demo } = verdict;
  const said = { serialNumber: chip.serialNumber, commonName: chip.commonName ?? '', verdict: kind, demo };
  const no = (code: CloudErrorCode): BenchChip => ({ ...said, enrollable: 'no', code });
  if (chip.deviceCertificate === undefined || chip.commonName === null || kind === 'not-genuine') return no('enrol-verdict');
  if (demo && place === 'azure') return no('enrol-demo');
  if (kind === 'genuine-matched') return { ...said, enrollable: 'yes', code: '' };
  return { ...said, enrollable: 'override', code: 'enrol-verdict' satisfies CloudErrorCode };
}

/** The chip with its certificate; null where `benchChip` says no. */
export function chipToEnrol(slot: SlotSnapshot, place: 'azure' | 'emulator'): ChipToEnrol | null {
  const chip = benchChip(slot, place);
  const der = slot.chip?.deviceCertificate;
  if (chip === null || chip.enrollable === 'no' || der === undefined) return null;
  const { serialNumber, commonName, verdict, demo } = chip;
  return { serialNumber, commonName, certificatePem: encodePem('CERTIFICATE', der), verdict, demo };
}
