import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_URL_REFUSALS, type KeyUrlRefusal, parseAzureKeyUrl } from '@/lib/domain/azure-key-url'

const VERSION = '0123456789abcdef0123456789abcdef'
const URL = 'https://northwind.vault.azure.net/keys/latchkey'
const HSM = 'https://northwind.managedhsm.azure.net/keys/latchkey'

describe('a pasted key URL', () => {
  it('is taken apart', () => {
    expect(parseAzureKeyUrl(`${URL}/${VERSION}`)).toEqual({
      ok: true,
      key: {
        id: URL,
        host: 'northwind.vault.azure.net',
        kind: 'vault',
        vaultName: 'northwind',
        name: 'latchkey',
        version: VERSION,
        cloud: 'public',
      },
    })
  })

  const places = [
    [URL, 'vault', 'public'],
    [HSM, 'managed_hsm', 'public'],
    ['https://northwind.vault.azure.cn/keys/latchkey', 'vault', 'china'],
    ['https://northwind.managedhsm.azure.cn/keys/latchkey', 'managed_hsm', 'china'],
    ['https://northwind.vault.usgovcloudapi.net/keys/latchkey', 'vault', 'us_government'],
    ['https://northwind.managedhsm.usgovcloudapi.net/keys/latchkey', 'managed_hsm', 'us_government'],
  ]
  it.each(places)('is known by its suffix: %s', (pasted, kind, cloud) => {
    const parsed = parseAzureKeyUrl(pasted)
    expect(parsed).toMatchObject({ ok: true, key: { id: pasted, kind, cloud, version: null } })
  })

  const alike = [
    `  ${URL}\n`,
    URL.replace('https', 'HTTPS'),
    URL.replace('northwind', 'NorthWind'),
    URL.replace('latchkey', 'LatchKey'),
    `${URL}/${VERSION.toUpperCase()}`,
  ]
  it.each(alike)('is one key in either case, since Azure tells none apart by it: %j', (pasted) => {
    expect(parseAzureKeyUrl(pasted)).toMatchObject({ ok: true, key: { id: URL } })
  })

  it.each(['abc', 'a-b', 'a-b-c', `a${'b'.repeat(23)}`, 'n1'.padEnd(24, '9')])(
    'may be in a vault named %s',
    (name) => {
      expect(parseAzureKeyUrl(URL.replace('northwind', name)).ok).toBe(true)
    },
  )

  const host = (text: string) => URL.replace('northwind.vault.azure.net', text)
  const refused: [KeyUrlRefusal, string][] = [
    ['empty', ''],
    ['empty', ' \n\t'],
    ['whitespace', URL.replace('/keys', ' /keys')],
    ['whitespace', `${URL} ${VERSION}`],
    ['whitespace', `${URL}\u00a0x`],
    ['not_a_url', 'latchkey'],
    ['not_a_url', 'northwind.vault.azure.net/keys/latchkey'],
    ['not_a_url', '//northwind.vault.azure.net/keys/latchkey'],
    ['not_a_url', URL.replace('https://', 'https:/')],
    ['not_a_url', URL.replace('https', 'ftp')],
    ['not_a_url', URL.replace('https', 'javascript')],
    ['not_a_url', 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['not_a_url', `${URL}${'a'.repeat(300)}`],
    ['not_a_url', URL.replace('/keys', '\\keys')],
    ['not_a_url', host('evil.example\\.vault.azure.net')],
    [
      'resource_id',
      '/subscriptions/0/resourceGroups/g/providers/Microsoft.KeyVault/vaults/northwind/keys/latchkey',
    ],
    ['not_https', URL.replace('https', 'http')],
    ['user_info', host('northwind.vault.azure.net@evil.example')],
    ['user_info', host('user:secret@northwind.vault.azure.net')],
    ['user_info', host('evil.example%20@northwind.vault.azure.net')],
    ['port', host('northwind.vault.azure.net:443')],
    ['port', host('northwind.vault.azure.net:8443')],
    ['port', host('northwind.vault.azure.net:')],
    ['query', `${URL}?api-version=7.4`],
    ['query', host('evil.example?.vault.azure.net')],
    ['fragment', `${URL}#x`],
    ['fragment', host('evil.example#.vault.azure.net')],
    ['ip_address', host('10.0.0.4')],
    ['ip_address', host('127.0.0.1:8443')],
    ['ip_address', host('169.254.169.254')],
    ['ip_address', host('2130706433')],
    ['ip_address', host('0x7f.1')],
    ['ip_address', host('[::1]')],
    ['ip_address', host('[::ffff:127.0.0.1]:443')],
    ['ip_address', host('northwind.vault.azure.1')],
    ['foreign_letters', host('northwind.vаult.azure.net')],
    ['foreign_letters', host('northwind。vault.azure.net')],
    ['foreign_letters', host('xn--northwnd-g2a.vault.azure.net')],
    ['foreign_letters', host('northwind.xn--vult-8za.azure.net')],
    ['foreign_letters', host('northwind%2evault.azure.net')],
    ['dots', host('northwind..vault.azure.net')],
    ['dots', host('.vault.azure.net')],
    ['dots', host('northwind.vault.azure.net.')],
    ['private_link', host('northwind.privatelink.vaultcore.azure.net')],
    ['look_alike_host', host('northwind.vault.azure.net.evil.com')],
    ['look_alike_host', host('northwind.vault.azure.net-evil.com')],
    ['look_alike_host', host('evil-vault.azure.net')],
    ['look_alike_host', host('northwind.evilvault.azure.net')],
    ['look_alike_host', host('northwind.evil-managedhsm.azure.net')],
    ['look_alike_host', host('vault.azure.network')],
    ['foreign_host', host('evil.com')],
    ['foreign_host', host('localhost')],
    ['foreign_host', host('northwind.azure.net')],
    ['foreign_host', host('northwind.vault.azure.com')],
    ['foreign_host', host('northwind.blob.core.windows.net')],
    ['foreign_host', host('')],
    ['wrong_vault_name', host('vault.azure.net')],
    ['wrong_vault_name', host('managedhsm.azure.net')],
    ['wrong_vault_name', host('a.b.vault.azure.net')],
    ['wrong_vault_name', host('www.northwind.vault.azure.net')],
    ['wrong_vault_name', host('ab.vault.azure.net')],
    ['wrong_vault_name', host(`a${'b'.repeat(24)}.vault.azure.net`)],
    ['wrong_vault_name', host('1north.vault.azure.net')],
    ['wrong_vault_name', host('-north.vault.azure.net')],
    ['wrong_vault_name', host('north-.vault.azure.net')],
    ['wrong_vault_name', host('north--wind.vault.azure.net')],
    ['wrong_vault_name', host('north_wind.vault.azure.net')],
    ['vault_alone', 'https://northwind.vault.azure.net'],
    ['vault_alone', 'https://northwind.vault.azure.net/'],
    ['not_a_key', URL.replace('keys', 'secrets')],
    ['not_a_key', URL.replace('keys', 'certificates')],
    ['not_a_key', URL.replace('keys', 'deletedkeys')],
    ['not_a_key', URL.replace('keys', 'Keys')],
    ['not_a_key', URL.replace('/keys', '//keys')],
    ['not_a_key', URL.replace('/keys', '/x/../keys')],
    ['wrong_key_name', URL.replace('latchkey', '')],
    ['wrong_key_name', URL.replace('/latchkey', '')],
    ['wrong_key_name', URL.replace('latchkey', 'latch_key')],
    ['wrong_key_name', URL.replace('latchkey', 'latch.key')],
    ['wrong_key_name', URL.replace('latchkey', '..')],
    ['wrong_key_name', URL.replace('latchkey', 'latch%20key')],
    ['wrong_key_name', URL.replace('latchkey', 'k'.repeat(128))],
    ['wrong_version', `${URL}/${VERSION}0`],
    ['wrong_version', `${URL}/${VERSION.slice(1)}`],
    ['wrong_version', `${URL}/${VERSION.replace('f', 'g')}`],
    ['wrong_version', `${URL}/versions`],
    ['wrong_version', `${URL}/..`],
    ['trailing', `${URL}/`],
    ['trailing', `${URL}/${VERSION}/`],
    ['trailing', `${URL}/${VERSION}/wrapkey`],
    ['trailing', `${URL}//${VERSION}`],
  ]
  it.each(refused)('is refused as %s: %j', (code, pasted) => {
    expect(parseAzureKeyUrl(pasted)).toEqual({ ok: false, code, message: KEY_URL_REFUSALS[code] })
  })

  it('has a case here for every refusal, and a sentence of its own', () => {
    expect(new Set(refused.map(([code]) => code))).toEqual(new Set(Object.keys(KEY_URL_REFUSALS)))
    const sentences = Object.values(KEY_URL_REFUSALS)
    expect(new Set(sentences).size).toBe(sentences.length)
  })

  it('leads to no other host than its own, whatever is put into it', () => {
    fc.assert(
      fc.property(fc.nat(URL.length), fc.string({ minLength: 1, maxLength: 20 }), (at, extra) => {
        const parsed = parseAzureKeyUrl(URL.slice(0, at) + extra + URL.slice(at))
        if (!parsed.ok) return
        const { id, host: ours } = parsed.key
        expect(new globalThis.URL(id).host).toBe(ours)
        expect(ours).toMatch(/^[a-z][a-z0-9-]*\.vault\.azure\.net$/)
        expect(new globalThis.URL(id).href).toBe(id)
      }),
      { numRuns: 2_000 },
    )
  })
})
