import type { OfferedRegions } from '@/lib/domain/key-reference'
import { webEnv } from '@/lib/env'

/** Where this installation lets customers have their keys. */
export function installationRegions(): OfferedRegions {
  const { awsRegions, googleLocations } = webEnv()
  return { aws: awsRegions, google: googleLocations }
}
