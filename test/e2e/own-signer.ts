/**
 * A manifest signer of the test's own: a key and certificate made by openssl, and entries signed with it by node.
 * Test support. Uses nothing of the page: what is checked must not be made by what checks it.
 * Reference: RFC 7515 section 7.2.2; Microchip "Trust Platform Manifest File Format", version 2 of the payload (no certificates).
 */
import { execFile } from 'node:child_process';
import { X509Certificate, createHash, createPrivateKey, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const OPENSSL_MS = 30_000;
const CONFIG = '[req]\ndistinguished_name=name\nx509_extensions=own\n[name]\n[own]\nsubjectKeyIdentifier=hash\nbasicConstraints=critical,CA:FALSE\n';

export interface Entry {
  readonly payload: string;
  readonly protected: string;
  readonly header: { readonly uniqueId: string };
  readonly signature: string;
}

export interface OwnSigner {
  readonly commonName: string;
  readonly pem: string;
  /** SHA-256 of the certificate, upper-case hex. */
  readonly fingerprint: string;
  /** One signed entry of payload version 2; `change` replaces members of the protected header or of the payload before signing. */
  entry(uniqueId: string, change?: { readonly header?: object; readonly payload?: object }): Entry;
  /** Signs an entry again as it stands. */
  sign(entry: Entry): Entry;
}

/** A device certificate and the one it is said to be from, both self-made; nobody believes them. Base64 of DER, keys as base64url. */
export interface TwoCertificates {
  readonly device: string;
  readonly issuer: string;
  readonly x: string;
  readonly y: string;
  /** A point of the curve that is another key. */
  readonly otherX: string;
  readonly otherY: string;
}

const text64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Has openssl make key and certificate in a temporary folder that is gone afterwards. */
export async function makeOwnSigner(commonName: string): Promise<OwnSigner> {
  const { certificate, key } = await selfSigned(commonName);
  return signerOf(commonName, certificate, key);
}

/** Certificates that are well-formed and lead nowhere. */
export async function makeTwoCertificates(commonName: string): Promise<TwoCertificates> {
  const [device, issuer] = await Promise.all([selfSigned(commonName), selfSigned('Crypto Authentication Signer 2C00')]);
  const point = (pem: string): Buffer => new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }).subarray(-64);
  const coordinate = (pem: string, from: number): string =>
    point(pem)
      .subarray(from, from + 32)
      .toString('base64url');
  return {
    device: new X509Certificate(device.certificate).raw.toString('base64'),
    issuer: new X509Certificate(issuer.certificate).raw.toString('base64'),
    x: coordinate(device.certificate, 0),
    y: coordinate(device.certificate, 32),
    otherX: coordinate(issuer.certificate, 0),
    otherY: coordinate(issuer.certificate, 32),
  };
}

async function selfSigned(commonName: string): Promise<{ readonly certificate: string; readonly key: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-signer-'));
  try {
    await writeFile(join(folder, 'config'), CONFIG);
    const subject = `/O=Own Works/CN=${commonName}`;
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
    const request = ['req', '-x509', '-config', 'config', '-sha256', '-days', '3650', '-subj', subject, ...key, '-out', 'certificate.pem'];
    await promisify(execFile)('openssl', request, { cwd: folder, timeout: OPENSSL_MS });
    return { certificate: await readFile(join(folder, 'certificate.pem'), 'utf8'), key: await readFile(join(folder, 'key.pem'), 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function signerOf(commonName: string, pem: string, keyPem: string): OwnSigner {
  const certificate = new X509Certificate(pem);
  const key = createPrivateKey(keyPem);
  const point = certificate.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
  const kid = createHash('sha1').update(point).digest('base64url'); // what openssl's "hash" is
  const thumbprint = createHash('sha256').update(certificate.raw).digest();
  const signatureOf = (head: string, body: string): string =>
    sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return {
    commonName,
    pem,
    fingerprint: thumbprint.toString('hex').toUpperCase(),
    entry: (uniqueId, { header = {}, payload = {} } = {}) => {
      const maker = { organizationName: 'Own Works', organizationalUnitName: 'Bench' };
      const body = text64({
        version: 2,
        model: 'ATECC608B',
        partNumber: 'OWN-1',
        manufacturer: maker,
        provisioner: maker,
        distributor: maker,
        groupId: 'OWN',
        provisioningTimestamp: '2025-11-01T08:00:00.000Z',
        uniqueId,
        ...payload,
      });
      const head = text64({ typ: 'JWT', alg: 'ES256', kid, 'x5t#S256': thumbprint.toString('base64url'), ...header });
      return { payload: body, protected: head, header: { uniqueId }, signature: signatureOf(head, body) };
    },
    sign: (entry) => ({ ...entry, signature: signatureOf(entry.protected, entry.payload) }),
  };
}
