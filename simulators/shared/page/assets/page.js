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
    await call(...button.dataset.send.split(' '), body)
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
  if (button.dataset.send) press(button)
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

/**
 * What a form sends: each named field by its kind (data-spread: a choice that is several values; data-optional: left
 * out when empty).
 */
function bodyOf(form) {
  const body = {}
  for (const field of form.elements) {
    if ('spread' in field.dataset) Object.assign(body, JSON.parse(field.value))
    if (!field.name || ('optional' in field.dataset && field.value === '')) continue
    if (field.type === 'number') body[field.name] = Number(field.value)
    else if (field.type === 'checkbox') body[field.name] = field.checked
    else body[field.name] = field.tagName === 'INPUT' ? field.value.trim() : field.value
  }
  return body
}

/** Fills `{key.id}` and its like with what was answered. */
const fill = (template, answer) =>
  template.replace(/\{([\w.]+)\}/g, (_, path) =>
    encodeURIComponent(path.split('.').reduce((value, name) => value[name], answer)),
  )

async function submit(form) {
  const { send, done, then } = form.dataset
  const answer = await call(...send.split(' '), bodyOf(form))
  if (then) {
    location.assign(fill(then, answer))
    return
  }
  form.closest('dialog')?.close()
  await refresh()
  toast(done)
}

document.addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.target
  const json = form.querySelector('[data-json]')
  showError(form, '')
  json?.removeAttribute('aria-invalid')
  try {
    await submit(form)
  } catch (error) {
    showError(form, error.message)
    if (json) pointAtError(json, error.message)
  }
})

/** Puts the cursor where the document breaks, when the message says where that is. */
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
