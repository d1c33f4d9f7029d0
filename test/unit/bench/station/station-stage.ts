/** A bench with slots whose boards are played. Test support of the tests beside it. */
import type { BytePort } from '../../../../src/base/index.ts';
import type { Plan } from '../../../../src/bench/plan/plan.ts';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import type { RunDraft, RunRecord } from '../../../../src/bench/record/record.ts';
import type { RunTools } from '../../../../src/bench/run/phase.ts';
import type { StationPicture, StationSlotPicture } from '../../../../src/bench/station/picture.ts';
import { Station } from '../../../../src/bench/station/station.ts';
import { planOf, playedTools, type Played } from '../run/played-tools.ts';

export const CHECK = { kind: 'check-chip', name: 'check' };
export const port = (usbProductId = 0xea60, usbVendorId = 0x10c4): BytePort =>
  ({ identity: { kind: 'real', usbVendorId, usbProductId } }) as unknown as BytePort;

export interface Stage extends Played {
  readonly station: Station;
  readonly kept: RunDraft[];
  readonly shown: StationPicture[];
  readonly slot: (number: number) => StationSlotPicture;
  readonly startShift: (plan?: Plan) => void;
  readonly ended: () => Promise<void>;
}

export async function stage(slots: number, change: Partial<RunTools> = {}, keep?: (draft: RunDraft) => Promise<RunRecord>): Promise<Stage> {
  const played = playedTools(change);
  const kept: RunDraft[] = [];
  const shown: StationPicture[] = [];
  let id = 0;
  const station = new Station({
    tools: played.tools,
    keep:
      keep ??
      ((draft) => {
        kept.push(draft);
        return linkRecord(draft, emptyChain('c'));
      }),
    newId: () => `run-${++id}`,
    versions: () => ({ page: '0.1.0', firmware: null, build: null }),
    pins: () => ({ sda: 16, scl: 17, clockKHz: 100 }),
    fastestBaudRate: () => 921_600,
    show: (picture) => shown.push(picture),
  });
  await station.setSlots(slots);
  return {
    ...played,
    station,
    kept,
    shown,
    slot: (number) => station.picture.slots[number - 1] as StationSlotPicture,
    startShift: (plan = planOf(CHECK)) => station.startShift({ station: 'L1', operator: 'Mei', workOrder: 'WO-1', plan, planFingerprint: 'ff'.repeat(32) }),
    ended: async () => {
      for (let turn = 0; turn < 200 && station.picture.slots.some(({ state }) => state === 'running'); turn++)
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}
