import { createRequire } from 'node:module'
import path from 'node:path'
import { Metadata, type ServiceDefinition } from '@grpc/grpc-js'
import { loadSync, type PackageDefinition } from '@grpc/proto-loader'
import type { StatusError } from './errors'

/** The folders of the .proto files that come with Google's own SDK. */
function folders(): string[] {
  const { resolve } = createRequire(import.meta.url)
  const gax = path.dirname(resolve('google-gax'))
  const kms = path.dirname(resolve('@google-cloud/kms'))
  return [path.join(kms, '../protos'), path.join(gax, '../protos')]
}

const definitions: PackageDefinition = loadSync(
  [
    'google/cloud/kms/v1/service.proto',
    'google/iam/v1/iam_policy.proto',
    'google/rpc/error_details.proto',
    'google/rpc/status.proto',
  ],
  { includeDirs: folders(), longs: String, enums: String, defaults: true, oneofs: true },
)

/** The services as Google defines them. */
export const KMS_SERVICE = serviceOf('google.cloud.kms.v1.KeyManagementService')
export const IAM_SERVICE = serviceOf('google.iam.v1.IAMPolicy')

function serviceOf(name: string): ServiceDefinition {
  const definition = definitions[name]
  if (definition === undefined || 'format' in definition) throw new Error(`The SDK has no service ${name}.`)
  return definition
}

function serialize(name: string, message: object): Buffer {
  const definition = definitions[name]
  if (
    definition === undefined ||
    !('serialize' in definition) ||
    typeof definition.serialize !== 'function'
  ) {
    throw new Error(`The SDK has no message ${name}.`)
  }
  return definition.serialize(message)
}

/** The trailer that carries an error's details, as Google sends it. */
export function trailerOf(error: StatusError): Metadata {
  const metadata = new Metadata()
  if (error.details.length === 0) return metadata
  const details = error.details.map(({ type, ...fields }) => ({
    type_url: `type.googleapis.com/google.rpc.${type}`,
    value: serialize(`google.rpc.${type}`, fields),
  }))
  const body = { code: error.grpcStatus, message: error.message, details }
  metadata.set('grpc-status-details-bin', serialize('google.rpc.Status', body))
  return metadata
}
