import { CRYPTOPERIOD_DAYS } from '@/lib/domain/data-classes'
import { rootCreatedAt, standing } from '@/lib/domain/hierarchy'
import { ageInDays } from '@/lib/domain/key-facts'
import { outcomeLabel, sentenceOf } from '@/lib/domain/kms-sentences'
import { CLOUDS } from '@/lib/domain/provider'
import type { PlatformView } from '@/lib/domain/views/platform'
import { findPlatformRoot, listLiveProcesses, listOrganizations } from '@/lib/store/key-views'
import { type Context, onPlatform } from '../context'

/** The health of the whole, for its operator. @throws LatchkeyError forbidden */
export async function readPlatform(context: Context): Promise<PlatformView> {
  const { platform, now } = onPlatform(context, 'platform.read')
  const [root, organizations, processes] = await Promise.all([
    findPlatformRoot(platform),
    listOrganizations(platform),
    listLiveProcesses(platform, now),
  ])
  return {
    readAt: now.toISOString(),
    root: root && rootView(root, now),
    organizations: organizations.map(({ id, name, createdAt, keyLinks: [link] }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      link: link?.availability ? linkView(link, link.availability, now) : null,
    })),
    processes: processes.map(({ id, startedAt, leaseUntil }) => ({
      id,
      startedAt: startedAt.toISOString(),
      leaseUntil: leaseUntil.toISOString(),
    })),
  }
}

type Root = NonNullable<Awaited<ReturnType<typeof findPlatformRoot>>>
type Link = Awaited<ReturnType<typeof listOrganizations>>[number]['keyLinks'][number]

function rootView(root: Root, now: Date): NonNullable<PlatformView['root']> {
  const { availability, cause, since, lastProofAt } = standing(root, now)
  const active = availability === 'active'
  return {
    keyId: root.keyId,
    ageDays: ageInDays(rootCreatedAt(root), now),
    limitDays: CRYPTOPERIOD_DAYS.platformRoot,
    availability,
    reason: active
      ? 'The platform’s own key answers.'
      : `The platform’s own key does not serve: ${outcomeLabel(cause)}.`,
    fix: active ? 'Nothing to do.' : 'Restore the service’s access to the key in your own cloud account.',
    since: since.toISOString(),
    lastProofAt: lastProofAt?.toISOString() ?? null,
  }
}

function linkView(link: Link, stored: NonNullable<Link['availability']>, now: Date) {
  const provider = CLOUDS.find((name) => name === link.provider) ?? 'aws'
  const { availability, cause, lastProofAt } = standing(stored, now)
  const { label, whose } = sentenceOf(provider, cause)
  return {
    provider,
    availability,
    label,
    whose: whose === 'network' ? ('nobody' as const) : whose,
    linkedAt: link.createdAt.toISOString(),
    lastProofAt: lastProofAt?.toISOString() ?? null,
  }
}
