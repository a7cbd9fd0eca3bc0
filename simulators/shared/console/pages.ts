import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { decodePath, pathOf, queryOf, send } from '../http'
import { html } from '../page/html'
import { layout, pageHeader } from '../page/layout'
import type { Mount, Page } from './mount'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const asset = (name: string, type: string) => ({
  type,
  text: readFileSync(new URL(`../page/assets/${name}`, import.meta.url), 'utf8'),
})
const ASSETS = new Map([
  ['/assets/page.css', asset('page.css', 'text/css; charset=utf-8')],
  ['/assets/page.js', asset('page.js', 'text/javascript; charset=utf-8')],
  ['/assets/icon.svg', asset('icon.svg', 'image/svg+xml')],
])

/** Answers the clouds' pages and their assets. They only show; every change goes by the control API. */
export async function answerPage(
  mounts: readonly Mount[],
  request: IncomingMessage,
  response: ServerResponse,
) {
  response.setHeader('content-security-policy', POLICY)
  response.setHeader('referrer-policy', 'no-referrer')
  if (request.method !== 'GET') {
    send(response, 405, 'text/plain', 'Pages are to be read with GET.\n')
    return
  }
  const path = decodePath(pathOf(request))
  const file = ASSETS.get(path)
  if (file) {
    send(response, 200, file.type, file.text)
    return
  }
  for (const mount of mounts) mount.sweep()
  const page = find(mounts, path, queryOf(request))
  send(response, page ? 200 : 404, 'text/html; charset=utf-8', layout(mounts, page ?? NOT_FOUND))
}

function find(mounts: readonly Mount[], path: string, query: URLSearchParams): Page | null {
  if (path === '/') return homePage(mounts)
  const [, cloud, rest = ''] = /^\/([^/]+)(\/.+)$/.exec(path) ?? []
  return mounts.find((mount) => mount.path === cloud)?.page(rest, query) ?? null
}

/** Everybody's accounts, vaults and projects, for those who come without saying which. */
function homePage(mounts: readonly Mount[]): Page {
  const about = 'Each of these owns its keys and decides who may use them.'
  const clouds = mounts.map(
    (mount) =>
      html`<section aria-labelledby="home-${mount.path}"><h2 id="home-${mount.path}">${mount.name}</h2><div data-live id="home-${mount.path}-cards"><ul class="cards">${mount.home()}</ul></div></section>`,
  )
  const content = html`${pageHeader('The customers’ clouds', about, null)}${clouds}`
  return { title: 'The customers’ clouds', place: null, content }
}

const NOT_FOUND: Page = {
  title: 'Not found',
  place: null,
  content: pageHeader(
    'Not found',
    html`There is nothing at this address; a key whose waiting period is over is gone for good. Go to <a href="/">the customers’ clouds</a>.`,
    null,
  ),
}
