import { parseArgs } from 'node:util'
import { runUntilSignal } from '../run-until-signal.ts'
import { startSmartCardSimulator } from './simulator.ts'

/** The port that vsmartcard's driver listens on, as Debian ships it. */
const debianPort = '35963'

const { values } = parseArgs({
  options: {
    reader: { type: 'string', default: debianPort },
    control: { type: 'string', default: '0' },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startSmartCardSimulator({
    readerPort: Number(values.reader),
    controlPort: Number(values.control),
  }),
  values['with-parent'],
)
