/** The Azure CLI scripts: the bash one is run, against an `az` that writes down what it was asked. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { planExport, writeExport } from '../../../src/trust/index.ts';
import { bashQuoted, bashScript, powershellQuoted, powershellScript } from '../../../src/trust/export/azure-cli.ts';
import { chip, entry, legacyChip, read, refs, strangeEntry, unzipped } from './export-data.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An `az` with a memory: enrollments are files. `FAIL` makes every request fail otherwise. */
const AZ = `#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$AZ_FOLDER/calls"
[ -n "\${FAIL:-}" ] && { echo 'ERROR: (500) out of order' >&2; exit 1; }
while [ "$#" -gt 0 ]; do
  case $1 in show|create) verb=$1 ;; --enrollment-id) id=$2 ;; --certificate-path) certificate=$2 ;; esac
  shift
done
if [ "$verb" = create ]; then cp -- "$certificate" "$AZ_FOLDER/enrolled-$id"; exit; fi
[ -e "$AZ_FOLDER/enrolled-$id" ] || { echo 'ERROR: {"errorCode":404201,"message":"Enrollment not found."}' >&2; exit 3; }
`;

async function unpacked(...entries: readonly object[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-az-'));
  folders.push(folder);
  const plan = planExport(refs(await read(...entries)), 'azure-cli', 'leave-out');
  for (const [name, text] of await unzipped(writeExport(plan, NOW)[0])) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/az'), AZ);
  chmodSync(join(folder, 'bin/az'), 0o755);
  return folder;
}

function run(folder: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): { status: number | null; out: string } {
  const environment = { ...process.env, PATH: `${folder}/bin:${process.env['PATH'] ?? ''}`, AZ_FOLDER: folder, ...more };
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, 'enroll.sh'), ...args], { env: environment, encoding: 'utf8', timeout: 20_000, cwd: '/' });
  return { status, out: stdout + stderr };
}

it('enrols each chip once, however often it is run', async () => {
  const folder = await unpacked(entry(chip(1)), entry(chip(2)));
  expect(run(folder, ['my-dps', 'my-group'])).toMatchObject({ status: 0, out: expect.stringContaining('2 enrolled, 0 enrolled already, 0 failed') as string });
  expect(run(folder, ['my-dps', 'my-group'])).toMatchObject({ status: 0, out: expect.stringContaining('0 enrolled, 2 enrolled already, 0 failed') as string });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n');
  expect(calls.filter((line) => line.includes(' create '))).toEqual([
    'iot dps enrollment create --dps-name my-dps --resource-group my-group --enrollment-id sn012300000000000101 --attestation-type x509 --certificate-path certs/012300000000000101.pem --device-id sn012300000000000101 --provisioning-status enabled --auth-type login --output none',
    'iot dps enrollment create --dps-name my-dps --resource-group my-group --enrollment-id sn012300000000000201 --attestation-type x509 --certificate-path certs/012300000000000201.pem --device-id sn012300000000000201 --provisioning-status enabled --auth-type login --output none',
  ]);
  expect(readFileSync(join(folder, 'enrolled-sn012300000000000101'), 'utf8')).toContain('BEGIN CERTIFICATE');
});

it('creates nothing when Azure answers with anything else than “not found”', async () => {
  const folder = await unpacked(entry(chip(1)));
  expect(run(folder, ['my-dps', 'my-group'], { FAIL: '1' })).toMatchObject({ status: 1, out: expect.stringContaining('1 failed') as string });
  expect(readFileSync(join(folder, 'calls'), 'utf8')).not.toContain(' create ');
});

it.each([[[]], [['dps']], [['', 'group']], [['--help', 'group']], [['a;touch /tmp/x', 'group']], [['dps', '$(id)']], [['dps', 'group', 'more']]])(
  'asks again for parameters like %j',
  async (args) => {
    expect(run(await unpacked(entry(chip(1))), args)).toMatchObject({ status: 2, out: 'Usage: bash enroll.sh DPS_NAME RESOURCE_GROUP\n' });
  },
);

it('says in a comment which chips stay out, and does not let a name end the comment', async () => {
  const serial = chip(3).serialNumber.toUpperCase();
  const hostile = entry(legacyChip(3, `${serial}\ntouch pwned #`));
  const { leftOut } = planExport(refs(await read(entry(legacyChip(2)), hostile)), 'azure-cli', 'leave-out');
  expect(leftOut).toMatchObject([{ reason: 'registration-id', count: 2 }]);
  for (const script of [bashScript([], leftOut, NOW), powershellScript([], leftOut, NOW)]) {
    expect(script).toContain('\n# 012300000000000201 "012300000000000201 ATECC": the common name has characters that DPS does not list');
    expect(script).toContain(`"${serial}?touch pwned #"`);
    expect(script).not.toMatch(/^touch/m);
    expect(script).toMatch(/^[\n\x20-\x7e]*$/);
  }
});

it('says in a comment which chips are not verified, and enrols them all the same: somebody insisted', async () => {
  const plan = planExport(refs(await read(entry(chip(1)), strangeEntry(chip(2)))), 'azure-cli', 'include');
  const [file] = writeExport(plan, NOW);
  expect(file?.name).toBe('touchstone-azure-cli-unverified.zip');
  const files = await unzipped(file);
  for (const name of ['enroll.sh', 'enroll.ps1']) {
    expect(files.get(name)).toContain('\n# WARNING: 1 of these are not verified');
    expect(files.get(name)).toContain('\n# 012300000000000201 "sn012300000000000201": not verified (unknown-signer)\n');
  }
  expect(files.get('enroll.sh')).toContain("\nenroll 'sn012300000000000201' 'certs/012300000000000201.pem'\n");
});

const METACHARACTERS = 'a\'b"c$(touch x)`touch y`;|&<>\\ \n*?[~#!{} %PATH% ’‘';

it('quotes shell metacharacters so that bash gives them back unchanged', () => {
  const { stdout } = spawnSync('bash', ['-c', `printf %s ${bashQuoted(METACHARACTERS)}`], { encoding: 'utf8' });
  expect(stdout).toBe(METACHARACTERS);
});

it('doubles every kind of quote that PowerShell takes for one', () => {
  expect(powershellQuoted("a'b’c‘d‚e‛f$(id)`")).toBe("'a''b’’c‘‘d‚‚e‛‛f$(id)`'");
});

it('would hand a hostile name to az as one harmless word', async () => {
  const hostile = { uniqueId: chip(1).serialNumber, commonName: "x'; touch pwned; '", problem: null };
  const folder = await unpacked(entry(chip(1)));
  writeFileSync(join(folder, 'enroll.sh'), bashScript([hostile], [], NOW));
  run(folder, ['dps', 'group']);
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toContain("--enrollment-id x'; touch pwned; ' --");
  expect(spawnSync('find', [folder, '-name', 'pwned'], { encoding: 'utf8' }).stdout).toBe('');
});
