/**
 * What about a provisioning service would keep the bench out, or the devices.
 * Floor: ui. Pure. It cannot know this computer's address as Azure sees it, so it warns and does not judge.
 * Reference: Microsoft.Devices/provisioningServices 2022-12-12: `state`, `publicNetworkAccess`, `ipFilterRules[].target`, `iotHubs`.
 */
import type { IpFilterRule, ProvisioningService } from '../../cloud/index.ts';

export type ServiceWarning = 'state' | 'public-off' | 'ip-rules' | 'no-hub';

/** The rules that apply to who enrols; those for devices alone do not. */
export const rulesForBench = (rules: readonly IpFilterRule[]): readonly IpFilterRule[] => rules.filter(({ target }) => target !== 'deviceApi');

export function serviceWarnings(service: ProvisioningService): readonly ServiceWarning[] {
  const warnings: ServiceWarning[] = [];
  if (service.state !== '' && service.state.toLowerCase() !== 'active') warnings.push('state');
  if (service.publicNetworkAccess.toLowerCase() === 'disabled') warnings.push('public-off');
  if (rulesForBench(service.ipFilterRules).length > 0) warnings.push('ip-rules');
  if (service.linkedHubs.length === 0) warnings.push('no-hub');
  return warnings;
}
