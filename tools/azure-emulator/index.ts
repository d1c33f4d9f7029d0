/** The door of the Azure emulator: a local tool for trying and testing the page. Nothing of it is in the built page. */
export { createEmulator } from './emulator.ts';
export type { Emulator, PlainRequest } from './emulator.ts';
export type { EmulatorOptions } from './options.ts';
export type { Control } from './control.ts';
export type { FaultRule } from './faults.ts';
export { HOME_TENANT, POISON } from './seed.ts';
export { makeCertificate } from './certificate.ts';
