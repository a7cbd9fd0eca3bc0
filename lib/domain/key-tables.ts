import { CRYPTOPERIOD_DAYS, DATA_CLASSES, dataClassNames } from './data-classes'
import { activeLink, graceEndsAt, keyStateOfLink, rootCreatedAt, standing } from './hierarchy'
import { ageInDays, type DataKeyFacts, type KeyFacts, type LinkFacts } from './key-facts'
import { placeOfKey } from './key-place'
import { providerOfKeyId } from './key-reference'
import { sentenceOf } from './kms-sentences'
import { linkIdentity } from './link-identity'
import type { DataKeyRow, LinkView, MasterKeyRow, RootKeyRow } from './views/keys'

const iso = (date: Date | null) => date?.toISOString() ?? null

/** The tables beneath the picture: every version there is, the newest first. Pure. */
export function toKeyTables(facts: KeyFacts) {
  return { roots: rootRows(facts), masterKeys: masterRows(facts), dataKeys: dataRows(facts) }
}

function rootRows({ platformRoot, links, wraps, now }: KeyFacts): RootKeyRow[] {
  const wrapsUnder = (linkId: string | null) => wraps.filter((wrap) => wrap.linkId === linkId).length
  const customer = links.map((link): RootKeyRow => {
    const createdAt = rootCreatedAt(link)
    return {
      id: link.id,
      owner: 'customer',
      keyId: link.keyId,
      state: keyStateOfLink(link.state),
      createdAt: createdAt.toISOString(),
      retiredAt: iso(link.retiredAt),
      ageDays: ageInDays(createdAt, now),
      limitDays: null,
      shares: wrapsUnder(link.id),
    }
  })
  if (!platformRoot) return customer
  const createdAt = rootCreatedAt(platformRoot)
  const platform: RootKeyRow = {
    id: platformRoot.id,
    owner: 'platform',
    keyId: null,
    state: 'active',
    createdAt: createdAt.toISOString(),
    retiredAt: null,
    ageDays: ageInDays(createdAt, now),
    limitDays: CRYPTOPERIOD_DAYS.platformRoot,
    shares: wrapsUnder(null),
  }
  return [platform, ...customer]
}

function masterRows({ masterKeys, dataKeys, now }: KeyFacts): MasterKeyRow[] {
  return masterKeys.map((key) => ({
    id: key.id,
    mode: key.mode,
    version: key.version,
    state: key.state,
    createdAt: key.createdAt.toISOString(),
    retiredAt: iso(key.retiredAt),
    ageDays: ageInDays(key.createdAt, now),
    limitDays: CRYPTOPERIOD_DAYS.masterKey,
    dataKeys: dataKeys.filter((dataKey) => dataKey.masterKeyVersionId === key.id).length,
  }))
}

function dataRows({ dataKeys, masterKeys, now }: KeyFacts): DataKeyRow[] {
  return dataKeys.toSorted(byClassThenNewest).flatMap((key) => {
    const master = masterKeys.find(({ id }) => id === key.masterKeyVersionId)
    if (!master) return [] // the database's foreign key keeps this from happening
    return {
      id: key.id,
      dataClass: key.dataClass,
      label: DATA_CLASSES[key.dataClass].label,
      version: key.version,
      generation: key.generation,
      state: key.state,
      createdAt: key.createdAt.toISOString(),
      retiredAt: iso(key.retiredAt),
      ageDays: ageInDays(key.createdAt, now),
      under: { mode: master.mode, version: master.version },
      limitDays: CRYPTOPERIOD_DAYS.dataKey,
      objects: key.objects,
    }
  })
}

function byClassThenNewest(a: DataKeyFacts, b: DataKeyFacts): number {
  const classes = dataClassNames.indexOf(a.dataClass) - dataClassNames.indexOf(b.dataClass)
  return classes || b.version - a.version || b.generation - a.generation
}

/** The link in use with its state in words; null while no customer-managed key is linked. Pure. */
export function toLinkView(facts: Pick<KeyFacts, 'links' | 'now'>): LinkView | null {
  const link = activeLink(facts)
  return link?.availability ? linkView(link, standing(link.availability, facts.now)) : null
}

const RETURNS = 'Everything under it returns by itself within a minute of the next answer.'

function linkView(link: LinkFacts, stored: NonNullable<LinkFacts['availability']>): LinkView {
  const provider = providerOfKeyId(link.keyId)
  const { label, reason, whose, fix } = sentenceOf(provider, stored.cause)
  const { data: identity } = linkIdentity.safeParse(link.identity)
  const tenantId = identity?.provider === 'azure' ? identity.tenantId : undefined
  const { account, place } = placeOfKey(link.keyId, tenantId)
  return {
    id: link.id,
    provider,
    keyId: link.keyId,
    accountId: account,
    region: place,
    linkedAt: link.createdAt.toISOString(),
    availability: stored.availability,
    label,
    reason,
    whose: whose === 'network' ? 'nobody' : whose,
    fix: stored.availability === 'stopped_unreachable' ? RETURNS : fix,
    since: stored.since.toISOString(),
    lastProofAt: iso(stored.lastProofAt),
    lastAttemptAt: iso(stored.lastAttemptAt),
    graceEndsAt: iso(graceEndsAt(stored)),
    errorName: stored.errorName,
    requestId: stored.requestId,
    refusedRequests: Number(stored.refusedRequests),
  }
}
