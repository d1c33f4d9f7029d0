/* The floors of the house: who may enter which room, through which door. One table, read by `npm run floors`. */
const floors = {
  base: [],
  formats: ['base'],
  chip: ['base', 'formats'],
  link: ['base', 'formats'],
  trust: ['base', 'formats', 'chip'],
  board: ['base', 'formats', 'chip', 'link'],
  cloud: ['base', 'formats'],
  sim: ['base', 'formats'],
  bench: ['base', 'formats', 'chip', 'link', 'trust', 'board', 'cloud'],
  ui: ['base', 'bench'],
};
/* Tenants: packages and the only room each may live in. */
const tenants = {
  pkijs: 'trust',
  asn1js: 'trust',
  'esptool-js': 'board',
  '@azure/msal-browser': 'cloud',
  '@azure/storage-blob': 'cloud',
  lit: 'ui|app',
  fflate: 'sim|trust|board|app',
  idb: 'app|bench',
  uplot: 'ui',
  'bwip-js': 'ui',
  '@noble/curves': 'sim|app',
  '@noble/hashes': 'sim|app|board',
};

const rooms = Object.keys(floors);
const forbidden = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-orphans',
    severity: 'error',
    from: {
      orphan: true,
      path: '^src/',
      pathNot: ['^src/app/main\\.ts$', '^src/app/virtual/worker\\.ts$', '^src/app/redirect\\.ts$', '\\.d\\.ts$', '\\.json$'],
    },
    to: {},
  },
  ...rooms.map((room) => ({
    name: `stairs-${room}`,
    severity: 'error',
    comment: `${room} may enter only: ${floors[room].join(', ') || 'nothing'}`,
    from: { path: `^src/${room}/` },
    to: {
      path: '^src/',
      pathNot: [`^src/${room}/`, ...floors[room].map((below) => `^src/${below}/`), ...(room === 'sim' ? ['^src/chip/map\\.ts$'] : [])],
      // ui may name the types of any room below bench, never their code
      ...(room === 'ui' ? { dependencyTypesNot: ['type-only'] } : {}),
    },
  })),
  { name: 'ui-never-sim', severity: 'error', from: { path: '^src/ui/' }, to: { path: '^src/(sim|app)/' } },
  ...rooms.map((room) => ({
    name: `door-${room}`,
    severity: 'error',
    comment: `enter ${room} through its index.ts`,
    from: { path: '^src/', pathNot: `^src/${room}/` },
    to: { path: `^src/${room}/`, pathNot: [`^src/${room}/index\\.ts$`, '^src/chip/map\\.ts$', '\\.json$'] },
  })),
  ...Object.entries(tenants).map(([tenant, room]) => ({
    name: `tenant-${tenant.replace(/[^a-z]+/g, '-')}`,
    severity: 'error',
    comment: `${tenant} lives in ${room} only`,
    from: { path: '^src/', pathNot: `^src/(${room})/` },
    to: { path: `node_modules/${tenant}/` },
  })),
  { name: 'no-tests-in-src', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|scripts|tools)/' } },
];

module.exports = {
  forbidden,
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json', '.d.ts'], exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
