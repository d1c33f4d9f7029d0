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
}

const text64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Has openssl make key and certificate in a temporary folder that is gone afterwards. */
export async function makeOwnSigner(commonName: string): Promise<OwnSigner> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-signer-'));
  try {
    await writeFile(join(folder, 'config'), CONFIG);
    const subject = `/O=Own Works/CN=${commonName}`;
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', 'key.pem'];
    const request = ['req', '-x509', '-config', 'config', '-sha256', '-days', '3650', '-subj', subject, ...key, '-out', 'certificate.pem'];
    await promisify(execFile)('openssl', request, { cwd: folder, timeout: OPENSSL_MS });
    return signerOf(commonName, await readFile(join(folder, 'certificate.pem'), 'utf8'), await readFile(join(folder, 'key.pem'), 'utf8'));
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
      const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
      return { payload: body, protected: head, header: { uniqueId }, signature };
    },
  };
}
