/**
 * Why no enrollment group is made for a signer that its maker shares between customers.
 * Floor: cloud. Decides by names alone, and only ever to refuse: nothing is believed because of them.
 * Reference: Azure IoT DPS "X.509 attestation" (a group admits every device whose chain holds its certificate); ATECC608-TNGTLS certificate definitions (signer names).
 */
import type { CloudErrorCode } from '../errors.ts';
import type { CloudProblem } from '../model.ts';

/** Names as they stand in the certificate that a group would be made for. */
export interface GroupSigner {
  readonly commonName: string;
  readonly organization: string;
}

const SHARED = /^crypto authentication (signer|root ca)\b/i;
const MAKER = /^microchip technology\b/i;

/**
 * `enrol-group` for Microchip's shared root and signers: a group on one of them would let in everybody's Trust&GO parts, not only one's own.
 * Facts: `signer`, `why` (`shared-signer`). Null for other certificates.
 */
export function refuseGroup({ commonName, organization }: GroupSigner): CloudProblem | null {
  if (!SHARED.test(commonName.trim()) && !MAKER.test(organization.trim())) return null;
  return { code: 'enrol-group' satisfies CloudErrorCode, facts: { signer: commonName, why: 'shared-signer' } };
}
