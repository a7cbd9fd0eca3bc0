import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { cloudOf, type KeyReference, parseKeyReference } from '@/lib/domain/key-reference'
import type { SetupValues } from '@/lib/domain/views/wizard'

export interface ReadKey {
  /** what was understood; null: nothing, or a key that can't be linked here */
  reference: KeyReference | null
  /** what is wrong with it; empty as long as nothing was pasted */
  problem: string
}

/** Reads a pasted key as the server will, for whoever looks at the field. */
export function readPasted(
  text: string,
  { clouds, regions }: Pick<SetupValues, 'clouds' | 'regions'>,
): ReadKey {
  if (text.trim() === '') return { reference: null, problem: '' }
  const cloud = cloudOf(text.trim())
  if (cloud !== null && !clouds.includes(cloud)) {
    const problem = `This is a key in ${CLOUD_WORDS[cloud].service}, which is not set up for your organization. Ask the vendor of this service for it.`
    return { reference: null, problem }
  }
  const parsed = parseKeyReference(text, regions)
  return parsed.ok
    ? { reference: parsed.reference, problem: '' }
    : { reference: null, problem: parsed.message }
}
