import { parseArgs } from 'node:util'
import { attachmentOf, runUntilSignal } from '../run-until-signal.ts'
import { startRelayBoardSimulator } from './simulator.ts'

const usage =
  'relay-board (--pty PATH | --serial PATH | --tcp PORT) [--lcus] [--control PORT] [--with-parent]'

const { values } = parseArgs({
  options: {
    tcp: { type: 'string' },
    pty: { type: 'string' },
    serial: { type: 'string' },
    lcus: { type: 'boolean', default: false },
    control: { type: 'string', default: '0' },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startRelayBoardSimulator({
    attachment: attachmentOf(values, usage),
    speaks: values.lcus ? 'lcus' : 'modbus',
    controlPort: Number(values.control),
  }),
  values['with-parent'],
)
