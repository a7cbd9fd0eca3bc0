import { AzureSubject } from './azure-subject'
import { holdToContract } from './contract'

holdToContract(new AzureSubject('managed_hsm'))
