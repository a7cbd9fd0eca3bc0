import { isNoticed } from '@/lib/domain/key-calendar'
import { toLinkView } from '@/lib/domain/key-tables'
import { keyAges, waitingItems, watchItems } from '@/lib/domain/overview'
import { requestStatusOf } from '@/lib/domain/rotation'
import type { OverviewView } from '@/lib/domain/views/overview'
import { countConnections } from '@/lib/store/connections'
import { countDocuments } from '@/lib/store/documents'
import { listRotationRequests } from '@/lib/store/rotation-requests'
import { type Context, inOrganization } from '../context'
import { readFacts } from '../keys/read-facts'
import { readWatchedKeys } from '../keys/read-watched-keys'

/** What the overview shows. Needs no key. @throws LatchkeyError forbidden */
export async function readOverview(context: Context): Promise<OverviewView> {
  const inside = inOrganization(context, 'keys.read')
  const { scope, now } = inside
  const [facts, requests, connections, documents, { watched, calendar }] = await Promise.all([
    readFacts(inside),
    listRotationRequests(scope, 1),
    countConnections(scope),
    countDocuments(scope),
    readWatchedKeys(scope, now),
  ])
  const notices = calendar.filter(isNoticed)
  const [newest] = requests
  const request = newest ? { ...newest, status: requestStatusOf(newest, now) } : null
  return {
    readAt: now.toISOString(),
    link: toLinkView(facts),
    platformAvailable: facts.platformRoot ? !isStopped(facts.platformRoot.availability) : true,
    ages: keyAges(facts),
    waiting: [...waitingItems(facts, request), ...watchItems(watched, notices)],
    notices,
    driftRows: watched.reduce((sum, { drift }) => sum + drift.length, 0),
    connections,
    documents,
  }
}

const isStopped = (availability: string) => availability.startsWith('stopped')
