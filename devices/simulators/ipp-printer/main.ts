import { parseArgs } from 'node:util'
import { runUntilSignal } from '../run-until-signal.ts'
import { startIppPrinterSimulator } from './simulator.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    out: { type: 'string' },
    control: { type: 'string', default: '0' },
    'page-ms': { type: 'string', default: '400' },
    'without-pdf': { type: 'boolean', default: false },
    'in-one': { type: 'boolean', default: false },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startIppPrinterSimulator({
    port: Number(values.port),
    controlPort: Number(values.control),
    pageMs: Number(values['page-ms']),
    withoutPdf: values['without-pdf'],
    inOne: values['in-one'],
    ...(values.out === undefined ? {} : { outDir: values.out }),
  }),
  values['with-parent'],
)
