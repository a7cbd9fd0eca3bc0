import { awsWorld } from './aws'
import { azureWorld } from './azure'
import { googleWorld } from './google'

/** The clouds that can be measured, each by what makes its world. */
export const CLOUDS = { aws: awsWorld, azure: azureWorld, google: googleWorld }
