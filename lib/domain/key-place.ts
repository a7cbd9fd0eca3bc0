import { providerOfKeyId } from './key-reference'

/** Where a key lies, in its cloud's own words. */
export interface KeyPlace {
  /** the AWS account, Azure tenant or Google Cloud project; empty where it can't be told */
  account: string
  /** the AWS region, Azure vault or Google location */
  place: string
  /** what tells two keys of one place apart */
  name: string
}

/** Takes a stored key's id apart for people. @param tenantId Azure's ids name none */
export function placeOfKey(keyId: string, tenantId = ''): KeyPlace {
  switch (providerOfKeyId(keyId)) {
    case 'aws': {
      const [, , , place = '', account = '', resource = ''] = keyId.split(':')
      return { account, place, name: resource.slice(-12) }
    }
    case 'azure': {
      const [, , host = '', , name = ''] = keyId.split('/')
      return { account: tenantId, place: host.split('.')[0] ?? host, name }
    }
    case 'google': {
      const [, account = '', , place = '', , , , name = ''] = keyId.split('/')
      return { account, place, name }
    }
  }
}
