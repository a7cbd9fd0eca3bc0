import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { toleranceOf } from '@/lib/domain/kms-outcome'
import type { WrapContext } from '@/lib/kms'
import { failureOf, type Ground } from './ground'

const OTHERS: Record<keyof WrapContext, string[]> = {
  organization: [randomUUID(), ''],
  purpose: ['platform-share', 'preflight'],
  scope: ['another-scope', '', 'All-customer-classes', 'all-customer-classes '],
  region: ['eu', '', 'Global', 'global\0'],
  share: [randomUUID(), ''],
}

/** Pairs that are the same text when fields are written one after the other. */
const CONFUSIONS: [Partial<WrapContext>, Partial<WrapContext>][] = [
  [
    { scope: 'ab', region: 'c' },
    { scope: 'a', region: 'bc' },
  ],
  [
    { scope: 'a', region: '' },
    { scope: '', region: 'a' },
  ],
  [
    { scope: 'a:b', region: 'c' },
    { scope: 'a', region: 'b:c' },
  ],
  [
    { region: 'r', share: '1|2' },
    { region: 'r|1', share: '2' },
  ],
  [
    { scope: 'a","b":"c', region: 'd' },
    { scope: 'a', region: 'd' },
  ],
  [
    { scope: '\u0001a', region: 'b' },
    { scope: '\u0001', region: 'ab' },
  ],
  [
    { scope: 'é', region: 'x' },
    { scope: 'e\u0301', region: 'x' },
  ],
]

export function binding(ground: Ground): void {
  for (const [field, values] of Object.entries(OTHERS)) {
    ground.case(`another ${field} alone opens nothing`, [], async () => {
      const { rootKey, context, wrap } = await ground.wrapped()
      for (const value of values) {
        const error = await failureOf(rootKey.unwrap(wrap, { ...context, [field]: value }))
        const allowed = field === 'organization' ? ['INTEGRITY', 'DENIED'] : ['INTEGRITY']
        expect(allowed).toContain(error.outcome)
      }
    })
  }

  ground.case('fields that run into each other are told apart', [], async () => {
    const { rootKey } = await ground.wrapped()
    for (const [one, two] of CONFUSIONS) {
      const context = ground.context({ share: 'one-share', ...one })
      const wrap = await rootKey.wrap(randomKey(), context)
      const error = await failureOf(rootKey.unwrap(wrap, { ...context, ...two }))
      expect(error.outcome, JSON.stringify([one, two])).toBe('INTEGRITY')
    }
  })

  ground.case('a wrap of one key opens under no other', [], async () => {
    const one = await ground.wrapped()
    const two = await ground.wrapped()
    const error = await failureOf(two.rootKey.unwrap(one.wrap, one.context))
    expect(toleranceOf(error.outcome)).toBe('stop')
    const renamed = { ...one.wrap, keyMaterialId: two.wrap.keyMaterialId }
    expect((await failureOf(two.rootKey.unwrap(renamed, one.context))).outcome).toBe('INTEGRITY')
  })

  ground.case(
    'another organization, as itself, neither wraps nor opens',
    ['refuse another organization'],
    async () => {
      const { keyId, wrap, context } = await ground.wrapped()
      const stranger = await ground.connected(keyId, { organization: 'other' })
      const theirs = { ...context, organization: ground.subject.organizations.other }
      expect((await failureOf(stranger.wrap(randomKey(), theirs))).outcome).toBe('DENIED')
      expect((await failureOf(stranger.unwrap(wrap, theirs))).outcome).toBe('DENIED')
    },
  )

  ground.case('the owner sees the context of each call', ['show the context in the log'], async () => {
    const { keyId, context } = await ground.wrapped()
    const shown = (await ground.subject.calls(keyId)).map((call) => Object.values(call.context ?? {}))
    const uses = shown.filter((values) => values.length > 0)
    expect(uses).toEqual([valuesOf(context), valuesOf(context)])
  })
}

const valuesOf = ({ organization, purpose, scope, region, share }: WrapContext) => [
  organization,
  purpose,
  scope,
  region,
  share,
]
