import { MasterKey, unwrapKey } from '@/lib/crypto'
import { parseAwsKeyArn } from '@/lib/domain/aws-arn'
import type { OrganizationId } from '@/lib/domain/ids'
import { contextOf } from '@/lib/keyring/share-context'
import { RootKeys } from '@/lib/kms'
import { readKeyRows } from '@/lib/store/key-rows'
import type { Store } from '@/lib/store/open'
import type { Kept } from '../../bench/web/kept'
import type { Canary } from './canaries'

/** Every share and every data key of an organization in the clear: unwrapped at the roots with the service's identity. */
export async function keyBytes(kept: Kept, store: Store, organization: OrganizationId): Promise<Canary[]> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = kept.serviceSettings
  const endpoint = kept.serviceSettings.LATCHKEY_AWS_ENDPOINT
  const rootKeys = new RootKeys({ aws: { endpoint, credentials: { accessKeyId, secretAccessKey } } })
  const { masterKeys, dataKeys } = await readKeyRows(store.organization(organization))
  const canaries: Canary[] = []
  for (const row of masterKeys) {
    const { id, mode, scope, region, version } = row
    const shares: Record<string, Uint8Array> = {}
    for (const wrap of row.shareWraps) {
      const { half, link } = wrap
      const parsed = parseAwsKeyArn(link?.keyId ?? kept.serviceSettings.LATCHKEY_PLATFORM_ROOT, [REGION])
      if (!parsed.ok) throw new Error(parsed.message)
      const { share } = await rootKeys.aws(parsed.key).unwrap(wrap, contextOf(row, half))
      shares[half] = share
      canaries.push({ name: `the ${half} share of a ${mode} master key`, bytes: Buffer.from(share) })
    }
    const { platform: platformShare = new Uint8Array(), customer: customerShare } = shares
    const master = MasterKey.derive(
      { id, organization, mode, scope, region, version },
      { platformShare, customerShare },
    )
    for (const { dataClass, version: keyVersion, generation, wrapped } of dataKeys.filter(
      (key) => key.masterKeyVersionId === id,
    )) {
      const bytes = unwrapKey(master, { organization, dataClass, version: keyVersion, generation }, wrapped)
      canaries.push({ name: `a data key of ${dataClass}`, bytes: Buffer.from(bytes) })
    }
  }
  rootKeys.close()
  return canaries
}

const REGION = 'eu-central-1'
