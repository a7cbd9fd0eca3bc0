import { z } from 'zod'
import { toHierarchy } from '@/lib/domain/hierarchy'
import { toKeyTables, toLinkView } from '@/lib/domain/key-tables'
import type { KeysView } from '@/lib/domain/views/keys'
import { type Context, inOrganization } from '../context'
import { readFacts } from './read-facts'

export const readKeysInput = z.strictObject({})

/** Everything that the keys page shows. Needs no key. @throws LatchkeyError forbidden */
export async function readKeysView(context: Context): Promise<KeysView> {
  const inside = inOrganization(context, 'keys.read')
  const facts = await readFacts(inside)
  return {
    readAt: facts.now.toISOString(),
    link: toLinkView(facts),
    hierarchy: toHierarchy(facts),
    ...toKeyTables(facts),
  }
}
