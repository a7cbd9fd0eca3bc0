import { AwsSubject } from './aws-subject'
import { holdToContract } from './contract'

holdToContract(new AwsSubject())
