import { KmsError } from '../errors'

/**
 * One page of a list as KMS answers it; the marker is opaque to the caller and is a position here.
 * @throws KmsError InvalidMarkerException
 */
export function page(name: string, items: object[], input: { Limit: number; Marker?: string | undefined }) {
  const start =
    input.Marker === undefined ? 0 : Number(/^at-(\d{1,6})$/.exec(input.Marker)?.[1] ?? Number.NaN)
  if (Number.isNaN(start)) throw new KmsError('InvalidMarkerException', 'Could not deserialize marker')
  const end = start + input.Limit
  const Truncated = end < items.length
  return { [name]: items.slice(start, end), Truncated, ...(Truncated && { NextMarker: `at-${end}` }) }
}
