/**
 * The same certificate through another parser, so that a mistake in ours cannot agree with itself.
 * Floor: trust. The only file that enters pkijs and asn1js; loaded when first asked for, because they are large and slow.
 * Knows no policy: chain.ts decides, this file contradicts.
 * Reference: RFC 5280 section 4.1; pkijs 4.0.0.
 */
import { equalBytes, toHex } from '../../base/index.ts';
import type { Certificate } from './certificate.ts';
import { encodePublicKeyInfo } from './certificate-templates.ts';

/**
 * `opinion-parse`: not a certificate to the other parser, or bytes behind it. `opinion-encoding`: written again it has other bytes.
 * `opinion-content`: it reads another key, name, serial or constraint. `opinion-signature`: the issuer's key did not sign it.
 */
export type OpinionFault = 'opinion-parse' | 'opinion-encoding' | 'opinion-content' | 'opinion-signature';

const COMMON_NAME = '2.5.4.3';

/** Null when the other parser agrees with `certificate` and with the signature of `issuerPublicKey` (X ‖ Y). */
export async function contradict(certificate: Certificate, issuerPublicKey: Uint8Array): Promise<OpinionFault | null> {
  const [{ BasicConstraints, Certificate: OtherCertificate, CryptoEngine, PublicKeyInfo }, { fromBER }] = await Promise.all([
    import('pkijs'),
    import('asn1js'),
  ]);
  const der = new Uint8Array(certificate.der);
  const outcome = fromBER(der);
  if (outcome.offset !== der.length) return 'opinion-parse';
  let other: InstanceType<typeof OtherCertificate>;
  try {
    other = new OtherCertificate({ schema: outcome.result });
  } catch {
    return 'opinion-parse';
  }
  if (!equalBytes(new Uint8Array(other.toSchema(true).toBER(false)), der)) return 'opinion-encoding';

  const commonName = (name: typeof other.subject): string | undefined => {
    const values = name.typesAndValues.filter(({ type }) => type === COMMON_NAME).map(({ value }) => String(value.valueBlock.value));
    return values.length === 1 ? values[0] : undefined;
  };
  const constraints = other.extensions?.map(({ parsedValue }) => parsedValue as unknown).find((value) => value instanceof BasicConstraints);
  const pathLength = constraints?.pathLenConstraint;
  const agrees =
    commonName(other.subject) === certificate.subjectCommonName &&
    commonName(other.issuer) === certificate.issuerCommonName &&
    toHex(unsigned(other.serialNumber.valueBlock.valueHexView)) === toHex(certificate.serial) &&
    equalBytes(other.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView.subarray(1), certificate.publicKey) &&
    (constraints?.cA ?? false) === certificate.isCa &&
    (pathLength === undefined ? null : Number(pathLength)) === certificate.pathLength &&
    other.notBefore.value.getTime() === certificate.notBeforeMs &&
    other.notAfter.value.getTime() === certificate.notAfterMs;
  if (!agrees || other.signatureAlgorithm.algorithmId !== other.signature.algorithmId) return 'opinion-content';

  try {
    const engine = new CryptoEngine({ name: '', crypto });
    const key = PublicKeyInfo.fromBER(encodePublicKeyInfo(issuerPublicKey));
    return (await engine.verifyWithPublicKey(new Uint8Array(other.tbsView), other.signatureValue, key, other.signatureAlgorithm)) ? null : 'opinion-signature';
  } catch {
    return 'opinion-signature';
  }
}

/** Without the sign byte that an INTEGER may begin with. */
function unsigned(bytes: Uint8Array): Uint8Array {
  return bytes.length > 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes;
}
