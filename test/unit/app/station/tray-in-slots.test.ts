/** What a hand takes from the tray, slot by slot: the next board, the same again, and the two that the duplicate guard is rehearsed with. */
import { describe, expect, it } from 'vitest';
import { VirtualBoards } from '../../../../src/app/station/virtual-boards.ts';
import { VirtualBench } from '../../../../src/app/virtual/bench.ts';
import type { VirtualStart } from '../../../../src/app/virtual/messages.ts';
import type { WorkerPort } from '../../../../src/app/virtual/virtual-port.ts';
import type { RunSummary, Station } from '../../../../src/bench/index.ts';

const idle = async (): Promise<void> => undefined;

/** Boards in this many slots, and what every worker was told to build. */
async function slots(count: number) {
  const built: string[][] = [];
  const told: string[] = [];
  const named = ({ identity, mac }: VirtualStart): string => `${(identity as { serialNumber: string }).serialNumber} ${Buffer.from(mac ?? []).toString('hex')}`;
  const station = {
    slots: Array.from({ length: count }, (_, index) => ({ picture: { number: index + 1, port: null } })),
    put: idle,
    gone: () => told.push('gone'),
    appeared: async () => told.push('appeared'),
  } as unknown as Station;
  const boards = new VirtualBoards({
    open: async (start) => {
      const mine = [named(start)];
      built.push(mine);
      const port = {
        onLost: () => undefined,
        onCablePulled: () => undefined,
        setFaults: idle,
        plug: idle,
        unplug: idle,
        start: async (next: VirtualStart) => mine.push(named(next)),
      };
      return new VirtualBench(port as unknown as WorkerPort, new Uint8Array(0));
    },
    leave: idle,
    changed: () => undefined,
  });
  await boards.putIn(station);
  return { boards, station, built, told, lies: () => boards.pictures.map(({ board, chip }) => [board, chip]) };
}

const run = (change: Partial<RunSummary>): RunSummary => ({ virtual: true, outcome: 'pass', ...change }) as RunSummary;
const unitRun = (number: number, change: Partial<RunSummary> = {}): RunSummary =>
  run({ mac: `02:00:00:DE:31:0${number}`, serialNumber: `0123DE4D7A00000${number}01`, ...change });

describe('boards of the tray', () => {
  it('lie one in each slot: unit n in slot n, each built with its own chip and MAC', async () => {
    const { built, lies } = await slots(3);
    expect(built).toEqual([['0123de4d7a00000101 020000de3101'], ['0123de4d7a00000201 020000de3102'], ['0123de4d7a00000301 020000de3103']]);
    expect(lies()).toEqual([1, 2, 3].map((number) => [number, number]));
  });

  it('are replaced by the next one, whichever slot asks, and the same again is the same', async () => {
    const { boards, station, lies, built } = await slots(2);
    await boards.pull(2, station);
    await boards.plugIn(2, 'next', station);
    await boards.pull(1, station);
    await boards.plugIn(1, 'next', station);
    expect(lies()).toEqual([
      [4, 4],
      [3, 3],
    ]);
    await boards.pull(1, station);
    expect(boards.pictures[0]?.hands).toEqual(['next', 'same']);
    await boards.plugIn(1, 'same', station);
    expect(lies()[0]).toEqual([4, 4]);
    expect(built[0]).toHaveLength(2); // the same board is not built again: its flash is as it was
  });

  it('come one at a time however quick the hand is: while one is in, none is put in', async () => {
    const { boards, station, lies, told } = await slots(1);
    await boards.pull(1, station);
    await Promise.all([1, 2, 3].map(() => boards.plugIn(1, 'next', station)));
    expect(lies()).toEqual([[2, 2]]);
    expect(told.filter((word) => word === 'appeared')).toHaveLength(1);
  });

  it('with a fault are the next board, but a copy and an imitation are the demo’s chip on it', async () => {
    const { boards, station, lies, built } = await slots(1);
    await boards.setFault(1, 'chip-absent', null, station);
    expect(lies()).toEqual([[2, 2]]);
    await boards.setFault(1, 'replayed-dump', null, station);
    await boards.setFault(1, 'other-ca', null, station);
    expect(lies()).toEqual([[4, 'demo']]);
    expect(built[0]?.slice(2)).toEqual(['0123de4d0a11ce0101 020000de3103', '0123de4d0a11ce0101 020000de3104']);
    await boards.pull(1, station);
    await boards.plugIn(1, 'next', station);
    expect(boards.pictures[0]).toMatchObject({ board: 5, chip: 5, faultId: 'genuine' });
  });
});

describe('the boards for the duplicate guard', () => {
  it('are offered only once there is something to compare with: a chip that passed, a board that was read', async () => {
    const { boards } = await slots(2);
    expect(boards.pictures.map(({ hands }) => hands)).toEqual([[], []]);
    boards.ran(unitRun(1, { outcome: 'fail' }));
    expect(boards.pictures.map(({ hands }) => hands)).toEqual([['swapped-chip'], []]);
    boards.ran(unitRun(2));
    expect(boards.pictures.map(({ hands }) => hands)).toEqual([
      ['moved-chip', 'swapped-chip'],
      ['moved-chip', 'swapped-chip'],
    ]);
    boards.newShift();
    expect(boards.pictures.map(({ hands }) => hands)).toEqual([[], []]);
  });

  it('say nothing of real boards, nor of runs that read no chip', async () => {
    const { boards } = await slots(1);
    boards.ran(unitRun(1, { virtual: false }));
    boards.ran(run({ mac: '02:00:00:DE:31:01', serialNumber: '' }));
    expect(boards.pictures[0]?.hands).toEqual([]);
  });

  it('are a moved chip, which passed last and is in no other slot now, on the next board', async () => {
    const { boards, station, lies } = await slots(2);
    boards.ran(unitRun(1));
    boards.ran(unitRun(2));
    await boards.plugIn(1, 'moved-chip', station); // chip 2 is in slot 2
    expect(lies()[0]).toEqual([3, 1]);
  });

  it('are a swapped chip: the board that is here with the next unit’s', async () => {
    const { boards, station, lies } = await slots(2);
    boards.ran(unitRun(2));
    await boards.plugIn(2, 'swapped-chip', station);
    expect(lies()[1]).toEqual([2, 3]);
    await boards.plugIn(2, 'swapped-chip', station);
    expect(lies()[1]).toEqual([2, 4]);
  });
});
