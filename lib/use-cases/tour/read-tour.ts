import { z } from 'zod'
import { LatchkeyError } from '@/lib/domain/errors'
import { organizationId } from '@/lib/domain/ids'
import type { TourView } from '@/lib/domain/views/tour'
import { webEnv } from '@/lib/env'
import { findFirstOrganization, readStory } from '@/lib/store/story'
import type { Context } from '../context'

export const readTourInput = z.strictObject({})

/**
 * How far the demo's story is, told to everybody who lives in the demo: in their own organization, or for the
 * vendor's people in the first one. @throws LatchkeyError not_found outside the demo
 */
export async function readTour({ actor, store }: Context): Promise<TourView> {
  if (webEnv().mode !== 'demo') throw new LatchkeyError('not_found')
  const organization = actor.organization ?? (await findFirstOrganization(store.platform))
  if (!organization) throw new LatchkeyError('not_found')
  return readStory(store.organization(organizationId.parse(organization.id)))
}
