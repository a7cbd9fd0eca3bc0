import { type Html, html } from '../../shared/page/html'

const REGIONS = [
  ['eu-central-1', 'Frankfurt'],
  ['eu-west-1', 'Ireland'],
  ['eu-west-2', 'London'],
  ['eu-north-1', 'Stockholm'],
  ['us-east-1', 'N. Virginia'],
  ['us-east-2', 'Ohio'],
  ['us-west-2', 'Oregon'],
  ['ca-central-1', 'Canada'],
  ['sa-east-1', 'São Paulo'],
  ['ap-southeast-1', 'Singapore'],
  ['ap-southeast-2', 'Sydney'],
  ['ap-northeast-1', 'Tokyo'],
  ['ap-south-1', 'Mumbai'],
] as const

/** The regions to choose from, but for those that are taken. */
export const regionOptions = (taken: readonly string[] = []): Html[] =>
  REGIONS.filter(([region]) => !taken.includes(region)).map(
    ([region, place]) => html`<option value="${region}">${region} (${place})</option>`,
  )
