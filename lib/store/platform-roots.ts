import type { PlatformScope } from './open'

/** The configured root is not the one that the platform's shares are wrapped under. */
class AnotherPlatformRoot extends Error {
  constructor() {
    super('another platform root than the configured one is in use; keys wrapped under it would not open')
    this.name = 'AnotherPlatformRoot'
  }
}

/**
 * The row of the configured platform root, made at the first start.
 * @throws AnotherPlatformRoot when a different one is in use
 */
export async function ensurePlatformRoot({ db }: PlatformScope, keyId: string, keyCreatedAt: Date | null) {
  const known = await db.platformRoot.findFirst({ where: { state: 'active' } })
  if (!known) return db.platformRoot.create({ data: { keyId, keyCreatedAt } })
  if (known.keyId !== keyId) throw new AnotherPlatformRoot()
  if (known.keyCreatedAt || !keyCreatedAt) return known
  return db.platformRoot.update({ where: { id: known.id }, data: { keyCreatedAt } })
}
