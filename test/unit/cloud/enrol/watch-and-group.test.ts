/** When an enrollment is looked at again; which group is refused. */
import { describe, expect, it } from 'vitest';
import { holdsCertificate, isSettled, nextLookMs, refuseGroup } from '../../../../src/cloud/index.ts';

describe('the next look', () => {
  it.each(['assigned', 'failed', 'disabled'] as const)('does not come after %s', (status) => {
    expect(isSettled(status)).toBe(true);
    expect(nextLookMs({ status, changed: true, previousMs: null })).toBe(null);
  });

  it('comes after 5 s, then half as long again each time, up to a minute', () => {
    const waits: (number | null)[] = [];
    let previousMs: number | null = null;
    for (let look = 0; look < 9; look++) {
      previousMs = nextLookMs({ status: 'unassigned', changed: false, previousMs });
      waits.push(previousMs);
    }
    expect(waits).toEqual([5_000, 7_500, 11_250, 16_875, 25_312.5, 37_968.75, 56_953.125, 60_000, 60_000]);
  });

  it.each(['none', 'unknown', 'assigning', 'unassigned'] as const)('comes sooner when %s is new', (status) => {
    expect(nextLookMs({ status, changed: true, previousMs: 60_000 })).toBe(5_000);
  });
});

describe('a group', () => {
  it.each([
    ['Crypto Authentication Signer 2C10', 'Microchip Technology Inc'],
    ['Crypto Authentication Root CA 002', 'Microchip Technology Inc'],
    ['crypto authentication signer f600', ''],
    ['Anything', 'Microchip Technology Inc'],
  ])('is refused for %s of %j', (commonName, organization) => {
    expect(refuseGroup({ commonName, organization })).toEqual({ code: 'enrol-group', facts: { signer: commonName, why: 'shared-signer' } });
  });

  it('is not refused for the factory’s own signer', () => {
    expect(refuseGroup({ commonName: 'Example Factory Signer 1', organization: 'Example Ltd' })).toBe(null);
  });
});

describe('the service’s certificate', () => {
  it.each([
    ['AB'.repeat(32), true],
    ['ab'.repeat(32), true],
    [Array.from({ length: 32 }, () => 'AB').join(':'), true],
    ['AC'.repeat(32), false],
    ['', false],
    [null, false],
  ])('with SHA-256 %s is ours: %s', (sha256Thumbprint, isOurs) => {
    expect(holdsCertificate({ sha256Thumbprint }, 'AB'.repeat(32))).toBe(isOurs);
  });
});
