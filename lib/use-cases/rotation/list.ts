import type { RotationList } from '@/lib/domain/views/rotation'
import { findActiveLink } from '@/lib/store/key-views'
import { namesOf } from '@/lib/store/people'
import { findOpenRequest, listRotationRequests } from '@/lib/store/rotation-requests'
import { type Context, inOrganization } from '../context'
import { toRotationRow } from './rotation-view'

const MOST = 100

/** The organization's requests, newest first. @throws LatchkeyError forbidden */
export async function listRotations(context: Context): Promise<RotationList> {
  const { scope, store, now } = inOrganization(context, 'rotation.read')
  const [requests, link, open] = await Promise.all([
    listRotationRequests(scope, MOST),
    findActiveLink(scope),
    findOpenRequest(scope, now),
  ])
  const names = await namesOf(
    store.platform,
    requests.map((request) => request.requestedBy),
  )
  return {
    requests: requests.map((request) => toRotationRow(request, names, now)),
    currentKeyId: link?.keyId ?? null,
    openRequestId: open?.id ?? null,
  }
}
