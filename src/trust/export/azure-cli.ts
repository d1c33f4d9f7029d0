/**
 * Scripts that enrol chips with the Azure CLI, for bash and for PowerShell, next to the certificates they need.
 * Floor: trust. Runs nothing. Every value is quoted for its shell although the plan lets only registration ids and 18 hex digits through.
 * A script may be run again: it asks for each enrollment first, creates it only on "not found" (DPS code 404201), and goes on after a failure.
 * Reference: `az iot dps enrollment create|show`, extension azure-iot; POSIX shell 2.2.2 (single quotes); about_Quoting_Rules (PowerShell).
 */
import { certificatePath } from './certificate-path.ts';
import type { CertifiedEntry } from './certified.ts';
import { leftOutLines, unverifiedLines } from './left-out.ts';
import { leafFile } from './pem-files.ts';
import type { LeftOut } from './plan.ts';
import type { ZipItem } from './zip.ts';

/** What a script says of one chip. */
export type EnrolledChip = Pick<CertifiedEntry, 'uniqueId' | 'commonName' | 'problem'>;

/** `certs/…`, then `enroll.sh` and `enroll.ps1`, for which all chips must have been seen. @throws export-unique-id */
export async function* azureCliFiles(entries: AsyncIterable<CertifiedEntry>, leftOut: readonly LeftOut[], nowMs: number): AsyncGenerator<ZipItem> {
  const chips: EnrolledChip[] = [];
  for await (const entry of entries) {
    yield leafFile(entry);
    chips.push({ uniqueId: entry.uniqueId, commonName: entry.commonName, problem: entry.problem });
  }
  yield { name: 'enroll.sh', text: bashScript(chips, leftOut, nowMs) };
  yield { name: 'enroll.ps1', text: powershellScript(chips, leftOut, nowMs) };
}

/** A word that a POSIX shell takes as it is. */
export const bashQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A word that PowerShell takes as it is; it reads typographic quotes as quotes too. */
export const powershellQuoted = (text: string): string => `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;

function comments(chips: readonly EnrolledChip[], leftOut: readonly LeftOut[], nowMs: number, usage: string): string {
  const unverified = unverifiedLines(chips);
  const left = leftOutLines(leftOut);
  const lines = [
    `Written by Touchstone on ${new Date(nowMs).toISOString().slice(0, 10)}: ${chips.length} enrollments, ${left.length} entries left out.`,
    'Needs the Azure CLI with its extension azure-iot, signed in (az login) with a role that may write enrollments.',
    'Can be run again: what is enrolled already is left as it is.',
    usage,
    ...(unverified.length === 0
      ? []
      : ['', `WARNING: ${unverified.length} of these are not verified; they are in it because somebody insisted:`, ...unverified]),
    ...(left.length === 0 ? [] : ['', 'Left out:', ...left]),
  ];
  return lines.map((line) => `# ${line}`.trimEnd()).join('\n');
}

/** For bash 3.2 and newer, as on macOS and in Azure Cloud Shell. */
export function bashScript(chips: readonly EnrolledChip[], leftOut: readonly LeftOut[], nowMs: number): string {
  const calls = chips.map(({ commonName, uniqueId }) => `enroll ${bashQuoted(commonName)} ${bashQuoted(certificatePath(uniqueId))}`);
  return `#!/usr/bin/env bash
${comments(chips, leftOut, nowMs, 'Usage: bash enroll.sh DPS_NAME RESOURCE_GROUP')}
set -u
usage() {
  echo 'Usage: bash enroll.sh DPS_NAME RESOURCE_GROUP' >&2
  exit 2
}
[ "$#" -eq 2 ] || usage
case $1 in '' | -* | *[!A-Za-z0-9-]*) usage ;; esac
case $2 in '' | [-.]* | *[!A-Za-z0-9_.'()'-]*) usage ;; esac
dps_name=$1
resource_group=$2
cd -- "$(dirname -- "\${BASH_SOURCE[0]}")" || exit 2
created=0
skipped=0
failed=0

enroll() {
  local said
  if said=$(az iot dps enrollment show --dps-name "$dps_name" --resource-group "$resource_group" --enrollment-id "$1" --auth-type login --output none 2>&1 </dev/null); then
    echo "$1: enrolled already"
    skipped=$((skipped + 1))
    return
  fi
  if ! printf '%s' "$said" | grep -qiE '404|not ?found'; then
    printf '%s: %s\\n' "$1" "$said" >&2
    failed=$((failed + 1))
    return
  fi
  if az iot dps enrollment create --dps-name "$dps_name" --resource-group "$resource_group" --enrollment-id "$1" --attestation-type x509 --certificate-path "$2" --device-id "$1" --provisioning-status enabled --auth-type login --output none </dev/null; then
    echo "$1: enrolled"
    created=$((created + 1))
  else
    failed=$((failed + 1))
  fi
}

${calls.join('\n')}

echo "$created enrolled, $skipped enrolled already, $failed failed"
[ "$failed" -eq 0 ]
`;
}

/** For Windows PowerShell 5.1 and PowerShell 7. */
export function powershellScript(chips: readonly EnrolledChip[], leftOut: readonly LeftOut[], nowMs: number): string {
  const calls = chips.map(({ commonName, uniqueId }) => `Add-Enrollment ${powershellQuoted(commonName)} ${powershellQuoted(certificatePath(uniqueId))}`);
  return `${comments(chips, leftOut, nowMs, 'Usage: ./enroll.ps1 -DpsName NAME -ResourceGroup GROUP')}
param(
  [Parameter(Mandatory = $true)][ValidatePattern('^[A-Za-z0-9][A-Za-z0-9-]*$')][string]$DpsName,
  [Parameter(Mandatory = $true)][ValidatePattern('^[A-Za-z0-9_(][A-Za-z0-9_.()-]*$')][string]$ResourceGroup
)
Set-Location -LiteralPath $PSScriptRoot
$script:created = 0
$script:skipped = 0
$script:failed = 0

function Add-Enrollment([string]$Id, [string]$Certificate) {
  $said = az iot dps enrollment show --dps-name "$DpsName" --resource-group "$ResourceGroup" --enrollment-id "$Id" --auth-type login --output none 2>&1 | Out-String
  if ($LASTEXITCODE -eq 0) {
    Write-Output "\${Id}: enrolled already"
    $script:skipped++
    return
  }
  if ($said -notmatch '404|not ?found') {
    Write-Warning "\${Id}: $said"
    $script:failed++
    return
  }
  az iot dps enrollment create --dps-name "$DpsName" --resource-group "$ResourceGroup" --enrollment-id "$Id" --attestation-type x509 --certificate-path "$Certificate" --device-id "$Id" --provisioning-status enabled --auth-type login --output none
  if ($LASTEXITCODE -eq 0) {
    Write-Output "\${Id}: enrolled"
    $script:created++
  } else {
    $script:failed++
  }
}

${calls.join('\n')}

Write-Output "$script:created enrolled, $script:skipped enrolled already, $script:failed failed"
if ($script:failed -gt 0) { exit 1 }
`;
}
