import type { Page } from '../../shared/console/mount'
import { type Html, html } from '../../shared/page/html'
import { pageHeader } from '../../shared/page/layout'
import type { Tenant } from '../state'
import type { World } from '../world'
import { tenantPath } from './parts'

/** The directory's page that an admin is sent to by a link, and sent back from: Microsoft's /adminconsent. */
export function consentPage(world: World, tenants: Tenant[], asked: URLSearchParams): Page {
  const app = world.apps.get(asked.get('client_id')?.toLowerCase() ?? '')
  const back = returnAddress(asked.get('redirect_uri'))
  if (tenants.length === 0) return problem('AADSTS90002', 'There is no such directory here.')
  if (app === undefined) return problem('AADSTS700016', 'There is no such application in any directory.')
  if (back === null) return problem('AADSTS50011', 'The address to go back to is none of this machine.')
  const state = asked.get('state') ?? ''
  const declined = to(back, {
    error: 'access_denied',
    error_description: 'AADSTS65004: User declined to consent to access the app.',
    state,
  })
  const about = html`It asks to be known in your directory and to sign in there as itself. What it may use is decided by roles, which you give it afterwards.`
  const content = html`${pageHeader(`${app.name} asks for your consent`, about, null)}
${tenants.map(({ id, name }) => acceptForm({ id, name }, app.clientId, to(back, { admin_consent: 'True', tenant: id, state })))}
<p>If you did not expect this: <a href="${declined}" id="decline">Cancel</a>, and nothing changes.</p>`
  const [only, ...others] = tenants
  return {
    title: 'Consent',
    place: only && others.length === 0 ? tenantPath(only.id) : null,
    content,
  }
}

function acceptForm({ id, name }: Pick<Tenant, 'id' | 'name'>, clientId: string, then: string): Html {
  return html`<form data-send="POST ${tenantPath(id)}/consents" data-then="${then}">
<input type="hidden" name="clientId" value="${clientId}">
<p class="error" role="alert" hidden></p>
<div class="actions"><button type="submit" class="primary">Accept as an admin of ${name}</button></div>
</form>`
}

/** Only pages of this machine are sent anybody: a simulator has no business elsewhere. */
function returnAddress(text: string | null): URL | null {
  const url = text !== null && URL.canParse(text) ? new URL(text) : null
  return url && ['127.0.0.1', 'localhost'].includes(url.hostname) ? url : null
}

function to(back: URL, answer: Record<string, string>): string {
  const url = new URL(back)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  // The page fills in what stands in braces.
  return url.href.replace(/[{}]/g, encodeURIComponent)
}

function problem(code: string, sentence: string): Page {
  return {
    title: 'Consent',
    place: null,
    content: pageHeader('Nobody can consent to this', `${code}: ${sentence}`, null),
  }
}
