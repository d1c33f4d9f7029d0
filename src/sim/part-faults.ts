/**
 * What a list of faults means for the parts around the core: flash, bridge, buttons, loader.
 * Floor: sim. The secure element's faults are faults.ts; those of the board as a whole are board.ts.
 */
import { countOf, faultOf, type Fault, type FaultKind } from './faults.ts';
import type { Rom } from './rom/rom.ts';
import type { Flash, FlashController } from './soc/flash.ts';
import type { ResetCircuit } from './soc/reset-circuit.ts';
import type { SerialLine } from './soc/serial-line.ts';

export interface BoardParts {
  readonly flash: Flash;
  readonly flashController: FlashController;
  readonly line: SerialLine;
  readonly circuit: ResetCircuit;
  readonly rom: Rom;
}

type AccidentFault = Extract<Fault, { kind: 'loader-accident' }>;

/** Breaks what the faults break, and mends everything else; when it throws it has done nothing. @throws sim-fault */
export function setPartFaults({ flash, flashController, line, circuit, rom }: BoardParts, faults: readonly Fault[]): void {
  const has = (kind: FaultKind): boolean => faultOf(faults, kind) !== undefined;
  const stuck = faultOf(faults, 'flash-stuck-bit');
  const limit = faultOf(faults, 'bridge-limit');
  const stuckAt = stuck === undefined ? null : countOf('flash-stuck-bit', stuck.offset);
  const fastestBaudRate = limit === undefined ? Infinity : countOf('bridge-limit', limit.fastestBaudRate);
  const accidents = faults.filter((fault): fault is AccidentFault => fault.kind === 'loader-accident');
  for (const { nth } of accidents) countOf('loader-accident', nth);
  flash.corruptNextWrite = has('flash-write-corrupts');
  flash.refusesWriting = has('flash-write-refused');
  flash.stuckAt = stuckAt;
  flashController.absent = has('flash-absent');
  line.fastestBaudRate = fastestBaudRate;
  circuit.bootHeld = has('boot-held');
  rom.setMischief(accidents, has('stub-forgets-rate'));
}
