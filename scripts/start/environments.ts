import { settingNames, settingProblems } from '../../lib/env'
import type { Environment } from '../../lib/env/read-settings'
import type { ProgramUrls } from '../lib/database-roles'
import { Problem } from '../lib/problem.mjs'
import type { Plan } from './plan'

type Settings = Record<string, string>

/** What any program may need from the machine; nothing secret. */
const FROM_MACHINE =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|SystemRoot|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|(HTTPS?|NO|ALL)_PROXY)$/i
/** How the SDKs of the clouds find credentials: for the encryption service alone. */
const FROM_CLOUDS = /^(AWS|AZURE|GOOGLE|GCLOUD|IDENTITY|MSI)_/
/** Secrets that the demo makes by itself and production must not share. */
const NEVER_FROM_DEMO = ['NEXTAUTH_SECRET', 'LATCHKEY_WEB_TOKEN']

const pick = (environment: Environment, wanted: (name: string) => boolean): Settings =>
  Object.fromEntries(Object.entries(environment).filter(([name, value]) => value && wanted(name))) as Settings

/** The environment of a program that needs no settings of ours. */
export const machineEnvironment = (environment: Environment) =>
  pick(environment, (name) => FROM_MACHINE.test(name))

/**
 * The environment of each program: what the machine has, what this start made, and what the caller set.
 * Nothing else is handed on, so that web never sees what is only for the encryption service.
 * @param made settings by name that this start found or made; those of the caller win, except that
 *   credentials made for the simulator keep the caller's own cloud out of it
 */
export function programEnvironments(environment: Environment, made: Settings) {
  const machine = machineEnvironment(environment)
  const own = (program: 'web' | 'service') => {
    const names = new Set(settingNames(program))
    const wanted = (name: string) => names.has(name)
    return { ...pick(made, wanted), ...pick(environment, wanted) }
  }
  const isCloud = (name: string) => FROM_CLOUDS.test(name)
  const clouds = pick(Object.keys(made).some(isCloud) ? made : environment, isCloud)
  return { web: { ...machine, ...own('web') }, service: { ...machine, ...clouds, ...own('service') } }
}

/** The settings that need nothing from a cloud or a database. */
export function ownSettings(plan: Plan, servicePort: number): Settings {
  return {
    LATCHKEY_MODE: plan.mode,
    NEXTAUTH_URL: plan.url,
    LATCHKEY_SERVICE_PORT: String(servicePort),
    LATCHKEY_SERVICE_URL: `http://127.0.0.1:${servicePort}`,
  }
}

/** Settings by name of the two database URLs. */
export const databaseSettings = (urls: ProgramUrls): Settings => ({
  WEB_DATABASE_URL: urls.web,
  SERVICE_DATABASE_URL: urls.service,
})

/**
 * Checks the settings of a production start, of both programs and the owner at once.
 * @throws Problem listing all that is missing or wrong, each once
 */
export function checkProduction(plan: Plan, environment: Environment, servicePort: number): void {
  const url = environment.DATABASE_URL ?? ''
  const made = { ...ownSettings(plan, servicePort), ...databaseSettings({ web: url, service: url }) }
  const { web, service } = programEnvironments(environment, {
    ...made,
    NEXTAUTH_URL: environment.NEXTAUTH_URL ?? '',
  })
  const problems = [
    ...settingProblems('owner', environment),
    ...settingProblems('web', web),
    ...settingProblems('service', service),
  ].filter(({ name }) => url !== '' || !(name in databaseSettings({ web: '', service: '' })))
  const lines = new Set(problems.map(({ text }) => text))
  for (const name of NEVER_FROM_DEMO) {
    const value = environment[name]
    if (value && plan.kept.values().includes(value)) {
      lines.add(`${name} is the demo's own, which was made for this machine: make another`)
    }
  }
  if (lines.size === 0) return
  throw new Problem(
    `Production needs its settings. Missing or wrong:\n\n${[...lines].map((line) => `  ${line}`).join('\n')}`,
  )
}
