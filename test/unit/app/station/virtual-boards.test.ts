/** Virtual boards in slots: what the station hears of their cables, by hand and by fault. */
import { describe, expect, it } from 'vitest';
import { VirtualBoards } from '../../../../src/app/station/virtual-boards.ts';
import { VirtualBench } from '../../../../src/app/virtual/bench.ts';
import type { WorkerPort } from '../../../../src/app/virtual/virtual-port.ts';
import type { Station } from '../../../../src/bench/index.ts';
import type { Fault } from '../../../../src/sim/index.ts';

/** A port whose cable a test can have pulled at any moment. */
function fakePort(told: string[]): { readonly port: WorkerPort; pull(): void; lose(): void } {
  const lost = new Set<() => void>();
  const pulled = new Set<() => void>();
  return {
    pull: () => pulled.forEach((listener) => listener()),
    lose: () => {
      const all = [...lost];
      lost.clear();
      all.forEach((listener) => listener());
    },
    port: {
      identity: { kind: 'virtual' },
      onLost: (listener: () => void) => lost.add(listener),
      onCablePulled: (listener: () => void) => pulled.add(listener),
      ...Object.fromEntries(
        ['setFaults', 'plug', 'unplug', 'start'].map((name) => [
          name,
          async (faults?: unknown) => {
            told.push(Array.isArray(faults) ? `faults ${faults.map(({ kind }: Fault) => kind).join(' ')}`.trim() : name);
          },
        ]),
      ),
    } as unknown as WorkerPort,
  };
}

async function boards() {
  const told: string[] = [];
  const fake = fakePort(told);
  const station = {
    slots: [{ picture: { number: 1, port: null } }],
    put: async () => undefined,
    gone: () => told.push('gone'),
    appeared: async () => told.push('appeared'),
  } as unknown as Station;
  const made = new VirtualBoards({
    open: async () => new VirtualBench(fake.port, new Uint8Array(0)),
    leave: async () => undefined,
    changed: () => told.push('changed'),
  });
  await made.putIn(station);
  return { made, station, told, fake };
}

describe('a cable that a fault takes out', () => {
  it('is gone for the slot and for the screen, although no run had opened the port', async () => {
    const { made, told, fake } = await boards();
    fake.pull();
    expect(told).toEqual(['gone', 'changed']);
    expect(made.pictures[0]?.cable).toBe('out');
  });

  it('is told once when the port was open, and again the next time', async () => {
    const { made, station, told, fake } = await boards();
    fake.lose();
    fake.pull();
    expect(told).toEqual(['gone', 'changed']);
    await made.plugIn(1, 'same', station);
    told.length = 0;
    fake.lose();
    fake.pull();
    expect(told).toEqual(['gone', 'changed']);
  });

  it('put back, it stays: the fault struck already', async () => {
    const { made, station, told, fake } = await boards();
    await made.setFault(1, 'cable-pulled', 67, station);
    expect(told).toEqual(['gone', 'unplug', 'start', 'faults cable-pulled', 'appeared']);
    fake.pull();
    told.length = 0;
    await made.plugIn(1, 'same', station);
    expect(told).toEqual(['faults', 'plug', 'faults', 'appeared']);
  });

  it('of the board before does not strike the next one: no fault is set while it is plugged in', async () => {
    const { made, station, told } = await boards();
    await made.setFault(1, 'cable-pulled', 67, station);
    await made.pull(1, station);
    told.length = 0;
    await made.plugIn(1, 'same', station);
    expect(told).toEqual(['faults', 'plug', 'faults cable-pulled', 'appeared']); // pulled by hand, it has yet to strike
  });
});
