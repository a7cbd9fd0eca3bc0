import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { actionLabel, auditSentence } from '@/lib/domain/audit-sentences'

/** The codes that the program writes, read from its sources; codes put together at run time are named here. */
function writtenCodes(): string[] {
  const codes = new Set([
    'rotation.approved',
    'rotation.rejected',
    'availability.returned',
    'availability.stopped',
    'data_key.made',
    'data_key.rotated',
    'key.drift_found',
    'key.drift_gone',
  ])
  for (const folder of ['lib/use-cases', 'lib/keyring', 'lib/store', 'encryption-service']) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.startsWith('generated')) continue
      const source = readFileSync(path.join(folder, file), 'utf8')
      for (const [, code] of source.matchAll(/(?:action: |audit\(tx, )'([a-z]+\.[a-z_]+)'/g))
        codes.add(code ?? '')
    }
  }
  return [...codes]
}

describe('sentences of the audit log', () => {
  it('finds the codes that the program writes', () => {
    expect(writtenCodes()).toEqual(
      expect.arrayContaining(['connection.created', 'key.linked', 'rotation.completed']),
    )
  })

  it.each(writtenCodes())('knows %s', (code) => {
    expect(actionLabel(code)).not.toBe(code)
    // Whatever the detail lacks or holds instead, a sentence comes out.
    for (const detail of [{}, { name: null, reason: 7, keyId: {}, cause: [], after: 'x' }]) {
      expect(auditSentence(code, detail)).toMatch(/^[A-Z][^{}]*\.$/)
      expect(auditSentence(code, detail)).not.toMatch(/undefined|null|\[object/)
    }
  })

  it('shows an unknown code as it is', () => {
    expect(actionLabel('new.thing')).toBe('new.thing')
    expect(auditSentence('new.thing', {})).toBe('new.thing')
  })

  it.each([
    [
      'connection.created',
      { name: 'Warehouse', host: 'db.example' },
      'Added the connection “Warehouse”, to db.example.',
    ],
    [
      'connection.updated',
      { name: 'Warehouse', after: { host: 'a', port: 1 }, passwordChanged: true },
      'Changed the host, the port and the password of the connection “Warehouse”.',
    ],
    [
      'connection.updated',
      { name: 'Warehouse', after: {}, passwordChanged: false },
      'Changed nothing of the connection “Warehouse”.',
    ],
    ['availability.stopped', { cause: 'DISABLED' }, 'Stopped use of everything under the key: key disabled.'],
    ['rotation.approved', { reason: 'Agreed by phone.' }, 'Approved the rotation. Reason: Agreed by phone.'],
    [
      'token.created',
      {
        name: 'billing',
        encryptClasses: ['secrets_and_credentials', 'api_exports'],
        decryptClasses: [],
        expiresAt: '2027-02-25T10:00:00.000Z',
      },
      'Made the token “billing”, which may encrypt secrets and credentials, files exported via API, until 2027-02-25.',
    ],
    [
      'member.added',
      { email: 'ada@northwind.example', role: 'organization_admin' },
      'Added ada@northwind.example as organization admin.',
    ],
  ])('%s with %j', (code, detail, sentence) => {
    expect(auditSentence(code, detail)).toBe(sentence)
  })
})
