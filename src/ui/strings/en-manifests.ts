/**
 * English words for manifest files: taking them in, what is in them, what the browser keeps, whose signatures count.
 * Floor: ui. Loaded with the manifests screen, not before. Single entries: en-entries.ts.
 */
import { count, size } from '../format.ts';

const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;
const entries = (value: number): string => plural(value, 'entry', 'entries');
const files = (value: number): string => plural(value, 'file', 'files');
const chips = (value: number): string => plural(value, 'chip', 'chips');
const minute = (text: string): string => text.slice(0, 16).replace('T', ' ');
/** Where the other entries of the same chip stand. */
const elsewhere = (value: number, others: number): string => {
  const verb = value === 1 ? 'stands' : 'stand';
  if (others === 0) return `${verb} more than once in this file`;
  return others === 1 ? `${verb} in another file too` : `${verb} in other files too`;
};

export const manifestWords = {
  title: 'Manifests',
  lead: 'What Microchip says it delivered, entry by entry, signed. A chip is matched only against entries whose signature holds.',
  intake: {
    dropHere: 'Drop manifest files here, or anywhere on the page',
    kinds: 'JSON files, zips or whole folders',
    choose: 'Choose files',
    chooseFolder: 'Choose a folder',
  },
  importing: {
    label: 'Files on their way in',
    say: (total: number): string => `Reading ${files(total)}`,
    step: {
      unpacking: (fileName: string): string => `Unpacking ${fileName}`,
      comparing: (fileName: string): string => `Comparing ${fileName} with what is here`,
      keeping: (fileName: string): string => `Keeping ${fileName} in this browser`,
      verifying: (fileName: string): string => `Verifying ${fileName}`,
    },
    file: (file: number, total: number): string => `File ${count(file)} of ${count(total)}`,
    entries,
    bytes: (done: number, total: number): string => `${size(done)} of ${size(total)}`,
    speed: (perSecond: number): string => `${count(perSecond)} entries/s`,
    left: (time: string): string => `${time} left`,
    leftOfFile: (time: string): string => `${time} left in this file`,
    moment: 'seconds',
    seconds: (value: number): string => `about ${value} s`,
    minutes: (value: number): string => `about ${value} min`,
    cancel: 'Cancel',
  },
  refused: {
    title: 'Not taken',
    count: files,
    dismiss: 'Dismiss',
    dismissLabel: 'Dismiss the list of files that were not taken',
    more: (left: number): string => `and ${files(left)} more`,
  },
  empty: {
    title: 'No manifest loaded',
    what: 'What it is',
    whatText: 'A manifest is a JSON file with one signed entry for each secure element of an order: its serial number, public keys and certificates.',
    where: 'Where it comes from',
    whereText: 'From the order page where the chips were bought, once the order has shipped. Each order has its own file.',
    privacy: 'Where it goes',
    kept: 'The file is read in this page and kept in this browser until you remove it. It is not uploaded, unless you share it yourself.',
    notKept: 'The file is read in this page. It is not uploaded and not kept when the page closes.',
  },
  files: {
    title: 'Files',
    all: (value: number): string => (value === 1 ? '1 file' : `All ${files(value)}`),
    columns: {
      file: 'File',
      signedBy: 'Signed by',
      entries: 'Entries',
      verified: 'Verified',
      failed: 'Failed',
      without: 'No certificate',
      twice: 'Duplicates',
    },
    find: 'Find a file',
    onlyTrouble: (value: number): string => `Only files with problems (${count(value)})`,
    none: 'No file is like that.',
    showAll: (value: number): string => `Show all ${files(value)}`,
    entriesLabel: (value: number): string => (value === 1 ? 'entry' : 'entries'),
    verified: 'verified',
    failed: 'failed',
    without: 'no certificate',
    twice: (value: number): string => (value === 1 ? 'duplicate' : 'duplicates'),
    same: 'the same',
    different: (value: number): string => (value === 1 ? 'differs' : 'differ'),
    signers: 'Signed by',
    noSigners: 'no known signer',
    notKept: 'not kept',
    remove: 'Remove',
    removeLabel: (fileName: string): string => `Remove ${fileName}`,
  },
  details: {
    size: 'Size',
    sizeKept: (bytes: number): string => `${size(bytes)}, kept in this browser`,
    sizeNotKept: (bytes: number): string => `${size(bytes)}, not kept: it is gone when the page closes`,
    sizeDemo: (bytes: number): string => `${size(bytes)}, comes and goes with the virtual bench`,
    provisioned: 'Provisioned',
    provisionedValue: (first: string, last: string): string =>
      minute(first) === minute(last) ? `${minute(first)} UTC` : `${minute(first)} to ${minute(last)} UTC`,
    notSaid: 'not said',
    partNumbers: 'Part numbers',
    models: 'Models',
    versions: 'Versions',
    others: 'others',
    signedBy: 'Signed by',
    origin: { microchip: 'Microchip’s', own: 'your own', demo: 'the demo’s' },
    expired: 'expired',
    expiredHint: 'An expired signer certificate is normal: a signer signs for some years, and what it signed stays signed.',
    twice: 'Duplicates',
    same: (value: number, others: number): string => `${chips(value)} ${elsewhere(value, others)}, with the same content`,
    different: (value: number, others: number): string => `${chips(value)} ${elsewhere(value, others)}, with DIFFERENT content`,
    differentHint: 'One of the entries is not what was delivered. Open them from the list and compare; remove the file that is wrong.',
    otherFiles: (names: readonly string[], more: number): string => `See ${names.join(', ')}${more > 0 ? ` and ${files(more)} more` : ''}`,
    withoutHint: (without: number): string =>
      `${entries(without)} without certificates (payload version 2): the serial number can be matched, keys and certificates cannot.`,
    problems: (found: number): string => plural(found, 'problem', 'problems'),
    problemAt: (index: number): string => `Entry ${count(index + 1)}`,
    moreProblems: (left: number): string => `and ${count(left)} more`,
    showEntries: 'Show its entries',
    showFailed: (value: number): string => (value === 1 ? 'Show the one that failed' : `Show the ${count(value)} that failed`),
  },
  storage: {
    title: 'Kept in this browser',
    opening: 'Looking what is kept',
    nothing: 'No file is kept yet.',
    kept: (value: number, bytes: number): string => `${files(value)}, ${size(bytes)}`,
    space: (used: number, quota: number): string => `${size(used)} of ${size(quota)} used, ${size(Math.max(0, quota - used))} left`,
    spaceLabel: 'Space used',
    spaceUnknown: 'This browser does not say how much space there is.',
    nearlyFull: 'Nearly full: the next file may not be kept. Remove what is no longer needed.',
    persisted: {
      yes: 'The browser has promised to keep them until you delete them.',
      no: 'The browser has promised nothing: when the disk gets full it may clear them. It promises more readily once the page is installed or bookmarked.',
      unknown: 'This browser does not say whether they stay when the disk gets full.',
    },
    unavailable: 'Nothing is kept',
    unavailableText: 'This browser lets the page store nothing, as in a private window. Manifests count until the page is closed.',
    saveAll: 'Save all files (zip)',
    deleteAll: 'Delete all…',
    confirmTitle: 'Delete all manifests?',
    confirmWhat: (value: number, inAll: number, signers: number): string =>
      `${files(value)} with ${entries(inAll)}${signers === 0 ? '' : ` and ${plural(signers, 'signer certificate', 'signer certificates')} of your own`} will be deleted from this browser.`,
    confirmText: 'This cannot be undone. Files elsewhere on your computer stay as they are.',
    confirm: 'Delete all',
    cancel: 'Cancel',
  },
  signers: {
    title: 'Signers',
    text: 'Microchip’s manifest signers are built in. If a manifest was made by somebody else, add the certificate they sign with: its entries then count as signed by them, not by Microchip.',
    add: 'Add signer certificate',
    remove: 'Remove',
    removeLabel: (name: string): string => `Remove signer ${name}`,
    fingerprint: (hex: string): string => `SHA-256 \`${hex.slice(0, 8).toUpperCase()}…${hex.slice(-8).toUpperCase()}\``,
  },
};
