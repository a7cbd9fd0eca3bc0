import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PKCS11_REFUSALS, type Pkcs11Refusal, parsePkcs11Uri } from '@/lib/domain/pkcs11-uri'

describe('the URI of a key in an HSM', () => {
  it('is read in any order and spelled in one', () => {
    const parsed = parsePkcs11Uri(
      '  pkcs11:id=%0a%FF;type=secret-key;object=root%20key;serial=00c7;token=t\n',
    )
    expect(parsed).toEqual({
      ok: true,
      key: {
        uri: 'pkcs11:token=t;serial=00c7;object=root%20key;id=%0a%ff',
        token: 't',
        serial: '00c7',
        object: 'root key',
        id: '0aff',
      },
    })
  })

  it.each([
    'pkcs11:token=t;object=o',
    'pkcs11:serial=1;id=%01',
    'pkcs11:object=o;token=t',
    'pkcs11:token=%74;object=%6f',
  ])('is a key: %s', (uri) => {
    const parsed = parsePkcs11Uri(uri)
    expect(parsed.ok).toBe(true)
  })

  it('has one spelling however it was written', () => {
    const spellings = [
      'pkcs11:token=a!b;object=o',
      'pkcs11:object=%6F;token=a%21b',
      'pkcs11:token=%61!%62;object=o',
    ]
    const uris = spellings.map((uri) => {
      const parsed = parsePkcs11Uri(uri)
      return parsed.ok && parsed.key.uri
    })
    expect(new Set(uris)).toEqual(new Set(['pkcs11:token=a%21b;object=o']))
  })

  const refusals: [string, Pkcs11Refusal][] = [
    ['', 'empty'],
    ['  ', 'empty'],
    ['arn:aws:kms:eu-central-1:111122223333:key/1', 'not_a_uri'],
    ['PKCS11:token=t;object=o', 'not_a_uri'],
    [`pkcs11:token=t;object=${'o'.repeat(1_000)}`, 'not_a_uri'],
    ['pkcs11:token=t;object=o;pin-value=1234', 'pin'],
    ['pkcs11:token=t;object=o?pin-value=1234', 'pin'],
    ['pkcs11:token=t;object=o?pin-source=file:/etc/pin', 'pin'],
    ['pkcs11:token=t;object=o?PIN-VALUE=1', 'pin'],
    ['pkcs11:token=my token;object=o', 'whitespace'],
    ['pkcs11:token=t;\nobject=o', 'whitespace'],
    ['pkcs11:token=t;object=o?module-path=/tmp/evil.so', 'query'],
    ['pkcs11:token=t;object=o?', 'query'],
    ['pkcs11:token=t;object=o#x', 'query'],
    ['pkcs11:', 'unknown_attribute'],
    ['pkcs11:token=t;object=o;', 'unknown_attribute'],
    ['pkcs11:token=t;object=o;slot-id=1', 'unknown_attribute'],
    ['pkcs11:token=t;object=o;constructor=1', 'unknown_attribute'],
    ['pkcs11:token=t;object=o;__proto__=1', 'unknown_attribute'],
    ['pkcs11:Token=t;object=o', 'unknown_attribute'],
    ['pkcs11:token=t;token=u;object=o', 'repeated_attribute'],
    ['pkcs11:token=;object=o', 'empty_attribute'],
    ['pkcs11:token;object=o', 'empty_attribute'],
    ['pkcs11:token=t;object=%zz', 'wrong_escape'],
    ['pkcs11:token=t;object=50%', 'wrong_escape'],
    ['pkcs11:token=t;object=%ff', 'wrong_escape'],
    ['pkcs11:token=t;object=a%00', 'wrong_escape'],
    ['pkcs11:token=t%20;object=o', 'wrong_escape'],
    ['pkcs11:token=t;object=a%e2%80%8bb', 'wrong_escape'],
    ['pkcs11:token=t;object=ö', 'wrong_character'],
    ['pkcs11:token=t;object=a/b', 'wrong_character'],
    ['pkcs11:token=t;object=a"b', 'wrong_character'],
    [`pkcs11:token=${'t'.repeat(33)};object=o`, 'too_long'],
    ['pkcs11:token=t;serial=12345678901234567;object=o', 'too_long'],
    ['pkcs11:token=t;object=o;type=private', 'wrong_type'],
    ['pkcs11:object=o', 'no_token'],
    ['pkcs11:token=t', 'no_object'],
  ]
  it.each(refusals)('is none: %j, %s', (uri, code) => {
    expect(parsePkcs11Uri(uri)).toEqual({ ok: false, code, message: PKCS11_REFUSALS[code] })
  })

  it('gives back every label that it takes, in a spelling that means itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), (label) => {
        const parsed = parsePkcs11Uri(`pkcs11:token=t;object=${encodeURIComponent(label)}`)
        if (!parsed.ok) return
        expect(parsed.key.object).toBe(label)
        expect(parsePkcs11Uri(parsed.key.uri)).toEqual(parsed)
      }),
    )
  })
})
