import { AZURE_CLOUDS, type AzureCloud, type AzureKeyHolder } from './azure-cloud'

/** A customer's key on Azure, taken apart. */
export interface AzureKeyUrl {
  /** The URL of the key without a version, in lower case: Azure tells no two keys apart by case alone. */
  id: string
  host: string
  kind: AzureKeyHolder
  /** The name of the vault or Managed HSM. */
  vaultName: string
  name: string
  /** 32 hexadecimal digits, where one was pasted. */
  version: string | null
  cloud: AzureCloud
}

/** Why a pasted key reference is refused, each with its sentence. */
export const KEY_URL_REFUSALS = {
  empty: 'Paste the URL of the key.',
  whitespace: 'There is a space or a line break inside the URL. Copy it again in one piece.',
  not_a_url: 'This is not the URL of a key. It looks like https://your-vault.vault.azure.net/keys/your-key.',
  resource_id:
    'This is the resource id of a key, which says where it is managed. Paste its key identifier instead, which begins with https://.',
  not_https: 'The URL has to begin with https://.',
  user_info: 'There is an @ in front of the host. Copy the URL again from the key’s page.',
  port: 'There is a port behind the host. Key Vault has none: copy the URL again from the key’s page.',
  query: 'There is a question mark in the URL. Copy it again from the key’s page.',
  fragment: 'There is a # in the URL. Copy it again from the key’s page.',
  ip_address: 'The host is an IP address. Paste the URL with the name of the vault.',
  foreign_letters:
    'The host holds letters that only look like those of a vault’s name. Copy the URL again from the key’s page.',
  dots: 'There is a dot too many in the host. Copy the URL again from the key’s page.',
  private_link:
    'This is the host of a private link. Paste the vault’s public URL, which has no privatelink in it.',
  look_alike_host:
    'The host only looks like one of Azure’s. It has to end in .vault.azure.net or .managedhsm.azure.net.',
  foreign_host:
    'The host is not one of Azure Key Vault or Managed HSM. It has to end in .vault.azure.net or .managedhsm.azure.net.',
  wrong_vault_name:
    'The name of the vault is not one that Azure gives: 3 to 24 letters, digits and single hyphens, beginning with a letter.',
  vault_alone: 'This is the URL of a vault. Paste the URL of the key itself, which goes on with /keys/.',
  not_a_key: 'This is the URL of something other than a key. After the host comes /keys/ and the key’s name.',
  wrong_key_name: 'The name of the key is not one that Azure gives: 1 to 127 letters, digits and hyphens.',
  wrong_version: 'The version at the end of the URL is not complete: it has 32 digits from 0 to f.',
  trailing: 'Something follows the key in the URL. Copy it again from the key’s page.',
} as const

export type KeyUrlRefusal = keyof typeof KEY_URL_REFUSALS

export type ParsedAzureKeyUrl =
  | { ok: true; key: AzureKeyUrl }
  | { ok: false; code: KeyUrlRefusal; message: string }

const VAULT_NAME = /^(?=.{3,24}$)[a-z](-?[a-z0-9])*$/
const KEY_NAME = /^[0-9a-z-]{1,127}$/
const VERSION = /^[0-9a-f]{32}$/
const MAX_LENGTH = 300
/** What ends like this is read as an IPv4 address by some resolvers (2130706433, 0x7f.1). */
const IP_ADDRESS = /^\[|(^|\.)(\d+|0x[0-9a-f]*)\.?$/

const SUFFIXES = Object.entries(AZURE_CLOUDS).flatMap(([cloud, { vault, managed_hsm }]) => [
  { cloud: cloud as AzureCloud, kind: 'vault' as const, suffix: vault },
  { cloud: cloud as AzureCloud, kind: 'managed_hsm' as const, suffix: managed_hsm },
])

/**
 * Reads a pasted reference to a key: only the URL of a key in a vault or Managed HSM of Azure's own clouds will do,
 * with or without a version. Space before and after it is forgiven, and upper case; nothing else.
 */
export function parseAzureKeyUrl(pasted: string): ParsedAzureKeyUrl {
  const url = pasted.trim()
  const shape = refusalOfShape(url)
  if (shape !== null) return refused(shape)
  const [, authority = '', path = ''] = /^https:\/\/([^/]*)\/?(.*)$/i.exec(url) ?? []
  const host = authority.toLowerCase()
  const place = placeOf(host)
  if (typeof place === 'string') return refused(place)
  const [collection = '', keyName = '', keyVersion, ...rest] = path.split('/')
  if (path === '') return refused('vault_alone')
  if (collection !== 'keys') return refused('not_a_key')
  const name = keyName.toLowerCase()
  if (!KEY_NAME.test(name)) return refused('wrong_key_name')
  if (keyVersion === '' || rest.length > 0) return refused('trailing')
  const version = keyVersion?.toLowerCase() ?? null
  if (version !== null && !VERSION.test(version)) return refused('wrong_version')
  return { ok: true, key: { id: `https://${host}/keys/${name}`, host, ...place, name, version } }
}

function refusalOfShape(text: string): KeyUrlRefusal | null {
  if (text === '') return 'empty'
  if (/\s/.test(text)) return 'whitespace'
  if (/^\/subscriptions\//i.test(text)) return 'resource_id'
  if (/^http:\/\//i.test(text)) return 'not_https'
  if (!/^https:\/\//i.test(text) || text.length > MAX_LENGTH || text.includes('\\')) return 'not_a_url'
  if (text.includes('?')) return 'query'
  return text.includes('#') ? 'fragment' : null
}

type Place = Pick<AzureKeyUrl, 'cloud' | 'kind' | 'vaultName'>

/** Whose vault a host is; by a list and never by resolving it. */
function placeOf(host: string): Place | KeyUrlRefusal {
  const strange = refusalOfHost(host)
  if (strange !== null) return strange
  const found = SUFFIXES.find(({ suffix }) => host.endsWith(`.${suffix}`))
  if (found === undefined) {
    const bare = SUFFIXES.some(({ suffix }) => host === suffix)
    const alike = SUFFIXES.some(({ suffix }) => host.includes(suffix))
    return bare ? 'wrong_vault_name' : alike ? 'look_alike_host' : 'foreign_host'
  }
  const { cloud, kind, suffix } = found
  const vaultName = host.slice(0, -suffix.length - 1)
  return VAULT_NAME.test(vaultName) ? { cloud, kind, vaultName } : 'wrong_vault_name'
}

function refusalOfHost(host: string): KeyUrlRefusal | null {
  if (host.includes('@')) return 'user_info'
  if (IP_ADDRESS.test(host.replace(/:\d*$/, ''))) return 'ip_address'
  if (host.includes(':')) return 'port'
  if (/[^ -~]|%|(^|\.)xn--/.test(host)) return 'foreign_letters'
  if (/^\.|\.\.|\.$/.test(host)) return 'dots'
  return host.includes('.privatelink.') ? 'private_link' : null
}

function refused(code: KeyUrlRefusal): ParsedAzureKeyUrl {
  return { ok: false, code, message: KEY_URL_REFUSALS[code] }
}
