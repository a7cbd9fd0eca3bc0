import type { World } from '../world'
import { html } from './html'
import { layout, pageHeader } from './layout'

/** The accounts, for those who come without saying which. */
export function homePage(world: World): string {
  const about = 'Each account owns its keys and decides by their policies who may use them.'
  const accounts = [...world.accounts.values()].map(
    ({
      id,
      name,
      principals,
    }) => html`<li class="card"><h2><a href="/accounts/${id}">${name}’s AWS account</a></h2>
<p class="muted tabular">Account ${id}</p>
<p>${count(world.keysOf(id).length, 'key')}, ${count(principals.length, 'principal')}</p></li>`,
  )
  const content = html`${pageHeader('AWS accounts', about, null)}<div data-live id="accounts"><ul class="cards">${accounts}</ul></div>`
  return layout(world, 'Accounts', null, content)
}

const count = (number: number, noun: string) => `${number} ${number === 1 ? noun : `${noun}s`}`
