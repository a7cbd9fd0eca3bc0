import type { Mount } from '../shared/console/mount'
import { html } from '../shared/page/html'
import { count } from '../shared/page/parts'
import { routesOf } from './control/routes'
import { parseName } from './names'
import { keyPage } from './page/key'
import { projectPath } from './page/parts'
import { projectPage } from './page/project'
import type { World } from './world'

/** Google Cloud in the console: its projects with their pages, and its control API. */
export function mountOf(world: World): Mount {
  return {
    path: 'google',
    name: 'Google Cloud',
    clock: world.clock,
    sweep: () => world.sweep(),
    places: () => [...world.projects.values()].map(({ id, name }) => ({ href: projectPath(id), name })),
    home: () =>
      html`${[...world.projects.values()].map(
        ({ id, name, serviceAccounts }) =>
          html`<li class="card"><h3><a href="${projectPath(id)}">${name}’s Google Cloud project</a></h3>
<p class="muted tabular">Project ${id}</p>
<p>${count(world.keysOf(id).length, 'key')}, ${count(serviceAccounts.length, 'service account')}</p></li>`,
      )}`,
    page: (path) => find(world, path.slice(1)),
    routes: routesOf(world),
  }
}

function find(world: World, path: string) {
  const name = parseName(path)
  const project = world.projects.get(name?.project ?? '')
  if (!project) return null
  if (name?.kind === 'project') return projectPage(world, project)
  const key = name?.kind === 'cryptoKey' ? world.keys.get(path) : undefined
  return key ? keyPage(world, project, key) : null
}
