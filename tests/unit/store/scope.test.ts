import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ownedModels } from '@/lib/store/scope'

const models = [...readFileSync('prisma/schema.prisma', 'utf8').matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)]

/** Of these the organization may be absent: a token may serve all of them. */
const OPTIONAL: string[] = []

describe('the tables that belong to an organization', () => {
  it('are all known to the scope', () => {
    const owned = models
      .filter(([, , fields]) => /^ {2}organizationId\s/m.test(fields ?? ''))
      .map(([, name]) => name ?? '')
      .filter((name) => !OPTIONAL.includes(name))
    expect(owned.length).toBeGreaterThan(10)
    expect([...ownedModels].sort()).toEqual([...owned, 'Organization'].sort())
  })

  it('point at each other only together with their organization', () => {
    const relations = models.flatMap(([, name, fields]) =>
      [...(fields ?? '').matchAll(/@relation\(fields: \[(.*?)\]/g)].map(([, columns]) => ({
        name: name ?? '',
        columns,
      })),
    )
    const loose = relations.filter(
      ({ name, columns }) =>
        ownedModels.includes(name) &&
        !columns?.includes('organizationId') &&
        !['userId', 'platformRootId'].includes(columns ?? ''),
    )
    expect(loose).toEqual([])
  })
})
