/* The page's behaviour: buttons that post to the control API, dialogs, copying, and refreshing by itself. */

const REFRESH_MS = 2500

/** Calls the control API; throws an Error with the sentence to show. */
async function call(method, path, body) {
  let response
  try {
    response = await fetch(`/_control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
  } catch {
    throw new Error('The simulator does not answer. Is it still running?')
  }
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error.message)
  return answer
}

function toast(text, failed = false) {
  const note = document.createElement('p')
  note.className = failed ? 'toast failed' : 'toast'
  note.textContent = text
  const toasts = document.getElementById('toasts')
  toasts.append(note)
  setTimeout(() => note.remove(), failed ? 12_000 : 6_000)
}

/** Takes what changed from a fresh copy of this page, and keeps focus and scrolling where they are. */
async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } })
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id)
    if (!next || next.innerHTML === part.innerHTML) continue
    const focused = part.contains(document.activeElement) ? document.activeElement.id : ''
    const scrolled = [...part.querySelectorAll('.table-scroll')].map((box) => [box.id, box.scrollLeft])
    part.replaceChildren(...next.childNodes)
    for (const [id, left] of scrolled) {
      const box = document.getElementById(id)
      if (box) box.scrollLeft = left
    }
    if (focused) keepFocus(part, focused)
  }
}

/** The button that was pressed may be gone, because the key can't do that any more. */
function keepFocus(part, id) {
  const target = document.getElementById(id) ?? part.querySelector('button, a, [tabindex]')
  target?.focus({ preventScroll: true })
}

async function press(button) {
  button.setAttribute('aria-busy', 'true')
  try {
    const body = button.dataset.body ? JSON.parse(button.dataset.body) : undefined
    await call('POST', button.dataset.post, body)
    await refresh()
    toast(button.dataset.done)
  } catch (error) {
    toast(error.message, true)
  } finally {
    button.removeAttribute('aria-busy')
  }
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    toast('Copied.')
  } catch {
    toast('The browser did not allow copying. Select the text instead.', true)
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  if (!button) return
  if (button.dataset.post) press(button)
  else if (button.dataset.copy) copy(button)
  else if (button.dataset.open) document.getElementById(button.dataset.open).showModal()
  else if ('close' in button.dataset) button.closest('dialog').close()
  else if (button.dataset.fill) document.getElementById(button.dataset.fill).value = button.dataset.text
})

/** Shows a form's error beside it, or takes it away. */
function showError(form, message) {
  const place = form.querySelector('.error')
  place.textContent = message
  place.hidden = message === ''
}

const SUBMIT = {
  async create(form) {
    const [spec, usage] = form.elements.kind.value.split(' ')
    const { key } = await call('POST', form.dataset.create, {
      description: form.elements.description.value.trim(),
      region: form.elements.region.value,
      spec,
      usage,
    })
    location.assign(form.dataset.then + key.id)
  },
  async schedule(form) {
    await call('POST', form.dataset.schedule, { pendingWindowInDays: Number(form.elements.days.value) })
    form.closest('dialog').close()
    await refresh()
    toast('Deletion is scheduled. Nobody can use the key from now on.')
  },
  async policy(form) {
    await call('PUT', form.dataset.policy, { policy: form.elements.policy.value })
    form.elements.policy.removeAttribute('aria-invalid')
    await refresh()
    toast('The policy is saved and in force.')
  },
}

document.addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.target
  const kind = Object.keys(SUBMIT).find((name) => name in form.dataset)
  showError(form, '')
  try {
    await SUBMIT[kind](form)
  } catch (error) {
    showError(form, error.message)
    if (kind === 'policy') pointAtError(form.elements.policy, error.message)
  }
})

/** Puts the cursor where the policy breaks, when the message says where that is. */
function pointAtError(textarea, message) {
  textarea.setAttribute('aria-invalid', 'true')
  textarea.focus()
  const [, line, column] = /Line (\d+), column (\d+)/.exec(message) ?? []
  if (!line) return
  const before = textarea.value.split('\n').slice(0, line - 1)
  const at = before.reduce((sum, text) => sum + text.length + 1, 0) + Number(column) - 1
  textarea.setSelectionRange(at, at + 1)
}

setInterval(async () => {
  if (document.visibilityState !== 'visible' || document.querySelector('dialog[open]')) return
  const offline = document.getElementById('offline')
  try {
    await refresh()
    offline.hidden = true
  } catch {
    offline.hidden = false
  }
}, REFRESH_MS)
