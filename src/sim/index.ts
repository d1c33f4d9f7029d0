/** The door of sim: the virtual board. */
export { VirtualBoard } from './board.ts';
export type { VirtualBoardOptions } from './board.ts';
export { createVirtualPort } from './port.ts';
export type { Scheduler, VirtualPort } from './port.ts';
export { Playback } from './playback.ts';
export type { RecordedLine } from './playback.ts';
export type { Fault } from './faults.ts';
export { parseIdentity } from './atecc/identity.ts';
export type { ChipIdentity, ChipPersona, Signer } from './atecc/identity.ts';
export type { SeenCommand } from './atecc/chip.ts';
export { measureInstructionsPerSecond } from './measure.ts';
