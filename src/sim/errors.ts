/**
 * Why the virtual board could not be built or set up.
 * Floor: sim. A fault that the board was told to have is not an error.
 */

/** `sim-identity`: an identity file is not what it should be. `sim-no-persona`: a fault wants a second chip or signer that was not given.
 * `sim-fault`: a fault's parameter is out of range. `sim-flash-size`: an imported flash has another size. */
export type SimErrorCode = 'sim-identity' | 'sim-no-persona' | 'sim-fault' | 'sim-flash-size';
