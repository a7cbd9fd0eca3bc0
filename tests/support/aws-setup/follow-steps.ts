import type { ConsoleStep } from '@/lib/domain/aws-console-steps'
import type { AwsAccount } from '../aws-account'
import { CUSTOMER } from '../aws-account'
import type { SetUp } from './outcome'

interface Begun {
  what: 'new key' | 'replica' | 'key'
  region: string
  arn: string | null
}

/** Does in the customer's account what the steps say, and nothing that they don't. */
export async function followSteps(steps: readonly ConsoleStep[], aws: AwsAccount): Promise<SetUp> {
  const admin = new Administrator(aws)
  for (const step of steps) await admin.follow(step)
  return admin.done()
}

class Administrator {
  #begun: Begun | null = null
  #keyArn: string | null = null
  #roleArn: string | null = null
  #multiRegion = false
  #trustPolicy: string | null = null

  constructor(private readonly aws: AwsAccount) {}

  done(): SetUp {
    if (this.#keyArn === null || this.#begun !== null) throw new Error('the steps end too soon')
    return { keyArn: this.#keyArn, roleArn: this.#roleArn }
  }

  async follow({ text, paste }: ConsoleStep): Promise<void> {
    const [, made] = /in the region (\S+), .*choose “Create key”/.exec(text) ?? []
    const [, replica] = /“Create new replica keys” and the region (\S+)\. /.exec(text) ?? []
    const [, region, arn] = /in the region (\S+) and there the key (\S+)\.$/.exec(text) ?? []
    const [, roleName] = /Role name “(.+?)”/.exec(text) ?? []
    if (made) this.#begun = { what: 'new key', region: made, arn: null }
    if (replica) this.#begun = { what: 'replica', region: replica, arn: null }
    if (region && arn) this.#begun = { what: 'key', region, arn }
    if (text.includes('“Multi-Region key”')) this.#multiRegion = true
    if (paste?.label === 'Key policy') await this.#finishKey(this.#filled(paste.text))
    if (text.includes('leave the policy as it is')) await this.#finishKey(undefined)
    if (paste?.label === 'Trust policy') this.#trustPolicy = paste.text
    if (roleName && this.#trustPolicy) {
      this.#roleArn = await this.aws.createRole(roleName, this.#trustPolicy)
    }
    if (paste?.label === 'Permissions') await this.#permit(this.#filled(paste.text))
  }

  async #finishKey(policy: string | undefined): Promise<void> {
    if (this.#begun === null) throw new Error('a policy for no key')
    const { what, region, arn } = this.#begun
    this.#begun = null
    if (what === 'new key') {
      this.#keyArn = await this.aws.createKey({ region, policy, multiRegion: this.#multiRegion })
    } else if (what === 'replica') {
      await this.aws.atKey(this.#keyArn ?? '', 'replicate', { region, policy })
    } else {
      this.#keyArn ??= arn
      await this.aws.setPolicy(arn ?? '', policy ?? '')
    }
  }

  async #permit(permissions: string): Promise<void> {
    if (this.#roleArn === null) throw new Error('permissions for no role')
    await this.aws.setRolePolicy(this.#roleArn, 'policy', permissions)
    this.#keyArn ??= /"(arn:aws:kms:[^"]+)"/.exec(permissions)?.[1] ?? null
  }

  /** What a person puts in where the step says so. */
  #filled(text: string): string {
    const keyId = this.#keyArn?.split('/')[1] ?? ''
    return text.replaceAll('YOUR_ACCOUNT_ID', CUSTOMER).replaceAll('YOUR_KEY_ID', keyId)
  }
}
