/** Codes of a bench with slots that only the page gives; their words are in ui (strings/en-station.ts). Floor: app. */

/** `shift-not-locked`: the bench is locked. `shift-is-on`: not while a shift goes on. `pin-wrong`. `scan-form`: not the plan's form of a label; fact `seen`. `no-free-slot`: no board waits for a label. `port-is-taught`: the chosen port is another slot's already; fact `slot`. */
export type StationDeskErrorCode = 'shift-not-locked' | 'shift-is-on' | 'pin-wrong' | 'scan-form' | 'no-free-slot' | 'port-is-taught';
