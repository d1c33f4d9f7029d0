/**
 * Whom this house believes: pinned names and keys.
 * Floor: trust. A table; knows no files and no chips. Demo anchors are data that app hands in for virtual ports only.
 * Reference: RFC 5280 section 6.1.1 d (a trust anchor is a name and a key). Keys and fingerprints were computed from Microchip's
 * published certificates: Crypto Authentication Root CA 002 (SHA-256 A5B883BF…6A0116BD) and the five manifest signers.
 */
import { fromHex } from '../base/index.ts';

/** Who stands behind an anchor. `demo` never counts for a real port. */
export type AnchorOrigin = 'microchip' | 'demo';

/** A root of chip certificates: enough to write the names in the certificates below it, and to check them. */
export interface ChipAnchor {
  readonly origin: AnchorOrigin;
  /** organizationName in every issuer and subject. */
  readonly organization: string;
  /** commonName of the root, which issued the signers. */
  readonly rootCommonName: string;
  /** commonName of a signer is this, a space, and its id in four upper-case hex digits. */
  readonly signerCommonNamePrefix: string;
  /** X ‖ Y, 64 bytes, on P-256. */
  readonly publicKey: Uint8Array;
}

/** A key that signs manifest entries; found by `x5t`. `own`: the operator added the certificate. */
export interface ManifestSigner {
  readonly origin: AnchorOrigin | 'own';
  /** commonName of the certificate. */
  readonly name: string;
  /** base64url of the Subject Key Identifier. */
  readonly kid: string;
  /** base64url of SHA-256 over the certificate (`x5t#S256`). */
  readonly x5t: string;
  /** X ‖ Y, 64 bytes, on P-256. */
  readonly publicKey: Uint8Array;
  /** Validity of the certificate, for example 2024-03-07T01:32:28Z. Entries outlive it: an expired signer is reported, not refused. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Microchip's Crypto Authentication Root CA 002, above every Trust&GO and TrustFLEX chip seen since 2018. */
export const MICROCHIP_ANCHOR: ChipAnchor = {
  origin: 'microchip',
  organization: 'Microchip Technology Inc',
  rootCommonName: 'Crypto Authentication Root CA 002',
  signerCommonNamePrefix: 'Crypto Authentication Signer',
  publicKey: fromHex('bd54e66de3875484006b53ae1580d50aa069e78adf5578d85ce2d54dd5b830296bffdd6e6f7256fbd99ef1a116b11d33ad49103aa1858739dcfae437e19d634e'),
};

function microchipSigner(name: string, kid: string, x5t: string, publicKeyHex: string, notBefore: string, notAfter: string): ManifestSigner {
  return { origin: 'microchip', name, kid, x5t, publicKey: fromHex(publicKeyHex), notBefore, notAfter };
}

/** Microchip's manifest signers. They are self-signed, so each is pinned. "Log Signer Test" is left out on purpose. */
export const MICROCHIP_MANIFEST_SIGNERS: readonly ManifestSigner[] = [
  microchipSigner(
    'Log Signer 001',
    '7cCILlAOwYo1-PChGuoyUISMK3g',
    'TEc46ST2RDF_AOvBtoCYa838VWIPfNV_2jTqNa4j5R4',
    '4bbcfd9c91753bb837492ebbbe82475251e6fcf4e04b91a8be134313229d18947371edab2dfc3ba1eb5e8daa98da32aced31776236a5f4215d662e2d3df93065',
    '2019-01-22T00:27:42Z',
    '2019-07-22T00:27:42Z',
  ),
  microchipSigner(
    'Log Signer 002',
    '8VeKGdyU2d8wev6_VzNJOBOv-cA',
    'U9TKmw4f3iG56OGR8YV_Ncxlk0DlG0FyL9aDlwfbv1A',
    'b08bae03e54f739ece7b43f650b64a1c14865c74edf8aafd511327e213500c1b82b3e307f5e2f467212c833b170652506384a9103a2ad1f7d973294c61ca9820',
    '2019-08-15T19:47:59Z',
    '2020-08-15T19:47:59Z',
  ),
  microchipSigner(
    'Log Signer 003',
    'hfCsqVY-uQNUJNKS-LKD_ckY-1E',
    'MMfKcg46stGgo7rOLVrV2vo_VKCbfSEXrdrDWqYKMYg',
    'e7906d0c37451f84b8ca48d650439ab9ad651e695f7ce39f3e7bc7da3a996b9d21180cb57b8eecf4b930e1a7ab3b7182b50aec44faf6e0234230b94f8ffbab65',
    '2020-08-13T16:44:29Z',
    '2023-08-13T16:44:29Z',
  ),
  microchipSigner(
    'Log Signer 004',
    'jxEbV1PcZImZWGvyAjDr3RaxyuU',
    '1flh5ECC_dLRmN1AeqHM9etfOM9ROOvEOEWAaYQXOo8',
    '04f188e7251a2a1398cff9443ea8e6ea33248dbea1820d9df7f6955c3733c4a7a47743a57eccb434b3ea5703ad91914ee8e5fc2928f5f2da6001ebaf91374d14',
    '2023-07-18T18:37:51Z',
    '2026-07-18T18:37:51Z',
  ),
  microchipSigner(
    'Manifest Signer 005',
    'TCnpnzYB8M3CO776ByPJ2yX3KYo',
    'Vx2ZhBEX46-zTyiIYEWQP6eFzCg90ugGjh5epGBM4OM',
    '4caf1dd97d79a84655507aa81935d21249a342d06156e9f96885edb20d887c188e06836dac627136149a1c5e81fab5ea730cdd66fc0b98dfb33046dc9223e498',
    '2024-03-07T01:32:28Z',
    '9999-12-31T23:59:59Z',
  ),
];
