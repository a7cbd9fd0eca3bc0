// The part of the AWS CLI that our scripts use, strict about every option, with the simulator behind it.
import { readFileSync } from 'node:fs'

const { SIMULATOR_URL, SIMULATOR_ACCOUNT } = process.env
const account = `${SIMULATOR_URL}/_control/aws/accounts/${SIMULATOR_ACCOUNT}`

async function control(method, url, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer
}

/** Where a key is: its region must be the one that the command is for, as AWS asks. */
function keyUrl({ region, 'key-id': arn }) {
  const [, of, owner, id] = /^arn:aws:kms:([^:]+):(\d{12}):key\/(.+)$/.exec(arn) ?? []
  if (of !== region || owner !== SIMULATOR_ACCOUNT) throw new Error(`NotFoundException: Invalid arn ${arn}`)
  return `${account}/keys/${region}/${id}`
}

const COMMANDS = {
  'sts get-caller-identity': {
    options: [],
    query: 'Account',
    run: async () => SIMULATOR_ACCOUNT,
  },
  'kms create-key': {
    options: ['region', 'description', 'key-spec', 'key-usage', 'policy?', 'multi-region!'],
    query: 'KeyMetadata.Arn',
    async run(given) {
      const { region, description, policy } = given
      const kind = { spec: given['key-spec'], usage: given['key-usage'], multiRegion: given['multi-region'] }
      return (await control('POST', `${account}/keys`, { region, description, policy, ...kind })).key.arn
    },
  },
  'kms replicate-key': {
    options: ['region', 'key-id', 'replica-region', 'description', 'policy?'],
    query: 'ReplicaKeyMetadata.Arn',
    async run(given) {
      const { description, policy } = given
      const request = { region: given['replica-region'], description, policy }
      return (await control('POST', `${keyUrl(given)}/replicate`, request)).key.arn
    },
  },
  'kms get-key-policy': {
    options: ['region', 'key-id', 'policy-name'],
    query: 'Policy',
    run: async (given) => (await control('GET', `${keyUrl(given)}/policy`)).policy,
  },
  'kms put-key-policy': {
    options: ['region', 'key-id', 'policy-name', 'policy'],
    run: async (given) => {
      if (given['policy-name'] !== 'default') throw new Error('NotFoundException: No such policy exists')
      await control('PUT', `${keyUrl(given)}/policy`, { policy: given.policy })
    },
  },
  'iam create-role': {
    options: ['role-name', 'description', 'assume-role-policy-document'],
    query: 'Role.Arn',
    async run(given) {
      const request = { name: given['role-name'], trustPolicy: given['assume-role-policy-document'] }
      return (await control('POST', `${account}/roles`, request)).role.arn
    },
  },
  'iam put-role-policy': {
    options: ['role-name', 'policy-name', 'policy-document'],
    run: async (given) => {
      const request = { policy: given['policy-document'] }
      await control('PUT', `${account}/roles/${given['role-name']}/policy`, request)
    },
  },
}

/** The options of a command: `name?` may be left out, `name!` has no value. */
function parse(argv, { options, query }) {
  const known = [...options, ...(query ? ['query', 'output'] : [])]
  const given = {}
  for (let index = 0; index < argv.length; index += 1) {
    const name = argv[index].replace(/^--/, '')
    const option = known.find((candidate) => candidate.replace(/[?!]$/, '') === name)
    if (!argv[index].startsWith('--') || !option) throw new Error(`Unknown options: ${argv[index]}`)
    if (name in given) throw new Error(`${name} is given twice`)
    given[name] = option.endsWith('!') ? true : argumentOf(argv[++index])
  }
  const missing = known.find((option) => !/[?!]$/.test(option) && !(option in given))
  if (missing) throw new Error(`the following arguments are required: --${missing}`)
  if (query && (given.query !== query || given.output !== 'text')) throw new Error('another query')
  return given
}

function argumentOf(text) {
  if (text === undefined || text === '' || text.startsWith('--')) throw new Error('expected one argument')
  return text.startsWith('file://') ? readFileSync(text.slice('file://'.length), 'utf8') : text
}

const [service, operation, ...argv] = process.argv.slice(2)
try {
  const command = COMMANDS[`${service} ${operation}`]
  if (!command) throw new Error(`Found invalid choice '${service} ${operation}'`)
  const answer = await command.run(parse(argv, command))
  if (answer !== undefined) process.stdout.write(`${answer}\n`)
} catch (error) {
  process.stderr.write(`aws: [ERROR]: ${error.message}\n`)
  process.exitCode = 252
}
