/**
 * The English words of the administrator's page: which registration, address, permissions and roles sign-in needs, and what a test of each found.
 * Floor: ui. Names and ids are Microsoft's own, as its pages spell them.
 * Reference: learn.microsoft.com, "Single-page application: App registration" and "Control access to DPS by using Microsoft Entra ID".
 */
import type { NationalCloud } from '../../cloud/index.ts';
import type { SetupTest, SetupTestId } from '../cloud/cloud-view.ts';

const clouds: Readonly<Record<NationalCloud, string>> = {
  public: 'Azure (public)',
  'us-government': 'Azure US Government',
  china: 'Azure in China (21Vianet)',
};

const tests: Readonly<Record<SetupTestId, string>> = {
  application: 'Microsoft knows the application',
  redirect: 'The redirect address is registered',
  'permission-arm': 'May ask Azure Resource Manager',
  'permission-dps': 'May ask the provisioning service',
  'permission-hub': 'May ask IoT Hub',
  'role-arm': 'You may list services',
  'role-dps-read': 'You may read enrollments',
  'role-dps-write': 'You may make enrollments',
  'role-hub': 'You may read the hub’s devices',
};

const states: Readonly<Record<SetupTest['state'], string>> = {
  idle: 'Not tested',
  running: 'Testing',
  passed: 'In place',
  failed: 'Not in place',
  unknown: 'Cannot be told from here',
};

export const setupWords = {
  title: 'Set up sign-in',
  lead: 'Once for a tenant. What follows is what an administrator needs to know, and nothing has to be kept secret: this page has no password of its own.',
  back: 'Back',
  fields: 'Settings',
  from: {
    site: 'Whoever runs this page has set these, in config.json beside it. What you save here counts in this browser only.',
    browser: 'Kept in this browser.',
    none: '',
  },
  clientId: 'Application (client) id',
  tenant: 'Tenant id or domain',
  cloud: 'Cloud',
  clouds,
  proxy: 'Proxy, if the browser is not let in',
  proxyHint: 'http://127.0.0.1:8787',
  guidHint: '00000000-0000-0000-0000-000000000000',
  tenantHint: 'the tenant that owns the subscription',
  save: 'Save',
  saved: 'Saved',
  forget: 'Forget these settings',
  problems: {
    clientId: 'This is not a GUID.',
    tenant: 'Neither a GUID nor a domain.',
    proxy: 'An address begins with http:// or https://.',
  },
  siteProblem: 'config.json beside this page cannot be used',
  siteRemedy:
    'Whoever runs this page corrects it: a JSON object with nothing in it but `clientId`, `tenant`, `cloud`, `proxy`, `emulator`, `storeEndpoint` and `storeContainer`, each a text.',
  proxyText: 'Only needed when the browser is not let in. This starts the proxy for this page, in the folder of the project:',
  proxyCopy: 'Copy the command that starts the proxy',

  administrator: 'For the administrator',
  test: 'Test',
  testAgain: 'Test again',
  testLabel: (label: string, test: string): string => `${label}: ${test}`,
  tests,
  states,
  unknownText: 'Trying would change something, or the answer does not tell.',
  chooseFirst: 'Choose a service first, and see that it can be reached.',
  noRedirectPage: 'There is no redirect.html beside this page. Whoever runs it puts the whole of dist/ there.',
  seen: (list: string): string => `Seen: ${list}.`,

  register: {
    title: 'Register an application',
    text: [
      'Microsoft Entra admin centre, App registrations, New registration. Any name; accounts in this directory only; leave the redirect address empty for now.',
      'Its application (client) id and directory (tenant) id go into the settings above. Take the tenant that owns the Azure subscription, also for guests.',
    ],
  },
  redirect: {
    title: 'Give it the redirect address',
    text: 'Authentication, Add a platform, Single-page application; not “Web”. Enter exactly this, and leave the boxes for implicit and hybrid flows empty:',
    copy: 'Copy the redirect address',
  },
  permissions: {
    title: 'Add three delegated permissions',
    text: 'API permissions, Add a permission. The second and the third stand under “APIs my organization uses”.',
    table: 'Delegated permissions',
    columns: { api: 'API', permission: 'Permission' },
    arm: ['Azure Service Management', '`user_impersonation`'],
    dps: [
      'Access IoT Hub Device Provisioning Service, application id `0cd79364-7a90-4354-9984-6e36c841418d`',
      '`user_impersonation`, id `02ce5515-6df6-47e3-b3a5-96dd4fc74f64`',
    ],
    hub: [
      'Azure IoT Hub, search for “IoT Hub” (`https://iothubs.azure.net`)',
      'its delegated permission; Microsoft does not publish the name. The command below shows it.',
    ],
    findHub: 'Copy the command that shows it',
    findHubCommand:
      'az ad sp list --filter "servicePrincipalNames/any(x:x eq \'https://iothubs.azure.net\')" --query "[].{id:appId,permissions:oauth2PermissionScopes[].value}"',
    missing: 'If the provisioning service is not in the list, your tenant has never used one. This makes it known:',
    missingCopy: 'Copy the command that makes it known',
    missingCommand: 'az ad sp create --id 0cd79364-7a90-4354-9984-6e36c841418d',
    consent: 'If people of your organisation may not agree for themselves, press Grant admin consent there. This agrees for everybody:',
    consentCopy: 'Copy the command that gives admin consent',
    consentCommand: (clientId: string): string => `az ad app permission admin-consent --id ${clientId}`,
  },
  roles: {
    title: 'Give people their roles',
    text: 'To a person or, better, a group: put its object id in place of PRINCIPAL. Owner and Contributor do not include the data roles. A new role takes some minutes to count.',
    namesMissing: 'Choose a service first and the commands name it; until then put yours in place of DPS, GROUP and HUB.',
    list: {
      'role-arm': { role: 'Reader', scope: 'on the provisioning service', why: 'finds the service and its id scope' },
      'role-dps-write': { role: 'Device Provisioning Service Data Contributor', scope: 'on the provisioning service', why: 'enrols, disables, deletes' },
      'role-dps-read': { role: 'Device Provisioning Service Data Reader', scope: 'on the provisioning service', why: 'enough for people who only watch' },
      'role-hub': { role: 'IoT Hub Data Reader', scope: 'on each linked hub', why: 'shows connection and last activity' },
    },
    copy: (role: string): string => `Copy the command for ${role}`,
  },
  codes: {
    title: 'What 401 and 403 mean',
    list: [
      [
        '401',
        'Azure does not accept the token: the session is over, it belongs to another tenant, or an IP rule shuts this network out. IoT Hub says 401 also when only the role is missing.',
      ],
      ['403', 'Azure knows who you are, and you lack the role. Give the data role above, on the resource itself, and wait some minutes.'],
      ['No answer', 'Azure did not let the browser read the address (CORS), or the network is down. No role changes that: use the proxy.'],
    ],
  },
  site: {
    title: 'For whoever runs this page',
    text: 'Put this file beside index.html, and nobody has to fill in anything:',
    incomplete: 'Save the settings above, and a file stands here that gives them to everybody who opens this page.',
    file: 'config.json',
    copy: 'Copy config.json',
  },
};
