/**
 * The English words of the cloud screen: sign in, service, enrol, watch, records.
 * Floor: ui. Between backticks stands what is set in monospace. Codes have theirs in en-cloud-advice.ts, the administrator's page in en-cloud-setup.ts.
 */
import { enrolledWords } from './en-cloud-records.ts';
import type { AllocationPolicy } from '../../cloud/index.ts';
import type { EnrolRecord, JobRow, JobState, PreviewState, ReachTry, SessionState, WatchView } from '../cloud/cloud-view.ts';
import type { ServiceWarning } from '../cloud/service-warnings.ts';
import type { WatchStage } from '../cloud/watch-line.ts';
import { count, seconds } from '../format.ts';

const chips = (number: number): string => `${count(number)} ${number === 1 ? 'chip' : 'chips'}`;
const entries = (number: number): string => `${count(number)} ${number === 1 ? 'entry' : 'entries'}`;
const about = (secondsLong: number): string => seconds(Math.max(1, Math.round(secondsLong)) * 1000).replace('.0 s', ' s');

const sessions: Readonly<Record<SessionState, string>> = {
  starting: 'Looking for a session',
  'signed-out': 'Signed out',
  'signing-in': 'Signing in',
  'signed-in': 'Signed in',
  expired: 'The session is over',
  'consent-missing': 'Consent is missing',
};

const policies: Readonly<Record<AllocationPolicy, string>> = {
  hashed: 'Evenly over the hubs',
  geoLatency: 'The nearest hub',
  static: 'One hub for all',
};

const routes: Readonly<Record<ReachTry['route'], string>> = {
  service: 'The service itself',
  portal: 'Its address for portals',
  proxy: 'Your proxy',
  emulator: 'The EMULATOR',
};

const tries = {
  running: () => 'Trying',
  answered: (status: number | null) => (status === null ? 'Answered' : `Answered with HTTP ${status}: it can be reached`),
  refused: () => 'Azure did not let the browser read this address, or the network is down',
  skipped: () => 'Not tried',
} as const;

const previewStates: Readonly<Record<PreviewState, string>> = {
  new: 'new',
  same: 'there already',
  other: 'other certificate',
  impossible: 'not possible',
  unknown: 'not looked up',
};

const rowStates: Readonly<Record<JobRow['state'], string>> = { pending: 'Waiting', enrolled: 'Enrolled', same: 'There already', failed: 'Failed' };

const jobTitles: Readonly<Record<JobState, string>> = {
  running: 'Enrolling',
  waiting: 'Waiting for Azure',
  paused: 'Paused',
  done: 'Done',
  cancelled: 'Cancelled',
  interrupted: 'Not finished',
};

const results: Readonly<Record<EnrolRecord['result'], string>> = {
  enrolled: 'Enrolled',
  same: 'Was there already',
  deleted: 'Deleted',
  disabled: 'Disabled',
  enabled: 'Enabled',
  reprovisioned: 'Re-provisioned',
};

const stages: Readonly<Record<WatchStage, { readonly title: string; readonly waiting: string }>> = {
  enrolled: { title: 'Enrolled', waiting: 'not enrolled' },
  assigning: { title: 'Assigning', waiting: 'when the device calls' },
  assigned: { title: 'Assigned', waiting: 'not yet' },
  failed: { title: 'Failed', waiting: '' },
  disabled: { title: 'Disabled', waiting: '' },
  unknown: { title: 'A state this page does not know', waiting: '' },
};

const warnings: Readonly<Record<ServiceWarning, (fact: string) => string>> = {
  state: (state) => `The service says \`${state}\`, not \`Active\`: Azure may refuse everything.`,
  'no-hub': () => 'No hub is linked. Chips can be enrolled, but no device can be assigned.',
  'public-off': () =>
    'Public network access is switched off: only its private network is let in. From elsewhere Azure answers 401, 403 or not at all. Work inside that network, or have access allowed for your address.',
  'ip-rules': (rules) => `IP rules decide who is let in: ${rules}. If your address is not accepted, Azure answers 401, 403 or not at all.`,
};

