import type { Mount } from '../shared/console/mount'
import { html } from '../shared/page/html'
import { controlRoutes } from './control/routes'
import type { World } from './world'

/** The simulator as it stands in the console. */
export function azureMount(world: World): Mount {
  return {
    path: 'azure',
    name: 'Azure',
    clock: world.clock,
    sweep: () => undefined,
    places: () => [],
    home: () => html``,
    page: () => null,
    routes: controlRoutes(world),
  }
}
