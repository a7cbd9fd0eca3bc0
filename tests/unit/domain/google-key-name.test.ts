import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GOOGLE_KEY_REFUSALS, type GoogleKeyRefusal, parseGoogleKeyName } from '@/lib/domain/google-key-name'

const LOCATIONS = ['europe-west3', 'global', 'us', 'us-east1']
const NAME = 'projects/northwind-prod/locations/europe-west3/keyRings/latchkey/cryptoKeys/root_Key-1'
const CONSOLE = 'https://console.cloud.google.com/security/kms/key/manage/europe-west3/latchkey/root_Key-1'

describe('a pasted reference to a key', () => {
  it('is taken apart', () => {
    expect(parseGoogleKeyName(NAME, LOCATIONS)).toEqual({
      ok: true,
      key: {
        id: NAME,
        project: 'northwind-prod',
        location: 'europe-west3',
        keyRing: 'latchkey',
        key: 'root_Key-1',
        version: null,
      },
    })
  })

  const taken: [string, string | null][] = [
    [NAME, null],
    [`  ${NAME}\n`, null],
    [`${NAME}/cryptoKeyVersions/1`, '1'],
    [`//cloudkms.googleapis.com/${NAME}`, null],
    [`//cloudkms.googleapis.com/${NAME}/cryptoKeyVersions/42`, '42'],
    [`${CONSOLE}?project=northwind-prod`, null],
    [`${CONSOLE}/3?project=northwind-prod`, '3'],
    [`${CONSOLE};tab=overview?organizationId=12345&project=northwind-prod&inv=1#top`, null],
  ]
  it.each(taken)('is taken: %j', (pasted, version) => {
    expect(parseGoogleKeyName(pasted, LOCATIONS)).toMatchObject({ ok: true, key: { id: NAME, version } })
  })

  it.each([
    NAME.replace('europe-west3', 'global'),
    NAME.replace('europe-west3', 'us'),
    NAME.replace('northwind-prod', 'example.com:northwind'),
    NAME.replace('root_Key-1', 'a'.repeat(63)),
  ])('is taken as it is: %j', (pasted) => {
    expect(parseGoogleKeyName(pasted, LOCATIONS)).toMatchObject({ ok: true, key: { id: pasted } })
  })

  const refused: [GoogleKeyRefusal, string][] = [
    ['empty', ''],
    ['empty', ' \n\t'],
    ['whitespace', NAME.replace('/locations', ' /locations')],
    ['whitespace', NAME.replace('keyRings', 'keyRings\n')],
    ['key_name_only', 'root_Key-1'],
    ['not_a_key_name', 'hello, world!'.replace(' ', '')],
    ['not_a_key_name', 'projects/northwind-prod'],
    ['not_a_key_name', 'projects/northwind-prod/locations/europe-west3'],
    ['not_a_key_name', `/${NAME}`],
    ['not_a_key_name', NAME.slice('projects/'.length)],
    ['not_a_key_name', `v1/${NAME}`],
    ['not_a_key_name', 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['not_a_key_name', `//cloudkms.googleapis.com/`],
    ['not_a_key_name', `${NAME}/cryptoKeyVersions/${'1'.repeat(500)}`],
    ['key_ring', NAME.replace(/\/cryptoKeys.*/, '')],
    ['key_ring', NAME.replace(/cryptoKeys.*/, '')],
    ['another_resource', NAME.replace('cryptoKeys', 'importJobs')],
    ['another_resource', NAME.replace('cryptoKeys', 'cryptokeys')],
    ['another_resource', NAME.replace('keyRings', 'ekmConnections')],
    ['another_resource', 'projects/northwind-prod/secrets/root/versions/1'],
    ['another_resource', 'projects/northwind-prod/serviceAccounts/a@northwind-prod.iam.gserviceaccount.com'],
    ['another_resource', 'projects/northwind-prod/locations/europe-west3/keyHandles/h'],
    ['other_service', `//secretmanager.googleapis.com/${NAME}`],
    ['other_service', `//cloudkms.googleapis.com.evil.example/${NAME}`],
    ['other_service', `//CLOUDKMS.googleapis.com/${NAME}`],
    ['other_url', `https://cloudkms.googleapis.com/v1/${NAME}`],
    ['other_url', 'https://vault.vault.azure.net/keys/k'],
    ['other_url', `http://console.cloud.google.com/${CONSOLE.slice(33)}?project=northwind-prod`],
    ['other_url', CONSOLE.replace('.com', '.com.evil.example').concat('?project=northwind-prod')],
    ['other_url', CONSOLE.replace('https://', 'https://user@').concat('?project=northwind-prod')],
    ['other_url', CONSOLE],
    ['other_url', `${CONSOLE}?project=`],
    ['other_url', `${CONSOLE}?project=northwind-prod&project=another-one`],
    ['other_url', `${CONSOLE.replace('/key/', '/keyring/')}?project=northwind-prod`],
    ['other_url', `${CONSOLE}/versions/3?project=northwind-prod`],
    ['wrong_project', NAME.replace('northwind-prod', '')],
    ['wrong_project', NAME.replace('northwind-prod', 'Northwind-Prod')],
    ['wrong_project', NAME.replace('northwind-prod', 'short')],
    ['wrong_project', NAME.replace('northwind-prod', 'northwind-')],
    ['wrong_project', NAME.replace('northwind-prod', '-')],
    ['wrong_project', `${CONSOLE}?project=northwind-prod%2Flocations%2Fus`.replace(/%2F.*/, '%20x')],
    ['project_number', NAME.replace('northwind-prod', '123456789012')],
    ['wrong_location', NAME.replace('europe-west3', '')],
    ['wrong_location', NAME.replace('europe-west3', 'Europe')],
    ['wrong_location', NAME.replace('europe-west3', '-')],
    ['wrong_location', NAME.replace('europe-west3', 'evil.example.com#')],
    ['location_not_offered', NAME.replace('europe-west3', 'asia-east1')],
    ['location_not_offered', `${CONSOLE.replace('europe-west3', 'eur4')}?project=northwind-prod`],
    ['wrong_key_ring', NAME.replace('latchkey', '')],
    ['wrong_key_ring', NAME.replace('latchkey', 'latch.key')],
    ['wrong_key_ring', NAME.replace('latchkey', 'a'.repeat(64))],
    ['wrong_key', NAME.replace('root_Key-1', '')],
    ['wrong_key', NAME.replace('root_Key-1', 'root.key')],
    ['wrong_key', NAME.replace('root_Key-1', 'a'.repeat(64))],
    ['wrong_key', `${NAME}:encrypt`],
    ['wrong_key', `${NAME}?x=1`],
    ['wrong_version', `${NAME}/cryptoKeyVersions`],
    ['wrong_version', `${NAME}/cryptoKeyVersions/`],
    ['wrong_version', `${NAME}/cryptoKeyVersions/0`],
    ['wrong_version', `${NAME}/cryptoKeyVersions/01`],
    ['wrong_version', `${NAME}/cryptoKeyVersions/latest`],
    ['trailing', `${NAME}/`],
    ['trailing', `${NAME}/x`],
    ['trailing', `${NAME}/cryptoKeyVersions/1/`],
    ['trailing', `${NAME}/cryptoKeyVersions/1/publicKey`],
    ['trailing', `${NAME}/${NAME}`],
  ]
  it.each(refused)('is refused as %s: %j', (code, pasted) => {
    expect(parseGoogleKeyName(pasted, LOCATIONS)).toEqual({
      ok: false,
      code,
      message: GOOGLE_KEY_REFUSALS[code],
    })
  })

  it('never names another key than the one pasted, whatever is put in or taken out', () => {
    fc.assert(
      fc.property(fc.nat(NAME.length), fc.string({ maxLength: 3 }), fc.nat(2), (at, extra, less) => {
        const changed = NAME.slice(0, at) + extra + NAME.slice(at + less)
        const parsed = parseGoogleKeyName(changed, LOCATIONS)
        if (parsed.ok) expect(parsed.key.id).toBe(changed.trim())
      }),
      { numRuns: 2_000 },
    )
  })

  it('says something different for each reason', () => {
    const sentences = Object.values(GOOGLE_KEY_REFUSALS)
    expect(new Set(sentences).size).toBe(sentences.length)
    expect(new Set(refused.map(([code]) => code))).toEqual(new Set(Object.keys(GOOGLE_KEY_REFUSALS)))
  })
})
