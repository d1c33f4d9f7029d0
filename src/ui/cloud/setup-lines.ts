/**
 * Lines to copy: the Azure CLI command for each role, config.json, and how the proxy is started for this page.
 * Floor: ui. Pure. Names from Azure stand in a command only when they are made of harmless characters; else a placeholder stands there.
 * Reference: `az role assignment create`; `az iot hub show`.
 */
import type { CloudSettings, ProvisioningService } from '../../cloud/index.ts';
import type { SetupTestId } from './cloud-view.ts';

export type RoleTestId = Extract<SetupTestId, `role-${string}`>;

/** A resource id or a host name as Azure makes them; nothing a shell would read as its own. */
const HARMLESS = /^[A-Za-z0-9/._()-]{1,400}$/;

/** The command that gives a role. Everything that came from outside is quoted and checked. */
export function roleCommand(id: RoleTestId, role: string, service: ProvisioningService | null): string {
  const scope = id === 'role-hub' ? hubScope(service) : serviceScope(service);
  return `az role assignment create --assignee PRINCIPAL --role "${role}" --scope "${scope}"`;
}

function serviceScope(service: ProvisioningService | null): string {
  return service !== null && HARMLESS.test(service.id) ? service.id : '$(az iot dps show --name DPS --resource-group GROUP --query id --output tsv)';
}

function hubScope(service: ProvisioningService | null): string {
  const name = service?.linkedHubs[0]?.name.split('.')[0] ?? '';
  return `$(az iot hub show --name ${HARMLESS.test(name) ? name : 'HUB'} --query id --output tsv)`;
}

const LOCAL = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?$/;

/** A page from elsewhere must be named to the proxy; one of this computer is let in as it is. Reference: tools/proxy/README.md. */
export function proxyCommand(redirectUri: string): string {
  const origin = URL.canParse(redirectUri) ? new URL(redirectUri).origin : '';
  return origin === '' || origin === 'null' || LOCAL.test(origin) ? 'npm run proxy' : `npm run proxy -- --origin ${origin}`;
}

/** The settings as a file beside the page; a proxy only when there is one. */
export function configJson({ clientId, tenant, cloud, proxy }: CloudSettings): string {
  return JSON.stringify({ clientId, tenant, cloud, ...(proxy === '' ? {} : { proxy }) }, null, 2);
}
