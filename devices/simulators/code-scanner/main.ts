import { parseArgs } from 'node:util'
import { attachmentOf, runUntilSignal } from '../run-until-signal.ts'
import { startCodeScannerSimulator } from './simulator.ts'

const usage =
  'code-scanner (--pty PATH | --serial PATH | --tcp PORT) [--suffix HEX] [--control PORT] [--with-parent]'

const { values } = parseArgs({
  options: {
    serial: { type: 'string' },
    pty: { type: 'string' },
    tcp: { type: 'string' },
    suffix: { type: 'string', default: '0d' },
    control: { type: 'string', default: '0' },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startCodeScannerSimulator({
    attachment: attachmentOf(values, usage),
    controlPort: Number(values.control),
    suffix: values.suffix,
  }),
  values['with-parent'],
)
