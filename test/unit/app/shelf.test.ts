/** The shelf of manifests, with the demo manifest of the project and files that are none. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromHex, type Facts } from '../../../src/base/index.ts';
import type { ManifestSnapshot } from '../../../src/bench/index.ts';
import { Shelf, type Believed } from '../../../src/app/shelf.ts';

const DEMO_BYTES = new Uint8Array(readFileSync('public/demo/touchstone-demo-manifest.json'));
const demo = JSON.parse(readFileSync('src/app/virtual/demo-anchor.json', 'utf8')) as { anchor: Record<string, string>; manifestSigner: Record<string, string> };
const withKey = (file: Record<string, string>): object => ({ ...file, publicKey: fromHex(file['publicKey'] ?? '') });
const BELIEVED = { anchors: [withKey(demo.anchor)], signers: [withKey(demo.manifestSigner)] } as unknown as Believed;

interface Made {
  readonly shelf: Shelf;
  readonly notices: { code: string; facts: Facts }[];
  manifests(): readonly ManifestSnapshot[];
}

function made(): Made {
  let shown: readonly ManifestSnapshot[] = [];
  const notices: { code: string; facts: Facts }[] = [];
  const shelf = new Shelf({
    show: ({ manifests }) => {
      shown = manifests ?? shown;
    },
    notice: (code, facts = {}) => notices.push({ code, facts }),
  });
  return { shelf, notices, manifests: () => shown };
}

const file = (name: string, content: BlobPart): File => new File([content], name);

it('reads the demo manifest with the demo signer, and counts it for virtual ports only', async () => {
  const { shelf, manifests } = made();
  await shelf.addDemo('demo.json', DEMO_BYTES, BELIEVED);
  expect(manifests()).toHaveLength(1);
  expect(manifests()[0]).toMatchObject({ fileName: 'demo.json', demo: true, failed: 0 });
  expect(manifests()[0]?.verified).toBeGreaterThan(0);
  expect(shelf.manifestsFor('virtual')).toHaveLength(1);
  expect(shelf.manifestsFor('real')).toHaveLength(0);
  await shelf.removeDemo();
  expect(manifests()).toHaveLength(0);
});

it('verifies nothing of the demo manifest when a person drops it', async () => {
  const { shelf, manifests } = made();
  await shelf.addFiles([file('demo.json', DEMO_BYTES)]);
  expect(manifests()[0]).toMatchObject({ verified: 0, demo: false });
});

it('names a file that is none, and reads its neighbours', async () => {
  const { shelf, notices, manifests } = made();
  await shelf.addFiles([file('a.json', '{}'), file('b.json', DEMO_BYTES), file('c.json', '[1,2')]);
  expect(manifests().map(({ fileName }) => fileName)).toEqual(['b.json']);
  expect(notices.map(({ code, facts }) => [code, facts['fileName']])).toEqual([
    ['manifest-shape', 'a.json'],
    ['manifest-loaded', 'b.json'],
    ['manifest-json', 'c.json'],
  ]);
});

it('takes the same file once', async () => {
  const { shelf, notices, manifests } = made();
  await shelf.addFiles([file('a.json', DEMO_BYTES), file('copy.json', DEMO_BYTES)]);
  expect(manifests()).toHaveLength(1);
  expect(notices.at(-1)).toMatchObject({ code: 'manifest-duplicate', facts: { fileName: 'copy.json' } });
});

it('puts a removed manifest back where it was', async () => {
  const { shelf, manifests } = made();
  const other = new TextDecoder().decode(DEMO_BYTES).trimEnd();
  await shelf.addFiles([file('a.json', DEMO_BYTES), file('b.json', `${other} `)]);
  const [first] = manifests();
  shelf.remove(first?.id ?? 0);
  expect(manifests().map(({ fileName }) => fileName)).toEqual(['b.json']);
  shelf.undoRemove(first?.id ?? 0);
  await shelf.settled();
  expect(manifests().map(({ fileName }) => fileName)).toEqual(['a.json', 'b.json']);
});

it('says that a file is no signer certificate, and stays as it was', async () => {
  const { shelf, notices } = made();
  await shelf.addSigners([file('x.pem', 'nothing')]);
  expect(notices).toMatchObject([{ code: 'signer-invalid', facts: { fileName: 'x.pem' } }]);
});
