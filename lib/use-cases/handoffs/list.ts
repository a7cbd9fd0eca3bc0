import { z } from 'zod'
import { CLOUDS } from '@/lib/domain/provider'
import type { HandoffRow } from '@/lib/domain/views/wizard'
import { listLiveHandoffs } from '@/lib/store/handoffs'
import { namesOf } from '@/lib/store/people'
import { type Context, inOrganization } from '../context'

const cloud = z.enum(CLOUDS)

/** The links that lead to the steps at present, newest first; not their addresses. @throws LatchkeyError forbidden */
export async function listHandoffs(context: Context): Promise<HandoffRow[]> {
  const { scope, store, now } = inOrganization(context, 'keys.read')
  const found = await listLiveHandoffs(scope, now)
  const names = await namesOf(
    store.platform,
    found.map(({ createdBy }) => createdBy),
  )
  return found.map(({ id, provider, createdBy, createdAt, expiresAt }) => ({
    id,
    provider: cloud.parse(provider),
    createdBy: names.get(createdBy) ?? 'Somebody who has left',
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }))
}
