/**
 * Fixed pictures of the cloud for the gallery: every state of sign-in, service, enrolling, watching, and the administrator's page.
 * Floor: test support. What they are made of is in cloud-facts.ts.
 */
import { EMPTY_CLOUD } from '../../../src/ui/cloud/cloud-view.ts';
import type { CloudView } from '../../../src/ui/index.ts';
import {
  AT,
  tests,
  setup,
  SERVICE,
  GUARDED,
  FIRST,
  SIGNED_OUT,
  problem,
  SIGNED_IN,
  subscription,
  CHOOSING,
  CHOSEN,
  tryOf,
  REACHED,
  previewRow,
  PREVIEW,
  jobRow,
  JOB,
  withJob,
  registration,
  ENROLLMENT,
  ASSIGNED,
  DEVICE,
  RECORDS,
  withWatch,
  EMULATOR,
  HOSTILE_TEXT,
} from './cloud-facts.ts';

export const CLOUD: Readonly<Record<string, CloudView>> = {
  'cloud-starting': EMPTY_CLOUD,
  'cloud-first': FIRST,
  'cloud-signed-out': SIGNED_OUT,
  'cloud-signing-in': { ...SIGNED_OUT, session: 'signing-in' },
  'cloud-blocked-popup': { ...SIGNED_OUT, sessionProblem: problem('sign-in-popup-blocked') },
  'cloud-wrong-application': {
    ...SIGNED_OUT,
    sessionProblem: problem('sign-in-application', { aadsts: 'AADSTS50011', detail: 'The redirect URI does not match.' }),
  },
  'cloud-expired': { ...REACHED, session: 'expired', sessionProblem: problem('sign-in-expired') },
  'cloud-consent': { ...SIGNED_IN, session: 'consent-missing', sessionProblem: problem('sign-in-consent', { resource: 'dps', aadsts: '65001' }) },
  'cloud-listing': SIGNED_IN,
  'cloud-list-failed': {
    ...SIGNED_IN,
    subscriptions: { state: 'failed', code: 'cloud-unauthorized', facts: { status: 401, host: 'management.azure.com', detail: HOSTILE_TEXT } },
  },
  'cloud-choosing': CHOOSING,
  'cloud-no-services': { ...CHOOSING, subscriptionId: subscription.subscriptionId, services: { state: 'done', value: [] } },
  'cloud-probing': { ...CHOSEN, reach: { state: 'probing', tries: [tryOf('service', 'refused'), tryOf('portal', 'running')] } },
  'cloud-nowhere': {
    ...CHOSEN,
    serviceId: GUARDED.id,
    reach: { state: 'nowhere', tries: [tryOf('service', 'refused'), tryOf('portal', 'refused'), tryOf('proxy', 'skipped')] },
  },
  'cloud-enrol': REACHED,
  'cloud-enrol-bare': { ...REACHED, chip: null, entries: { count: 0, selected: false } },
  'cloud-enrol-demo': {
    ...REACHED,
    chip: {
      serialNumber: '0123DE300000000101',
      commonName: 'sn0123DE300000000101',
      verdict: 'genuine-matched',
      demo: true,
      enrollable: 'no',
      code: 'enrol-demo',
    },
    entries: { count: 1, selected: false, only: '0123A23F29F9366A01' },
  },
  'cloud-override': {
    ...REACHED,
    chip: {
      serialNumber: '0123A23F29F9366A01',
      commonName: 'sn0123A23F29F9366A01',
      verdict: 'genuine-unmatched',
      demo: false,
      enrollable: 'override',
      code: 'enrol-verdict',
    },
  },
  'cloud-choices': {
    ...REACHED,
    choices: {
      deviceId: 'valve-{serial}',
      allocationPolicy: 'static',
      hubs: ['contoso-hub-2.azure-devices.net'],
      tags: '{ "line": "FCT-01", "lot": "{lot}" }',
    },
  },
  'cloud-choices-wrong': { ...REACHED, choices: { deviceId: 'valve {imei}', allocationPolicy: 'static', hubs: [], tags: '{ "line": ' } },
  'cloud-preview-busy': { ...REACHED, preview: { state: 'busy', source: 'entries' } },
  'cloud-preview': PREVIEW,
  'cloud-preview-unknown': {
    ...REACHED,
    preview: {
      source: 'entries',
      state: 'done',
      value: {
        counts: { new: 200, same: 0, other: 0, impossible: 0, unknown: 12_208 },
        lookedUp: 200,
        rows: [previewRow(1), previewRow(2), previewRow(3, { state: 'unknown' })],
      },
    },
  },
  'cloud-job': withJob({}),
  'cloud-job-waiting': withJob({ state: 'waiting', waitingFor: { code: 'cloud-throttled', facts: { retryAfterS: 12 } } }),
  'cloud-job-paused': withJob({ state: 'paused' }),
  'cloud-job-done': withJob({ state: 'done', enrolled: 12_378, same: 27, failed: 3, pending: 0 }),
  'cloud-job-one': { ...withJob({ state: 'done', total: 1, enrolled: 1, same: 0, failed: 0, pending: 0, rows: [jobRow(1)] }), records: RECORDS },
  'cloud-unfinished': { ...SIGNED_OUT, unfinished: { ...JOB, state: 'interrupted', rows: [] }, records: RECORDS },
  'cloud-unfinished-here': { ...REACHED, unfinished: { ...JOB, state: 'interrupted' } },
  'cloud-watch-unassigned': withWatch({}),
  'cloud-watch-assigning': withWatch({
    enrollment: { state: 'done', value: { ...ENROLLMENT, registration: { ...registration, status: 'assigning' } } },
    seen: [
      { status: 'none', atMs: AT },
      { status: 'assigning', atMs: AT + 91_000 },
    ],
    nextInS: 2,
  }),
  'cloud-watch-assigned': withWatch({
    enrollment: { state: 'done', value: ASSIGNED },
    hub: { state: 'done', value: DEVICE },
    polling: 'settled',
    nextInS: null,
    seen: [
      { status: 'none', atMs: AT },
      { status: 'assigning', atMs: AT + 91_000 },
      { status: 'assigned', atMs: AT + 94_000 },
    ],
  }),
  'cloud-watch-mismatch': withWatch({
    enrollment: { state: 'done', value: { ...ASSIGNED, sha256Thumbprint: 'AB'.repeat(32), sha1Thumbprint: 'CD'.repeat(20) } },
    hub: { state: 'failed', code: 'cloud-unauthorized', facts: { status: 401, host: 'contoso-hub-1.azure-devices.net', detail: 'no assigned permissions' } },
    polling: 'settled',
    nextInS: null,
  }),
  'cloud-watch-failed': withWatch({
    enrollment: {
      state: 'done',
      value: { ...ENROLLMENT, registration: { ...registration, status: 'failed', errorCode: 400_209, errorMessage: HOSTILE_TEXT } },
    },
    polling: 'settled',
    nextInS: null,
  }),
  'cloud-watch-disabled': withWatch({
    enrollment: { state: 'done', value: { ...ENROLLMENT, provisioningStatus: 'disabled' } },
    polling: 'stopped',
    nextInS: null,
  }),
  'cloud-watch-busy': withWatch({ busy: 'delete' }),
  'cloud-watch-looking': withWatch({ enrollment: { state: 'busy' } }),
  'cloud-watch-missing': withWatch({
    enrollment: { state: 'failed', code: 'cloud-not-found', facts: { status: 404, errorCode: 404_201 } },
    polling: 'stopped',
    nextInS: null,
  }),
  'cloud-delete': withWatch({}),
  'cloud-records': { ...REACHED, records: RECORDS },
  'cloud-records-saved': { ...REACHED, records: RECORDS, recordsSaved: { count: 1_204, fileName: 'touchstone-enrolments-2026-11-23.csv' } },
  'cloud-emulator': {
    ...withWatch({}),
    ...EMULATOR,
    reach: { state: 'reached', tries: [{ route: 'emulator', host: 'touchstone-demo.azure-devices-provisioning.net', state: 'answered', status: 200 }] },
  },
  'cloud-emulator-signed-out': { ...SIGNED_OUT, emulator: 'on' },
  'cloud-emulator-enrol': { ...REACHED, ...EMULATOR, watch: null },
  'cloud-setup': FIRST,
  'cloud-setup-tested': {
    ...REACHED,
    setup: {
      ...setup,
      from: 'browser',
      tests: tests.map((test) => {
        switch (test.id) {
          case 'permission-dps':
            return { ...test, state: 'failed', code: 'sign-in-resource', facts: { resource: 'dps', aadsts: '650052' } };
          case 'permission-hub':
            return { ...test, state: 'running' };
          case 'role-dps-read':
            return { ...test, state: 'failed', code: 'cloud-forbidden', facts: { status: 403, host: SERVICE.serviceHost } };
          case 'role-dps-write':
            return { ...test, state: 'unknown', facts: { status: 400 } };
          case 'role-hub':
            return { ...test, state: 'unknown', code: 'cloud-unreachable', facts: { host: 'contoso-hub-1.azure-devices.net' } };
          default:
            return { ...test, state: 'passed' };
        }
      }),
      siteProblem: { code: 'cloud-answer', facts: { host: 'bench.example.com', status: 200, why: 'json' } },
    },
  },
};

const DIALOG = ['ts-cloud', 'ts-cloud-watch', '[data-action="delete-enrollment"]'];
/** What somebody has pressed in these states. */
export const CLOUD_PRESSED: Readonly<Record<string, readonly string[]>> = {
  'cloud-setup': ['ts-cloud', 'ts-cloud-sign-in', '[data-action="open-setup"]'],
  'cloud-setup-tested': ['ts-cloud', 'ts-cloud-sign-in', '[data-action="open-setup"]'],
  'cloud-override': ['ts-cloud', 'ts-cloud-enrol', '[data-action="insist-chip"]'],
  'cloud-choices': ['ts-cloud', 'ts-cloud-enrol', 'ts-cloud-choices', 'summary'],
  'cloud-choices-wrong': ['ts-cloud', 'ts-cloud-enrol', 'ts-cloud-choices', 'summary'],
  'cloud-delete': DIALOG,
  'cloud-records': ['ts-cloud', 'ts-cloud-records', 'summary'],
  'cloud-records-saved': ['ts-cloud', 'ts-cloud-records', 'summary'],
  'cloud-expired': ['ts-cloud', 'ts-cloud-step:nth-of-type(2)', '[data-action="toggle-step"]'],
};
