import type { AwsAccount } from '../aws-account'
import { CUSTOMER } from '../aws-account'
import type { SetUp } from './outcome'
import { type Block, type Expression, readTerraform } from './read-terraform'

type Value = string | number | boolean
type Attributes = Map<string, Value>

/** What each kind of resource takes; `!` must be there. As the provider's documentation has it. */
const RESOURCES: Record<string, string[]> = {
  aws_kms_key: [
    'description',
    'key_usage',
    'customer_master_key_spec',
    'multi_region',
    'deletion_window_in_days',
    'policy',
  ],
  aws_kms_replica_key: ['primary_key_arn!', 'description', 'deletion_window_in_days', 'policy'],
  aws_kms_key_policy: ['key_id!', 'policy!'],
  aws_iam_role: ['name!', 'description', 'assume_role_policy!'],
  aws_iam_role_policy: ['name!', 'role!', 'policy!'],
}

/** Applies a configuration to the customer's account, as `terraform apply` would, and reads its outputs. */
export async function applyTerraform(configuration: string, aws: AwsAccount): Promise<SetUp> {
  return await new Plan(readTerraform(configuration), aws).apply()
}

class Plan {
  readonly #made = new Map<string, Promise<Attributes>>()

  constructor(
    private readonly blocks: readonly Block[],
    private readonly aws: AwsAccount,
  ) {}

  async apply(): Promise<SetUp> {
    const known = ['terraform', 'provider', 'data', 'locals', 'resource', 'output']
    const odd = this.blocks.find(({ type }) => !known.includes(type))
    if (odd) throw new Error(`no such block: ${odd.type}`)
    if (this.#one('terraform').blocks[0]?.type !== 'required_providers') throw new Error('which provider?')
    for (const block of this.blocks) if (block.type === 'resource') await this.#resource(block)
    const outputOf = async (name: string) => {
      const output = this.blocks.find(({ type, labels }) => type === 'output' && labels[0] === name)
      const value = output?.attributes.get('value')
      return value ? String(await this.#value(value)) : null
    }
    return { keyArn: (await outputOf('key_arn')) ?? '', roleArn: await outputOf('role_arn') }
  }

  #one(type: string, ...labels: string[]): Block {
    const [found, second] = this.blocks.filter(
      (block) => block.type === type && labels.every((label, index) => block.labels[index] === label),
    )
    if (!found || second) throw new Error(`not one ${type} ${labels.join('.')}`)
    return found
  }

  /** Resources are made when they are first asked for, so their order is that of their references. */
  #resource(block: Block): Promise<Attributes> {
    const id = block.labels.join('.')
    const made = this.#made.get(id) ?? this.#make(block)
    this.#made.set(id, made)
    return made
  }

  async #make(block: Block): Promise<Attributes> {
    const [type = ''] = block.labels
    const allowed = RESOURCES[type] ?? []
    const given: Attributes = new Map()
    for (const [name, expression] of block.attributes) {
      if (name === 'provider') continue
      if (!allowed.some((candidate) => candidate.replace('!', '') === name)) {
        throw new Error(`${type} has no ${name}`)
      }
      given.set(name, await this.#value(expression))
    }
    if (block.blocks.some((inner) => inner.type !== 'lifecycle')) throw new Error(`${type} has no such block`)
    const missing = allowed.find((name) => name.endsWith('!') && !given.has(name.slice(0, -1)))
    if (missing) throw new Error(`${type} needs ${missing}`)
    return await this.#create(type, given, this.#regionOf(block))
  }

  #regionOf({ attributes }: Block): string {
    const provider = attributes.get('provider')
    const alias = provider?.kind === 'reference' ? provider.path.replace(/^aws\./, '') : undefined
    const found = this.blocks.filter(
      ({ type, attributes: own }) => type === 'provider' && textOf(own.get('alias')) === alias,
    )
    const region = textOf(found[0]?.attributes.get('region'))
    if (found.length !== 1 || region === undefined) throw new Error(`no provider ${alias}`)
    return region
  }

  async #create(type: string, given: Attributes, region: string): Promise<Attributes> {
    const text = (name: string) => String(given.get(name))
    const policy = given.has('policy') ? { policy: text('policy') } : {}
    switch (type) {
      case 'aws_kms_key': {
        const kind = { spec: text('customer_master_key_spec'), usage: text('key_usage') }
        const multiRegion = given.get('multi_region') === true
        const arn = await this.aws.createKey({ region, ...kind, multiRegion, policy: undefined, ...policy })
        return new Map([['arn', arn]])
      }
      case 'aws_kms_replica_key': {
        const primary = text('primary_key_arn')
        await this.aws.atKey(primary, 'replicate', { region, ...policy })
        return new Map([['arn', primary.replace(/:kms:[^:]+:/, `:kms:${region}:`)]])
      }
      case 'aws_kms_key_policy': {
        if (!text('key_id').includes(`:kms:${region}:`)) throw new Error('the key is in another region')
        await this.aws.setPolicy(text('key_id'), text('policy'))
        return new Map()
      }
      case 'aws_iam_role': {
        const arn = await this.aws.createRole(text('name'), text('assume_role_policy'))
        return new Map([
          ['arn', arn],
          ['id', text('name')],
        ])
      }
      case 'aws_iam_role_policy': {
        const role = `arn:aws:iam::${CUSTOMER}:role/${text('role')}`
        await this.aws.setRolePolicy(role, 'policy', text('policy'))
        return new Map()
      }
      default:
        throw new Error(`no such resource: ${type}`)
    }
  }

  async #value(expression: Expression): Promise<Value> {
    if (expression.kind === 'literal') return expression.value
    if (expression.kind === 'reference') return await this.#reference(expression.path)
    if (expression.kind === 'object') throw new Error('an object stands where a value belongs')
    let text = expression.text
    for (const [whole, path = ''] of text.matchAll(/\$\{([\w.]+)\}/g)) {
      text = text.replace(whole, String(await this.#reference(path)))
    }
    return text
  }

  async #reference(path: string): Promise<Value> {
    const parts = path.split('.')
    if (parts[0] === 'local') {
      const local = this.#one('locals').attributes.get(parts[1] ?? '')
      if (!local) throw new Error(`no ${path}`)
      return await this.#value(local)
    }
    if (path === 'data.aws_caller_identity.current.account_id') {
      this.#one('data', 'aws_caller_identity', 'current')
      return CUSTOMER
    }
    const [type = '', name = '', attribute = ''] = parts
    const value = (await this.#resource(this.#one('resource', type, name))).get(attribute)
    if (value === undefined) throw new Error(`no ${path}`)
    return value
  }
}

const textOf = (expression: Expression | undefined): string | undefined =>
  expression?.kind === 'text' ? expression.text : undefined
