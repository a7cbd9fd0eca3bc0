'use client'

import type { Cloud } from '@/lib/domain/provider'
import { AwsSteps } from './aws-steps'
import { AzureSteps } from './azure-steps'
import { GoogleSteps } from './google-steps'
import type { CloudStepsProps } from './known'

/** What has to be done in the customer's cloud, whoever does it. */
export function CloudSteps({ provider, ...props }: CloudStepsProps & { provider: Cloud }) {
  if (provider === 'aws') return <AwsSteps {...props} />
  return provider === 'azure' ? <AzureSteps {...props} /> : <GoogleSteps {...props} />
}
