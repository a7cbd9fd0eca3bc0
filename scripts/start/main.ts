import path from 'node:path'
import { Client } from 'pg'
import { ensureBuild, ensureClient } from '../lib/build'
import { runNode } from '../lib/commands'
import { seconds, step } from '../lib/steps.mjs'
import { registerWebToken } from '../lib/web-token'
import type { DemoIdentities } from './clouds'
import { openDatabase } from './database'
import { openDemoDatabase } from './demo-database'
import { checkProduction, databaseSettings, ownSettings, programEnvironments } from './environments'
import { House } from './house'
import { demoFile, readPeople } from './people'
import { makePlan, type Plan } from './plan'
import { rememberedPort } from './ports'
import { startSimulators } from './simulators'
import { welcome } from './welcome'

type Settings = Record<string, string>

/** `npm start` and `npm run dev`: brings everything up and stays until it is stopped. @throws Problem */
export async function main(args: string[]): Promise<void> {
  const plan = await makePlan(args, process.env)
  const servicePort =
    Number(process.env.LATCHKEY_SERVICE_PORT) || (await rememberedPort(plan.kept, 'service'))
  if (plan.mode === 'production') checkProduction(plan, process.env, servicePort)
  console.log(`\n  Latchkey, ${plan.mode === 'demo' ? 'the demo' : 'production'}\n`)
  const house = new House(plan.dataFolder)
  try {
    console.log(await bringUp(plan, house, ownSettings(plan, servicePort)))
  } catch (error) {
    await house.leave(1, error)
  }
}

/** @returns what to print when it is all there */
async function bringUp(plan: Plan, house: House, own: Settings): Promise<string> {
  const [parts] = await Promise.all([openParts(plan, house), makeSources(plan)])
  const storage = { LATCHKEY_STORAGE_DIR: path.join(plan.dataFolder, 'objects') }
  const made = { ...own, ...(plan.mode === 'demo' ? storage : {}), ...parts.settings }
  const environments = programEnvironments(process.env, made)
  await withOwner(parts.ownerUrl, async (owner) => {
    await registerWebToken(owner, environments.web.LATCHKEY_WEB_TOKEN ?? '')
    if (plan.mode === 'demo')
      await seedOnce(owner, { ...made, DATABASE_URL: parts.ownerUrl }, plan, parts.simulators?.identities)
  })
  // Whoever sees the first page can sign in: the service is there before it.
  await startService(plan, house, environments.service)
  await startWeb(plan, house, environments.web)
  const ready = `\n  Ready after ${seconds(performance.now())}.`
  if (plan.mode === 'production') return `${ready} Latchkey is at ${plan.url}`
  return (
    ready + welcome(plan, readPeople(demoFile(plan.dataFolder)), parts.simulators?.url, parts.demoDatabase)
  )
}

/** Opens what the programs need: the database, and in the demo the clouds and everything made on this machine. */
async function openParts(plan: Plan, house: House) {
  const withSimulators = plan.mode === 'demo' && !process.env.LATCHKEY_PLATFORM_ROOT
  const [database, simulators] = await Promise.all([
    openDatabase(plan, process.env, (server) => house.add(server)),
    withSimulators ? startSimulators(plan, house.programs) : undefined,
  ])
  const settings = { ...databaseSettings(database.urls), ...simulators?.settings }
  if (plan.mode === 'production') return { ownerUrl: database.ownerUrl, settings }

  const demoDatabase = database.server ? await openDemoDatabase(database.server, plan.kept) : undefined
  const people = readPeople(demoFile(plan.dataFolder)).map(({ email }) => email)
  const demo: Settings = {
    NEXTAUTH_SECRET: plan.kept.getOrMake('session secret'),
    LATCHKEY_WEB_TOKEN: plan.kept.getOrMake('token of web'),
    LATCHKEY_DEMO_PEOPLE: JSON.stringify(people),
    LATCHKEY_ALLOW_UNVERIFIED_TLS: 'true', // the embedded server has no certificate
    ...(demoDatabase && {
      LATCHKEY_DEMO_DATABASE: JSON.stringify(demoDatabase),
      LATCHKEY_ALLOWED_HOSTS: `${demoDatabase.host}:${demoDatabase.port}`,
    }),
  }
  return {
    ownerUrl: database.ownerUrl,
    settings: { ...demo, ...settings },
    simulators,
    demoDatabase,
  }
}

async function makeSources(plan: Plan): Promise<void> {
  await ensureClient()
  if (!plan.dev) await ensureBuild()
}

async function withOwner(url: string, work: (owner: Client) => Promise<void>): Promise<void> {
  const owner = new Client({ connectionString: url })
  await owner.connect()
  try {
    await work(owner)
  } finally {
    await owner.end()
  }
}

async function seedOnce(
  owner: Client,
  environment: Settings,
  plan: Plan,
  identities: DemoIdentities = {},
): Promise<void> {
  const known = await owner.query('SELECT EXISTS (SELECT 1 FROM organizations) AS yes')
  if (known.rows[0].yes) return
  const seed = [
    '--import',
    'tsx',
    'scripts/seed-demo.ts',
    demoFile(plan.dataFolder),
    JSON.stringify(identities),
  ]
  await step('Fill the demo', () => runNode(seed, environment))
}

function startService(plan: Plan, house: House, env: Settings): Promise<void> {
  const watch = plan.dev ? ['--watch', '--watch-preserve-output'] : []
  return step('Start the encryption service', () =>
    house.programs.start({
      name: 'encryption service',
      args: [...watch, '--import', 'tsx', 'encryption-service/main.ts'],
      env: { ...env, NODE_ENV: plan.dev ? 'development' : 'production' },
      readyUrl: `http://127.0.0.1:${env.LATCHKEY_SERVICE_PORT}/healthz`,
      echo: plan.dev || plan.mode === 'production',
    }),
  )
}

function startWeb(plan: Plan, house: House, env: Settings): Promise<void> {
  const command = plan.dev ? 'dev' : 'start'
  const local = plan.host === '0.0.0.0' || plan.host === '::' ? '127.0.0.1' : plan.host
  return step('Start the web application', () =>
    house.programs.start({
      name: 'web application',
      args: ['node_modules/next/dist/bin/next', command, '-H', plan.host, '-p', String(plan.port)],
      env: { ...env, NODE_ENV: plan.dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' },
      readyUrl: `http://${local.includes(':') ? `[${local}]` : local}:${plan.port}/`,
      echo: plan.dev || plan.mode === 'production',
    }),
  )
}
