import { type Html, html } from './html'

export interface Column<Row> {
  title: string
  /** Whether the title is for screen readers only. */
  hidden?: boolean
  className?: 'number' | 'tabular' | 'row-action'
  /** Whether it names the row. */
  heading?: boolean
  cell(row: Row): Html | string | number
}

/** A table that scrolls sideways in its own frame, and stacks its cells where it is narrow. */
export function table<Row>(given: {
  id: string
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  className?: string
}): Html {
  const { id, caption, columns, rows, className = '' } = given
  return html`<div class="table-scroll" role="group" aria-label="${caption}" tabindex="0" id="${id}-scroll"><table class="stack ${className}">
<caption class="visually-hidden">${caption}</caption>
<thead><tr>${columns.map(({ title, hidden, className: style }) => html`<th scope="col" class="${style ?? ''}">${hidden ? html`<span class="visually-hidden">${title}</span>` : title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${columns.map((column) => cellOf(column, row))}</tr>`)}</tbody>
</table></div>`
}

function cellOf<Row>({ title, className, heading, cell }: Column<Row>, row: Row): Html {
  if (heading) return html`<th scope="row" data-label="${title}">${cell(row)}</th>`
  if (className === 'row-action') return html`<td class="row-action">${cell(row)}</td>`
  return html`<td data-label="${title}" class="${className ?? ''}">${cell(row)}</td>`
}
