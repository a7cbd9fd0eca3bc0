import { parseAwsKeyArn } from '@/lib/domain/aws-arn'
import { LatchkeyError } from '@/lib/domain/errors'
import { webEnv } from '@/lib/env'

/**
 * The ARN of a key as somebody pasted it, in a region that is on offer.
 * @param field where the form shows what is wrong with it
 * @throws LatchkeyError invalid_input
 */
export function keyArnFrom(pasted: string, field: string): string {
  const parsed = parseAwsKeyArn(pasted, webEnv().awsRegions)
  if (!parsed.ok) throw new LatchkeyError('invalid_input', { fields: { [field]: parsed.message } })
  return parsed.key.arn
}
