import { expose } from 'comlink'
import { PageBench } from './page-bench.ts'
import { carryCodedErrors } from './wire-errors.ts'

carryCodedErrors()
expose(new PageBench())