export const cloudWords = {
  title: 'Cloud',
  lead: 'From a chip in the hand to “Assigned” in Azure: one enrollment in your Device Provisioning Service for each chip.',
  points: [
    ['Enrol', 'The chip on the bench in one press, or a whole order of verified manifest entries. Nothing that exists is overwritten.'],
    ['Watch', 'See a device go from unassigned to assigned, and what its IoT Hub says of it.'],
    ['Yours alone', 'Nothing is sent before you sign in. You sign in at Microsoft’s own page; the session ends with this tab.'],
  ],
  emulator: {
    mark: 'EMULATOR',
    text: 'A small stand-in for Azure on this page’s own server. Nothing here reaches Azure, and no real device is enrolled.',
    use: 'Try with the EMULATOR',
    leave: 'Leave the EMULATOR',
  },
  notTold: 'not told',
  code: (code: string): string => `Code \`${code}\``,
  retry: 'Try again',
  cancel: 'Cancel',
  show: 'Show',
  hide: 'Hide',
  stepLabel: (number: number, title: string): string => `Step ${number}: ${title}`,
  toggle: (shown: 'open' | 'closed', title: string): string => `${shown === 'open' ? 'Hide' : 'Show'} ${title}`,

  signIn: {
    title: 'Sign in',
    sessions,
    notSetUp: 'An administrator registers this page once in your tenant. It takes two ids and five minutes; or look around first with the EMULATOR.',
    notSetUpAlone: 'An administrator registers this page once in your tenant. It takes two ids and five minutes.',
    text: 'With the account that may use your provisioning service. Microsoft’s window opens and closes by itself.',
    emulatorText: 'The EMULATOR has one account, with every role.',
    signIn: 'Sign in',
    again: 'Sign in again',
    redirect: 'Sign in in this window',
    signOut: 'Sign out',
    setUp: 'Set up',
    busyText: 'Go on in Microsoft’s window. If you do not see it, it may be behind this one.',
    consent: (resource: string): string => `Give consent for ${resource}`,
    consentText: 'Consent lets this page act for you there, with no more rights than you have. Some tenants leave that to an administrator.',
    resources: { arm: 'Azure Resource Manager', dps: 'Device Provisioning Service', hub: 'IoT Hub' },
    account: (name: string, username: string): string => (name === '' || name === username ? username : `${name}, ${username}`),
    tenant: (id: string): string => `· tenant \`${id}\``,
  },

  service: {
    title: 'Service',
    waiting: 'Which provisioning service the chips go to',
    subscription: 'Subscription',
    service: 'Provisioning service',
    choose: 'Choose',
    looking: 'Looking',
    reload: 'Look again',
    noSubscriptions:
      'This account sees no subscription. It needs the Reader role on one; or the subscription belongs to another tenant: correct that under Set up.',
    noServices: 'There is no provisioning service in this subscription, or your account lacks the Reader role on it.',
    option: (name: string, group: string): string => `${name} (${group})`,
    idScope: 'Id scope',
    copyIdScope: 'Copy id scope',
    state: 'State',
    place: 'Where',
    placeValue: (group: string, location: string): string => `${group}, ${location}`,
    policy: 'Allocation',
    policies: { Hashed: 'Hashed: evenly over the hubs', GeoLatency: 'GeoLatency: the nearest hub', Static: 'Static: as each enrollment says' } as Readonly<
      Record<string, string>
    >,
    hubs: 'Linked hubs',
    noHubs: 'none',
    network: 'Network',
    networkOpen: 'open to all networks',
    warnings,
    rule: (action: string, mask: string, target: string): string => `${action} \`${mask}\`${target === 'deviceApi' ? ' (devices)' : ''}`,
    moreRules: (number: number): string => `${count(number)} more`,
    reach: 'The way there',
    reachIdle: 'Not tried yet',
    probing: 'Trying the ways to it',
    reachedBy: (route: ReachTry['route']): string => `reached by ${routes[route].charAt(0).toLowerCase()}${routes[route].slice(1)}`,
    routes,
    tries,
    nowhere: 'The browser gets no answer from this service',
    nowhereText: [
      'A browser shows a page only those answers that a server allows it to read (CORS), and it does not tell that apart from a cut line. Azure allows it for some addresses only. Your account and your roles are not the cause.',
      'A small proxy on this computer gets around that. Start it in the folder of this project, then enter the address it prints under Set up:',
      'Or do without the browser: the manifest desk exports a script for Azure Cloud Shell and files for a bulk upload.',
    ],
    copyCommand: 'Copy the command that starts the proxy',
    setProxy: 'Enter the proxy',
    exports: 'Go to the exports',
  },

  enrol: {
    title: 'Enrol',
    waiting: 'Chips become individual enrollments',
    demo: 'DEMO',
    chip: 'The chip on the bench',
    noChip: 'No chip has been checked yet. Check one, and it can be enrolled here in one press.',
    toBench: 'Go to the bench',
    chipOk: 'Its verdict is pass.',
    enrolChip: 'Enrol this chip',
    watchChip: 'Watch it',
    insist: 'Enrol it all the same…',
    insistTitle: 'Enrol a chip that did not pass?',
    insistText: [
      'Its verdict on the bench is not pass. Whoever holds this chip’s key will be let into your hub under its name.',
      'That you insisted is noted in the chip’s record, with your account and the time.',
    ],
    insistYes: 'Enrol it all the same',
    verdictNot: 'Its verdict is not pass.',
    entries: 'Verified entries',
    noEntries: 'No verified entry is loaded. Drop a manifest on the manifest desk.',
    toManifests: 'Go to the manifest desk',
    all: (number: number): string => `All ${entries(number)} of your manifests that are verified. To take some only, select them on the manifest desk.`,
    allOne: 'The one verified entry of your manifests.',
    selected: (number: number): string => `${entries(number)} selected on the manifest desk.`,
    only: (serial: string): string => `Only \`${serial}\`, as you came from its entry.`,
    onlyGone: 'The entry you came from is no longer loaded.',
    instead: 'Take the selection instead',
    preview: 'Preview',
    previewAgain: 'Preview again',
    previewing: 'Looking at what is there',
    choices: 'How they are enrolled',
    deviceId: 'Device id',
    deviceIdHelp: '`{cn}` is the name in the certificate. Also `{serial}`, `{part}`, `{lot}`. Upper and lower case count in IoT Hub.',
    policy: 'Allocation',
    policies,
    hub: 'Hub',
    allHubs: 'All linked hubs',
    chooseHub: 'Choose a hub',
    hubNeeded: 'One hub for all needs a hub.',
    tags: 'Tags of the initial twin',
    tagsHelp: 'A JSON object, or nothing. In its texts `{cn}`, `{serial}`, `{part}` and `{lot}` are filled in for each chip.',
    tagsExample: '{ "line": "FCT-01", "lot": "{lot}" }',
    problems: {
      'device-id-empty': 'A device needs an id.',
      'device-id-long': 'A device id has at most 128 characters.',
      'device-id-characters': "A device id has no spaces and only the signs - . + % _ # * ? ! ( ) , : = @ $ '.",
      placeholder: 'This placeholder is not known. There are {cn}, {serial}, {part} and {lot}.',
      'tags-json': 'This is not JSON.',
      'tags-object': 'Tags are a JSON object, between braces.',
      'tags-name': 'A name in a twin has no dot, dollar sign or space.',
    },
    summary: (deviceId: string, policy: AllocationPolicy, hub: string, tags: string): string =>
      `Device id \`${deviceId}\` · ${policies[policy].toLowerCase()}${hub === '' ? '' : ` · \`${hub}\``} · ${tags === '' ? 'no tags' : 'with tags'}`,
    group: 'Why not one group for all?',
    groupText: [
      'Every Trust&GO chip of every customer is signed by one of Microchip’s signers. An enrollment group on such a signer would let in everybody’s chips, not yours alone.',
      'So each chip gets an individual enrollment on its own certificate. In bulk that takes about a minute for some thousands.',
    ],
    previewTitle: 'Preview',
    previewStates,
    lookedUp: (lookedUp: number, total: number): string =>
      lookedUp >= total
        ? 'All were looked up at the service.'
        : `${count(lookedUp)} of ${count(total)} were looked up at the service; the others are decided while enrolling, which changes nothing that exists.`,
    columns: { serial: 'Chip', id: 'Registration id', device: 'Device id', state: 'What will happen', result: 'Result' },
    willDo: {
      new: 'Will be enrolled',
      same: 'There already, with this certificate',
      other: 'There with another certificate: left as it is',
      unknown: 'Not looked up',
    },
    previewTable: 'Entries of the preview',
    firstRows: (shown: number, total: number): string => `The first ${count(shown)} of ${count(total)}; those that need a look come first.`,
    start: (number: number): string => `Enrol ${chips(number)}`,
    startUnknown: (number: number): string => `Enrol up to ${chips(number)}`,
    nothing: 'There is nothing to enrol.',
    remedies: 'What to do',
    there: (id: string): string => `${id} is enrolled`,
  },

  job: {
    titles: jobTitles,
    of: (done: number, total: number): string => `${count(done)} of ${count(total)}`,
    progress: 'Progress of enrolling',
    where: (name: string, idScope: string): string => `\`${name}\`, id scope \`${idScope}\``,
    counts: { enrolled: 'enrolled', same: 'there already', failed: 'failed', pending: 'left' },
    rate: (perMinute: number): string => `${count(Math.round(perMinute))} a minute`,
    left: (secondsLeft: number): string => `about ${about(secondsLeft)} left`,
    notLost: 'You can close this tab: what is done is noted, and the rest can be resumed.',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    retry: (number: number): string => `Try the ${count(number)} failed again`,
    save: 'Save results',
    putAway: 'Put away',
    table: 'Results',
    firstRows: (shown: number, total: number): string => `The first ${count(shown)} of ${count(total)}, failed ones first. Save results for all.`,
    rowStates,
    watch: (id: string): string => `Watch ${id}`,
    watchShort: 'Watch',
    unfinished: 'A job of an earlier visit is not finished',
    unfinishedText: (done: number, total: number, when: string): string =>
      `Begun ${when}; ${count(done)} of ${count(total)} are done. What was under way then is looked up first, so nothing is made twice.`,
    unfinishedElsewhere: (name: string): string => `Sign in and choose \`${name}\` to resume it.`,
    ended: (enrolled: number, same: number, failed: number): string =>
      [`${count(enrolled)} enrolled`, same === 0 ? '' : `${count(same)} there already`, failed === 0 ? 'none failed' : `${count(failed)} failed`]
        .filter((part) => part !== '')
        .join(', '),
  },

  watch: {
    title: 'Watch',
    waiting: 'From unassigned to assigned',
    text: 'Look at one enrollment: by its registration id, or from a result or a record below.',
    id: 'Registration id',
    idHint: 'sn0123…01',
    start: 'Watch',
    chip: 'Watch the chip on the bench',
    looking: 'Looking at the service',
    stages,
    unassigned: 'The device has not called yet. Power it up with your firmware and the id scope.',
    assigning: 'The device has called. The service is choosing a hub.',
    failedText: 'The service could not assign the device.',
    disabledText: 'The enrollment is disabled: the device is turned away until it is enabled.',
    errorCode: (code: number): string => `Error ${code}`,
    substatus: {
      initialAssignment: 'for the first time',
      deviceDataMigrated: 'again, its twin taken along',
      deviceDataReset: 'again, its twin made anew',
      reprovisionedToInitialAssignment: 'again, to its first hub',
    } as Readonly<Record<string, string>>,
    seenAt: (time: string): string => `seen ${time}`,
    before: 'before this page looked',
    hub: 'Hub',
    device: 'Device id',
    copyDevice: 'Copy device id',
    enrollment: 'The enrollment',
    status: 'Status',
    statuses: { enabled: 'enabled', disabled: 'disabled' },
    updated: 'Changed',
    certificate: 'Certificate',
    match: {
      'same-sha256': 'the chip’s: SHA-256 equal',
      'same-sha1': 'the chip’s: SHA-1 equal',
      other: 'ANOTHER certificate than the chip’s',
      none: 'the service shows no digest',
      unknown: 'not compared: the chip’s certificate is not at hand',
    },
    attestation: (kind: string): string => `The enrollment uses \`${kind}\`, not X.509`,
    hubView: 'What the hub says',
    hubIdle: 'Asked once a device is assigned.',
    hubBusy: 'Asking the hub',
    connection: 'Connection',
    connections: { Connected: 'connected', Disconnected: 'not connected' } as Readonly<Record<string, string>>,
    activity: 'Last activity',
    never: 'none yet',
    authentication: 'Signs in by',
    selfSigned: '`selfSigned`, which is normal: a hub says so of every device that was provisioned with X.509, whoever signed its certificate.',
    polling: (nextInS: number): string => (nextInS <= 0 ? 'Looking again now' : `Looks again in ${about(nextInS)}`),
    pollings: { polling: 'Looking', settled: 'Settled: looking has stopped by itself', stopped: 'Looking has stopped' } satisfies Readonly<
      Record<WatchView['polling'], string>
    >,
    stop: 'Stop looking',
    again: 'Look again',
    away: 'Watch another',
    busy: { reprovision: 'Re-provisioning', disable: 'Disabling', enable: 'Enabling', delete: 'Deleting', register: 'Registering the emulated device' },
    reprovision: 'Re-provision…',
    disable: 'Disable…',
    enable: 'Enable',
    remove: 'Delete…',
    emulate: 'Let the emulated device register',
    emulateFailed: 'Let it fail',
    confirm: {
      reprovision: {
        title: 'Re-provision this device?',
        text: [
          'The service forgets which hub it assigned. When the device calls again, it is assigned anew, as the allocation policy then says.',
          'Its entry in the present hub stays until then, and the device goes on talking to that hub until it asks for a new one.',
        ],
        yes: 'Re-provision',
      },
      disable: {
        title: 'Disable this enrollment?',
        text: [
          'The service turns the device away when it calls.',
          'A device that is assigned already stays in its hub and goes on talking to it; disable it there as well to shut it out.',
        ],
        yes: 'Disable',
      },
      remove: {
        title: 'Delete this enrollment?',
        text: [
          'The service forgets this chip: it is turned away when it calls. That cannot be undone, but the chip can be enrolled again.',
          'Deleting an enrollment does not delete the hub’s device: that stays and goes on talking. Delete it in the hub to shut it out.',
        ],
        yes: 'Delete enrollment',
      },
    },
  },

  records: { ...enrolledWords, results },

  say: {
    jobEnded: (title: string, counts: string): string => `Enrolling: ${title.toLowerCase()}. ${counts}.`,
    signedIn: (who: string): string => `Signed in as ${who}.`,
    reached: (name: string): string => `${name} can be reached.`,
    assigned: (hub: string): string => `The device is assigned to ${hub}.`,
    stage: (title: string): string => `The enrollment: ${title.toLowerCase()}.`,
  },
};
