import { z } from 'zod'
import { type Condition, isConditionKey, parseOperator } from './conditions'
import { jsonErrorPlace } from './json'

/** A policy that can't be understood, or not kept. The message says in a sentence where and why. */
export class PolicyError extends Error {
  override name = 'PolicyError'
}

export interface Statement {
  /** How to name the statement to a person: its place and Sid. */
  label: string
  effect: 'Allow' | 'Deny'
  /** ARNs, account ids and `*`; empty in an identity policy or for service principals. */
  awsPrincipals: readonly string[]
  actions: readonly string[]
  /** True when `actions` came from NotAction. */
  exceptActions: boolean
  resources: readonly string[]
  exceptResources: boolean
  conditions: readonly Condition[]
}

export type PolicyKind = 'key' | 'identity' | 'trust'

export interface Policy {
  statements: readonly Statement[]
}

const list = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value))
const conditionValue = z.union([z.string(), z.boolean(), z.number()]).transform(String)
const conditionValues = z
  .union([conditionValue, z.array(conditionValue).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value))

const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z
    .union([z.literal('*'), z.strictObject({ AWS: list.optional(), Service: list.optional() })])
    .optional(),
  Action: list.optional(),
  NotAction: list.optional(),
  Resource: list.optional(),
  NotResource: list.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
})

const documentSchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((one) => [one])]),
})

/**
 * Parses an IAM policy document from its text.
 * @param kind key and trust policies name principals, an identity policy must not; a trust policy has no resource,
 * since it is about its own role
 * @throws PolicyError saying where it is wrong; also for anything this simulator would have to ignore
 */
export function parsePolicy(text: string, kind: PolicyKind): Policy {
  const parsed = documentSchema.safeParse(parseJson(text))
  if (!parsed.success) throw new PolicyError(`The policy document: ${firstProblem(parsed.error)}`)
  if (parsed.data.Statement.length === 0) throw new PolicyError('The policy document has no Statement.')
  return { statements: parsed.data.Statement.map((raw, index) => parseStatement(raw, index, kind)) }
}

function parseStatement(raw: unknown, index: number, kind: PolicyKind): Statement {
  const sid = z.object({ Sid: z.string() }).safeParse(raw)
  const label = sid.success ? `Statement ${index + 1} ("${sid.data.Sid}")` : `Statement ${index + 1}`
  const parsed = statementSchema.safeParse(raw)
  if (!parsed.success) throw new PolicyError(`${label}: ${firstProblem(parsed.error)}`)
  const { Effect, Principal, Action, NotAction, Resource, NotResource, Condition } = parsed.data
  const wrong = (why: string) => new PolicyError(`${label}: ${why}`)
  if ((Action === undefined) === (NotAction === undefined)) {
    throw wrong('it needs either Action or NotAction.')
  }
  if (kind === 'trust' && (Resource ?? NotResource) !== undefined) {
    throw wrong('a trust policy has no Resource: it is about its own role.')
  }
  if (kind !== 'trust' && (Resource === undefined) === (NotResource === undefined)) {
    throw wrong('it needs either Resource or NotResource; in a key policy "*" means this key.')
  }
  if (kind !== 'identity' && Principal === undefined)
    throw wrong(`Principal is missing: a ${kind} policy names whom.`)
  if (kind === 'identity' && Principal !== undefined) throw wrong('an identity policy has no Principal.')
  const actions = Action ?? NotAction ?? []
  const odd = actions.find((action) => action !== '*' && !/^[a-z0-9-]+:[A-Za-z*?]+$/.test(action))
  if (odd !== undefined) throw wrong(`"${odd}" is not an action; write it as kms:Decrypt.`)
  return {
    label,
    effect: Effect,
    awsPrincipals: Principal === '*' ? ['*'] : (Principal?.AWS ?? []),
    actions,
    exceptActions: NotAction !== undefined,
    resources: Resource ?? NotResource ?? ['*'],
    exceptResources: NotResource !== undefined,
    conditions: parseConditions(Condition ?? {}, wrong),
  }
}

function parseConditions(
  raw: Record<string, Record<string, string[]>>,
  wrong: (why: string) => PolicyError,
): Condition[] {
  return Object.entries(raw).flatMap(([operatorName, tests]) => {
    const operator = parseOperator(operatorName)
    if (!operator) throw wrong(`"${operatorName}" is not a condition operator that this simulator has.`)
    return Object.entries(tests).map(([key, values]) => {
      if (!isConditionKey(key)) throw wrong(`"${key}" is not a condition key that this simulator has.`)
      return { ...operator, key: key.toLowerCase(), values }
    })
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const { line, column } = jsonErrorPlace(text)
    throw new PolicyError(`Line ${line}, column ${column}: this is not valid JSON.`)
  }
}

function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0]
  if (!issue) return 'it does not have the form of a policy.'
  const where = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') return `"${issue.keys.join('", "')}" has no meaning here.`
  return where ? `${where}: ${issue.message}.` : `${issue.message}.`
}
