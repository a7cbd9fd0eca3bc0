// The rooms and who may enter which: imports point down. Everything not named here is refused.

/** What every room of lib but the two pure ones may use beside its own. */
const COMMON = ['^lib/env', '^lib/log\\.ts$']

const ROOMS = {
  'lib/crypto': [],
  'lib/domain': [],
  'lib/env': [],
  'lib/kms': ['lib/crypto', 'lib/domain', ...COMMON],
  'lib/store': ['lib/crypto', 'lib/domain', ...COMMON],
  'lib/keyring': ['lib/crypto', 'lib/domain', 'lib/kms', 'lib/store', ...COMMON],
  'lib/client': ['lib/domain'],
  'lib/objects': ['lib/domain', ...COMMON],
  'lib/queue': ['lib/domain', 'lib/store', ...COMMON],
  'lib/auth': ['lib/domain', 'lib/store', 'lib/client', ...COMMON],
  'lib/use-cases': [
    ...['lib/domain', 'lib/store', 'lib/client', 'lib/objects', 'lib/queue', 'lib/auth'],
    ...COMMON,
  ],
  components: ['lib/domain'],
  app: ['lib/use-cases', 'lib/domain', 'lib/auth', 'components', ...COMMON],
  'encryption-service': ['lib'],
  simulators: [],
}

/** Next's own entries at the root are part of app. */
const WEB = '^(app/|proxy\\.ts$|instrumentation\\.ts$)'
const OURS =
  '^(lib|app|components|encryption-service|simulators|scripts|tests|e2e|bench|rel|proxy\\.ts|instrumentation\\.ts)'
const CLOUD_SDKS =
  '(^|node_modules/)(@aws-sdk|@smithy|@azure|@google-cloud|google-auth-library|google-logging-utils)(/|$)'

const startOf = (room) => (room.startsWith('^') ? room : `^${room}/`)

const roomRules = Object.entries(ROOMS).map(([room, allowed]) => ({
  name: `${room.replaceAll('/', '-')}-reaches-up`,
  comment: `${room} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'}.`,
  severity: 'error',
  from: { path: room === 'app' ? WEB : startOf(room) },
  to: {
    path: OURS,
    pathNot: [startOf(room), ...allowed.map(startOf), ...(room === 'app' ? [WEB] : [])],
  },
}))

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'web-holds-no-key',
      comment: 'What faces browsers must not be able to open anything by itself.',
      severity: 'error',
      from: { path: WEB },
      to: { path: '^lib/(keyring|kms|crypto)/', reachable: true },
    },
    {
      name: 'prisma-only-in-store',
      comment: 'Every query is scoped to an organization in one place.',
      severity: 'error',
      from: { path: OURS, pathNot: '^(lib/store|scripts/schema-engine)' },
      to: { path: ['^lib/store/generated/', '(^|node_modules/)(@prisma|prisma)(/|$)'] },
    },
    {
      name: 'simulators-stay-apart',
      comment: 'What two simulators need is in simulators/shared.',
      severity: 'error',
      from: { path: '^simulators/([^/]+)/' },
      to: { path: '^simulators/', pathNot: ['^simulators/$1/', '^simulators/shared/'] },
    },
    {
      name: 'cloud-sdk-only-in-kms',
      comment: 'Every answer of a cloud is classified in one place.',
      severity: 'error',
      from: { path: OURS, pathNot: '^(lib/kms|tests|e2e|bench|rel)/' },
      to: { path: CLOUD_SDKS },
    },
    {
      name: 'peers-only-in-bench',
      comment: 'Other libraries for encryption are there to be measured against.',
      severity: 'error',
      from: { path: OURS, pathNot: '^bench/' },
      to: { path: '(^|node_modules/)(@aws-crypto|jose|@47ng/cloak|age-encryption)(/|$)' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: OURS, pathNot: '^lib/store/generated/' },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would hide from every other rule.',
      severity: 'error',
      from: { path: OURS },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^lib/store/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
}
