import { parseArgs } from 'node:util'
import { runUntilSignal } from '../run-until-signal.ts'
import { startVendorServiceSimulator } from './simulator.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    control: { type: 'string', default: '0' },
    gbk: { type: 'boolean', default: false },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startVendorServiceSimulator({
    port: Number(values.port),
    controlPort: Number(values.control),
    gbk: values.gbk,
  }),
  values['with-parent'],
)
