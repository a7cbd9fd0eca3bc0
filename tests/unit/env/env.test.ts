import { describe, expect, it } from 'vitest'
import { parseServiceEnv, parseWebEnv, settingProblems } from '@/lib/env'

const SECRET = 'q8Zr1vXw5LkT0bNc7HsJ2dGf9MyPaUeE'

const web = {
  LATCHKEY_MODE: 'production',
  NEXTAUTH_URL: 'https://latchkey.example.com',
  NEXTAUTH_SECRET: SECRET,
  WEB_DATABASE_URL: 'postgresql://web:pw@db.internal/latchkey',
  LATCHKEY_SERVICE_URL: 'http://127.0.0.1:4310',
  LATCHKEY_WEB_TOKEN: SECRET,
  LATCHKEY_STORAGE_DIR: '/var/lib/latchkey',
  LATCHKEY_AWS_PRINCIPAL_ARN: 'arn:aws:iam::123456789012:role/latchkey',
}

const service = {
  LATCHKEY_MODE: 'production',
  SERVICE_DATABASE_URL: 'postgresql://service:pw@db.internal/latchkey',
  LATCHKEY_SERVICE_PORT: '4310',
  LATCHKEY_PLATFORM_ROOT: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd',
  LATCHKEY_AWS_PRINCIPAL_ARN: web.LATCHKEY_AWS_PRINCIPAL_ARN,
  LATCHKEY_STORAGE_DIR: web.LATCHKEY_STORAGE_DIR,
}

const namesOf = (problems: { name: string }[]) => problems.map(({ name }) => name)

describe('settings of web', () => {
  it('parses a full set and fills in what has a safe default', () => {
    const env = parseWebEnv(web)
    expect(env).toMatchObject({ mode: 'production', serviceUrl: 'http://127.0.0.1:4310', demoPeople: [] })
    expect(env.awsRegions).toContain('eu-central-1')
  })

  it('names everything that is missing at once', () => {
    expect(namesOf(settingProblems('web', {}))).toEqual(Object.keys(web))
  })

  it('never shows a value', () => {
    const wrong = Object.fromEntries(Object.keys(web).map((name) => [name, 'hush-hush']))
    const problems = settingProblems('web', { ...wrong, LATCHKEY_DEMO_DATABASE: '{"password":"hush-hush"}' })
    expect(problems.length).toBeGreaterThan(5)
    expect(JSON.stringify(problems)).not.toContain('hush')
  })

  it.each([
    'AWS_ACCESS_KEY_ID',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AZURE_CLIENT_SECRET',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'LATCHKEY_PKCS11_PIN',
    'SERVICE_DATABASE_URL',
    'DATABASE_URL',
  ])('refuses to run with %s in its environment', (name) => {
    expect(() => parseWebEnv({ ...web, [name]: 'anything' })).toThrow(name)
  })

  it.each([
    ['LATCHKEY_DEMO_PEOPLE', '["ada@northwind.example"]'],
    ['LATCHKEY_SIMULATOR_URL', 'http://127.0.0.1:4320'],
    ['NEXTAUTH_URL', 'http://latchkey.example.com'],
    ['NEXTAUTH_SECRET', 'a'.repeat(40)],
    ['LATCHKEY_AWS_PRINCIPAL_ARN', 'arn:aws:iam::999988887777:role/latchkey-encryption-service'],
  ])('refuses the demo’s %s in production, and takes it in the demo', (name, value) => {
    expect(namesOf(settingProblems('web', { ...web, [name]: value }))).toEqual([name])
    expect(settingProblems('web', { ...web, LATCHKEY_MODE: 'demo', [name]: value })).toEqual([])
  })
})

describe('settings of the encryption service', () => {
  it('parses a full set; connections reach nothing private and verify TLS unless told otherwise', () => {
    expect(parseServiceEnv(service)).toMatchObject({
      host: '127.0.0.1',
      port: 4310,
      allowedHosts: [],
      allowUnverifiedTls: false,
    })
  })

  it('reads lists, with spaces and empty parts', () => {
    const env = parseServiceEnv({ ...service, LATCHKEY_ALLOWED_HOSTS: 'db.internal:5432, [::1]:5432,' })
    expect(env.allowedHosts).toEqual(['db.internal:5432', '[::1]:5432'])
  })

  it.each([
    ['LATCHKEY_AWS_ENDPOINT', 'http://127.0.0.1:4320', 'production'],
    ['LATCHKEY_AWS_ENDPOINT', 'http://169.254.169.254', 'demo'],
    ['LATCHKEY_PLATFORM_ROOT', 'arn:aws:kms:eu-central-1:123456789012:alias/root', 'demo'],
    ['LATCHKEY_PLATFORM_ROOT', 'arn:aws:kms:eu-central-1:999988887777:key/1234abcd', 'production'],
    ['LATCHKEY_SERVICE_PORT', '70000', 'demo'],
    ['LATCHKEY_ALLOW_UNVERIFIED_TLS', 'yes', 'demo'],
    ['LATCHKEY_ALLOWED_HOSTS', 'db.internal', 'demo'],
  ])('refuses %s=%s in %s', (name, value, mode) => {
    const problems = settingProblems('service', { ...service, LATCHKEY_MODE: mode, [name]: value })
    expect(namesOf(problems)).toContain(name)
  })

  it.each([
    'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'https://latchkey.vault.azure.net/keys/platform-root',
    'projects/latchkey-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/platform-root',
  ])('takes a platform root at a cloud: %s', (root) => {
    expect(settingProblems('service', { ...service, LATCHKEY_PLATFORM_ROOT: root })).toEqual([])
  })

  it.each([
    'https://latchkey.vault.azure.net/keys/platform-root/0123456789abcdef0123456789abcdef',
    'projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1',
    'pkcs11:token=t;object=o?pin-value=1234',
    'platform-root',
  ])('takes no other: %s', (root) => {
    expect(namesOf(settingProblems('service', { ...service, LATCHKEY_PLATFORM_ROOT: root }))).toContain(
      'LATCHKEY_PLATFORM_ROOT',
    )
  })

  it('wants the module and a PIN for a platform root in an HSM, and shows neither', () => {
    const hsm = { ...service, LATCHKEY_PLATFORM_ROOT: 'pkcs11:token=latchkey;object=platform-root' }
    expect(namesOf(settingProblems('service', hsm))).toEqual([
      'LATCHKEY_PKCS11_MODULE',
      'LATCHKEY_PKCS11_PIN',
    ])
    const given = { ...hsm, LATCHKEY_PKCS11_MODULE: '/usr/lib/hsm.so', LATCHKEY_PKCS11_PIN: '84930217' }
    expect(parseServiceEnv(given)).toMatchObject({ pkcs11Module: '/usr/lib/hsm.so', pkcs11Pin: '84930217' })
    const wrong = settingProblems('service', {
      ...given,
      LATCHKEY_PKCS11_MODULE: 'hush.so',
      LATCHKEY_PKCS11_PIN: 'hus',
    })
    expect(namesOf(wrong)).toEqual(['LATCHKEY_PKCS11_MODULE', 'LATCHKEY_PKCS11_PIN'])
    expect(JSON.stringify(wrong)).not.toContain('hus')
  })
})
