import { parseArgs } from 'node:util'
import { runUntilSignal } from '../run-until-signal.ts'
import { startEsclScannerSimulator } from './simulator.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    control: { type: 'string', default: '0' },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startEsclScannerSimulator({ port: Number(values.port), controlPort: Number(values.control) }),
  values['with-parent'],
)
