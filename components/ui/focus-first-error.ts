/**
 * Moves the focus to the first field marked invalid, else to the form's own error
 * (an element with `data-form-error` and a tabindex). Does nothing when there is neither.
 */
export function focusFirstError(form: HTMLElement): void {
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]:not([type="hidden"])')
  const target = field ?? form.querySelector<HTMLElement>('[data-form-error]')
  target?.focus()
}
