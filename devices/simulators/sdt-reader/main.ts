import { parseArgs } from 'node:util'
import { attachmentOf, runUntilSignal } from '../run-until-signal.ts'
import { startSdtReaderSimulator } from './simulator.ts'

const usage =
  'sdt-reader (--pty PATH | --serial PATH | --tcp PORT) [--control PORT] [--read-ms MS] [--with-parent]\n' +
  '  --pty PATH     makes a pty whose host end is PATH (needs socat)\n' +
  '  --serial PATH  opens an existing line\n' +
  '  --tcp PORT     serves on 127.0.0.1, 0 for any port'

const { values } = parseArgs({
  options: {
    pty: { type: 'string' },
    serial: { type: 'string' },
    tcp: { type: 'string' },
    control: { type: 'string', default: '0' },
    'read-ms': { type: 'string', default: '700' },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startSdtReaderSimulator({
    attachment: attachmentOf(values, usage),
    controlPort: Number(values.control),
    readMs: Number(values['read-ms']),
  }),
  values['with-parent'],
)
