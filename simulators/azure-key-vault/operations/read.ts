import { hostOf } from '../state'
import type { Context } from './context'
import { deletedPart, keyBundle, keyItem, policyView } from './views'

const PAGE_MAX = 25

export function getKey(context: Context, [name = '', id]: string[]): object {
  context.require('get', name)
  const { key, version } = context.version(name, id)
  return keyBundle(context, key, version)
}

export function listKeys(context: Context): object {
  context.require('list', null)
  const keys = Object.values(context.vault.keys).filter(({ deletedAt }) => deletedAt === null)
  return paged(context, '/keys', keys, (key) =>
    key.versions.slice(-1).map((version) => keyItem(context, key, version, false)),
  )
}

export function listVersions(context: Context, [name = '']: string[]): object {
  context.require('list', name)
  const key = context.key(name)
  return paged(context, `/keys/${key.name}/versions`, key.versions, (version) => [
    keyItem(context, key, version, true),
  ])
}

/** A page of a list; `$skiptoken` says where the one before ended. */
function paged<T>(context: Context, path: string, all: readonly T[], view: (item: T) => object[]): object {
  const start = Number(context.query.get('$skiptoken') ?? 0)
  const size = Math.min(Number(context.query.get('maxresults') ?? PAGE_MAX) || PAGE_MAX, PAGE_MAX)
  const next = start + size
  const query = `api-version=${context.query.get('api-version')}&$skiptoken=${next}&maxresults=${size}`
  return {
    value: all.slice(start, next).flatMap(view),
    nextLink: next < all.length ? `https://${hostOf(context.vault)}${path}?${query}` : null,
  }
}

export function getDeletedKey(context: Context, [name = '']: string[]): object {
  context.require('get', name)
  const key = context.deletedKey(name)
  const version = key.versions.at(-1)
  const bundle = version === undefined ? {} : keyBundle(context, key, version)
  return { ...deletedPart(context, key, hostOf(context.vault)), ...bundle }
}

export function getRotationPolicy(context: Context, [name = '']: string[]): object {
  context.require('getRotationPolicy', name)
  const key = context.key(name)
  return policyView(`${context.kid(key)}/rotationpolicy`, key.rotationPolicy, key)
}
