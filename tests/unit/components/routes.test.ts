import { describe, expect, it } from 'vitest'
import { navigationFor, routes, withQuery } from '@/components/shell/routes'

const labels = (role: Parameters<typeof navigationFor>[0]) =>
  navigationFor(role).flatMap(({ items }) => items.map(({ label }) => label))

describe('navigationFor', () => {
  it('gives people of an organization its pages, and none of the vendor’s', () => {
    const pages = [
      'Overview',
      'Keys',
      'Rotation',
      'Connections',
      'Documents',
      'Protection',
      'Tokens',
      'Audit log',
    ]
    expect(labels('organization_admin')).toEqual(pages)
    expect(labels('organization_auditor')).toEqual(pages)
  })

  it('gives the vendor’s people their own page and no group that is empty', () => {
    expect(labels('support_staff')).toEqual(['Support desk'])
    expect(labels('platform_operator')).toEqual(['Platform', 'Customer keys', 'Tokens'])
    expect(navigationFor('support_staff')).toHaveLength(1)
  })
})

describe('withQuery', () => {
  it('leaves out what is empty and escapes the rest', () => {
    expect(withQuery(routes.connections, { q: 'a b&c', after: null, sort: '', page: 2 })).toBe(
      '/connections?q=a+b%26c&page=2',
    )
    expect(withQuery(routes.connections, { after: undefined })).toBe('/connections')
  })
})
