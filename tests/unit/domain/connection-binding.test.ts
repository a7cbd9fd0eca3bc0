import { describe, expect, it } from 'vitest'
import { catalogContext, credentialContext, leadsElsewhere } from '@/lib/domain/connection-binding'

const target = { host: 'db.example.com', port: 5432, database: 'app', username: 'reader' }
const elsewhere = { host: 'evil.example', port: 5433, database: 'other', username: 'root' }

describe('what a credential is bound to', () => {
  it('names organization, class, connection, field and the target, in a fixed order', () => {
    expect(credentialContext('org', { id: 'c1', ...target })).toEqual({
      organization: 'org',
      dataClass: 'secrets_and_credentials',
      object: 'c1',
      field: 'credential',
      bind: ['db.example.com', '5432', 'app', 'reader'],
    })
  })

  it.each(Object.entries(elsewhere))('another %s leads elsewhere', (field, value) => {
    expect(leadsElsewhere(target, { ...target, [field]: value })).toBe(true)
  })

  it('the same target does not', () => {
    expect(leadsElsewhere(target, { ...target })).toBe(false)
  })

  it('keeps the catalog in a class that never follows the customer’s key', () => {
    expect(catalogContext('org', 'c1')).toMatchObject({ dataClass: 'platform_metadata', field: 'catalog' })
  })
})
