import { holdToContract } from './contract'
import { GoogleSubject } from './google-subject'

holdToContract(new GoogleSubject())
