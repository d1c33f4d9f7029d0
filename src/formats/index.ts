/** The door of formats: bytes ⇄ values for public formats. */
export { crc16 } from './crc16.ts';
export { SLIP_END, SLIP_ESC, SLIP_ESC_END, SLIP_ESC_ESC, encodeSlip } from './slip.ts';
export { FRAME_MAX_CONTENT, FRAME_MAX_PAYLOAD, encodeFrame, parseFrame } from './frame.ts';
export type { Frame, FrameFault } from './frame.ts';
export { FrameSplitter } from './frame-splitter.ts';
export type { FrameSink } from './frame-splitter.ts';
