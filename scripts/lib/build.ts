import { runNode } from './commands'
import { unlessFresh } from './fingerprint'
import { step } from './steps.mjs'

const CLIENT_SOURCES = ['package-lock.json', 'prisma/schema.prisma']
const WEB_SOURCES = [
  ...CLIENT_SOURCES,
  'app',
  'components',
  'lib',
  'public',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
]

/** Generates the Prisma client, unless the one that is there is of this schema. */
export const ensureClient = () =>
  unlessFresh('lib/store/generated/.stamp', CLIENT_SOURCES, () =>
    step('Generate the database client', () => runNode(['node_modules/prisma/build/index.js', 'generate'])),
  )

/** Builds web for production, unless the build that is there is of these sources. */
export const ensureBuild = () =>
  unlessFresh('.next/.stamp', WEB_SOURCES, () =>
    step('Build the web application', () =>
      runNode(['node_modules/next/dist/bin/next', 'build'], { NODE_ENV: 'production' }),
    ),
  )
