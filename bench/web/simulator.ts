import { z } from 'zod'
import { Problem } from '../../scripts/lib/problem.mjs'

const REGION = 'eu-central-1'
const answer = z.object({ key: z.object({ id: z.string(), arn: z.string(), state: z.string() }) })

/** A key of the customer's account in the simulator. */
export interface CustomerKey {
  id: string
  arn: string
}

async function post(url: string, body: object = {}): Promise<z.output<typeof answer>['key']> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Problem(`The simulator answers ${response.status}: ${await response.text()}`)
  return answer.parse(await response.json()).key
}

/** Where a customer does things to their keys. */
export function customerAccount(simulatorUrl: string, accountId: string) {
  const keys = `${simulatorUrl}/_control/aws/accounts/${accountId}/keys`
  return {
    create: (policy: string): Promise<CustomerKey> => post(keys, { region: REGION, policy }),
    disable: ({ id }: CustomerKey) => post(`${keys}/${REGION}/${id}/disable`),
    enable: ({ id }: CustomerKey) => post(`${keys}/${REGION}/${id}/enable`),
  }
}
