import { Html } from './html'

const PATHS = {
  check: '<circle cx="8" cy="8" r="6.25"/><path d="m5.4 8.2 1.8 1.8 3.4-3.8"/>',
  stop: '<circle cx="8" cy="8" r="6.25"/><path d="m3.7 3.7 8.6 8.6"/>',
  clock: '<circle cx="8" cy="8" r="6.25"/><path d="M8 4.6V8l2.2 1.6"/>',
  inbox: '<path d="M2 9.5h3.2l1 1.8h3.6l1-1.8H14"/><path d="M4 3h8l2 6.5V13H2V9.5L4 3Z"/>',
  cloudOff:
    '<path d="M4.6 12.5a3 3 0 0 1-.3-6M6.2 4.2A4 4 0 0 1 11.7 7a2.8 2.8 0 0 1 1.6 4.7"/><path d="m2 2 12 12"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5"/>',
  cross: '<circle cx="8" cy="8" r="6.25"/><path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4"/>',
  flask: '<path d="M6.2 2h3.6M7 2v4L2.9 12.6A1 1 0 0 0 3.8 14h8.4a1 1 0 0 0 .9-1.4L9 6V2M4.8 10h6.4"/>',
} as const

/** A line icon; it stands beside a word and says nothing by itself. */
export const icon = (name: keyof typeof PATHS): Html =>
  new Html(
    `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${PATHS[name]}</svg>`,
  )
