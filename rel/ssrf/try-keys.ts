import { randomKey } from '@/lib/crypto'
import { parseAwsKeyArn } from '@/lib/domain/aws-arn'
import { parseAzureKeyUrl } from '@/lib/domain/azure-key-url'
import { parseGoogleKeyName } from '@/lib/domain/google-key-name'
import { type KeyReference, parseKeyReference } from '@/lib/domain/key-reference'
import { type RootKey, RootKeys } from '@/lib/kms'
import { contextOf } from '../../tests/support/aws-account'
import type { Run } from '../suite'
import { allowedHosts, credentials, identitiesAt, SECRETS, strayTrips } from './allowed'
import type { Recorder, Trip } from './recorder'
import { FOREIGN_MATERIALS } from './references'
import type { Trap } from './trap'

const REGIONS = {
  aws: ['us-east-1', 'eu-central-1', 'ap-southeast-5', 'cn-north-1', 'us-gov-west-1'],
  google: ['europe-west3', 'global'],
}
export const LIMITS = { attemptTimeoutMs: 600, totalTimeoutMs: 1_500 }

/** What the product makes of a text: by the one parser for all, and by each cloud's own, which may be called alone. */
export function readings(text: string): KeyReference[] {
  const found: KeyReference[] = []
  const all = parseKeyReference(text, REGIONS)
  if (all.ok) found.push(all.reference)
  const aws = parseAwsKeyArn(text, REGIONS.aws)
  if (aws.ok) found.push({ provider: 'aws', id: aws.key.arn, region: aws.key.region, key: aws.key })
  const azure = parseAzureKeyUrl(text)
  if (azure.ok) found.push({ provider: 'azure', id: azure.key.id, region: 'azure', key: azure.key })
  const google = parseGoogleKeyName(text, REGIONS.google)
  if (google.ok) {
    found.push({ provider: 'google', id: google.key.id, region: google.key.location, key: google.key })
  }
  return found
}

/** What a text that names an AWS key leads to where the operator's own list of regions is as odd as the text. */
export function readingInItsOwnRegion(text: string): KeyReference | null {
  const parsed = parseAwsKeyArn(text, [text.split(':')[3] ?? ''])
  return parsed.ok
    ? { provider: 'aws', id: parsed.key.arn, region: parsed.key.region, key: parsed.key }
    : null
}

export interface Watch {
  recorder: Recorder
  trap: Trap
  report: Run['report']
  /** What keys may lead to that were followed so far: a call that was given up may go on for a while. */
  hosts: Set<string>
}

/** Uses a key in every way, while all that this process connects to is written down and led into the trap. */
export async function follow(watch: Watch, reference: KeyReference): Promise<Trip[]> {
  return await watched(watch, reference, async (rootKey) => {
    const wrap = { wrapped: new Uint8Array(600), keyMaterialId: null }
    await Promise.allSettled([
      rootKey.describe(),
      rootKey.versions(),
      rootKey.wrap(randomKey(), contextOf()),
      rootKey.unwrap(wrap, contextOf()),
    ])
  })
}

/** Unwraps what somebody stored with a material that is none of the key's. */
export async function followMaterials(watch: Watch, reference: KeyReference): Promise<void> {
  for (const keyMaterialId of FOREIGN_MATERIALS) {
    await watched(watch, reference, async (rootKey) => {
      await Promise.allSettled([
        rootKey.unwrap({ wrapped: new Uint8Array(600), keyMaterialId }, contextOf()),
        rootKey.unwrap({ wrapped: new Uint8Array(61).fill(1), keyMaterialId }, contextOf()),
      ])
    })
  }
}

async function watched(
  { recorder, trap, report, hosts }: Watch,
  reference: KeyReference,
  use: (rootKey: RootKey) => Promise<void>,
): Promise<Trip[]> {
  const addresses = [...recorder.addresses]
  const rootKeys = new RootKeys({
    aws: { credentials: credentials.aws, ...LIMITS },
    azure: { proofOf: () => credentials.azure, ...LIMITS },
    google: { credentials: credentials.google, ...LIMITS },
  })
  for (const host of allowedHosts(reference)) hosts.add(host)
  for (const identity of identitiesAt(reference)) await use(rootKeys.of(reference, identity))
  rootKeys.close()
  const trips = recorder.take()
  const stray = strayTrips(trips, hosts, addresses)
  report.check(stray.length === 0, 'a connection to a host that is not on the list', {
    id: reference.id,
    stray,
  })
  const told = SECRETS.filter((secret) => trap.heard.includes(secret))
  report.check(told.length === 0, 'a stranger heard a token or a secret', { id: reference.id, told })
  return trips
}
