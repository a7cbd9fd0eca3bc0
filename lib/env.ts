import {
  type Environment,
  readSettings,
  type SettingProblem,
  SettingsError,
  type Values,
} from './env/read-settings'
import { ownerSettings, serviceSettings, webSettings } from './env/settings'

export type WebEnv = Values<typeof webSettings>
export type ServiceEnv = Values<typeof serviceSettings>
export type OwnerEnv = Values<typeof ownerSettings>

/**
 * What web must not be given: with any of these it could reach a key, or a table, by itself
 * (design, section 8, rule 9).
 */
const FORBIDDEN_TO_WEB = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_PASSWORD',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'LATCHKEY_PKCS11_PIN',
  'DATABASE_URL',
  'SERVICE_DATABASE_URL',
]

const PROGRAMS = { web: webSettings, service: serviceSettings, owner: ownerSettings }

/** The names of all the environment variables a program reads; it needs no others of ours. */
export const settingNames = (program: keyof typeof PROGRAMS): string[] =>
  Object.values(PROGRAMS[program]).map(({ name }) => name)

/** Everything that is missing or wrong in a program's settings. */
export function settingProblems(program: keyof typeof PROGRAMS, environment: Environment) {
  const { problems } = readSettings(PROGRAMS[program], environment)
  if (program === 'service') problems.push(...hsmProblems(environment))
  const forbidden = program === 'web' ? FORBIDDEN_TO_WEB.filter((name) => environment[name]) : []
  const refused = forbidden.map((name) => ({
    name,
    text: `${name} must not be in web's environment: only the encryption service may hold it`,
  }))
  return [...problems, ...refused]
}

/** A root in an HSM needs both the HSM's module and a PIN. */
function hsmProblems(environment: Environment): SettingProblem[] {
  if (!environment.LATCHKEY_PLATFORM_ROOT?.startsWith('pkcs11:')) return []
  const { pkcs11Module, pkcs11Pin } = serviceSettings
  return [pkcs11Module, pkcs11Pin]
    .filter(({ name }) => !environment[name])
    .map(({ name, purpose }) => ({ name, text: `${name} is missing: it is ${purpose}` }))
}

/** Parses web's settings. @throws SettingsError naming all that is missing, wrong or forbidden */
export function parseWebEnv(environment: Environment): WebEnv {
  const problems = settingProblems('web', environment)
  if (problems.length > 0) throw new SettingsError('web', problems)
  return readSettings(webSettings, environment).values
}

/** Parses the encryption service's settings. @throws SettingsError naming all that is missing or wrong */
export function parseServiceEnv(environment: Environment): ServiceEnv {
  const problems = settingProblems('service', environment)
  if (problems.length > 0) throw new SettingsError('the encryption service', problems)
  return readSettings(serviceSettings, environment).values
}

/** Parses what migrating needs. @throws SettingsError naming all that is missing or wrong */
function parseOwnerEnv(environment: Environment): OwnerEnv {
  const problems = settingProblems('owner', environment)
  if (problems.length > 0) throw new SettingsError('the database', problems)
  return readSettings(ownerSettings, environment).values
}

const once = <T>(parse: (environment: Environment) => T) => {
  let parsed: { env: T } | undefined
  return (): T => {
    parsed ??= { env: parse(process.env) }
    return parsed.env
  }
}

/** This process's settings, as web; parsed at the first call. @throws SettingsError */
export const webEnv = once(parseWebEnv)
/** This process's settings, as the encryption service; parsed at the first call. @throws SettingsError */
export const serviceEnv = once(parseServiceEnv)
/** This process's settings, as the owner of the database; parsed at the first call. @throws SettingsError */
export const ownerEnv = once(parseOwnerEnv)

/** Whether Next's development server runs this, and not a production build. */
export const inDevelopment = () => process.env.NODE_ENV === 'development'

export { SettingsError }
