import { parseArgs } from 'node:util'
import { attachmentOf, runUntilSignal } from '../run-until-signal.ts'
import { startEscposPrinterSimulator } from './simulator.ts'

const usage =
  'escpos-printer (--tcp PORT | --pty PATH | --serial PATH) --out DIR [--control PORT] [--line-ms MS] [--paper 80|58] [--with-parent]'

const { values } = parseArgs({
  options: {
    tcp: { type: 'string' },
    pty: { type: 'string' },
    serial: { type: 'string' },
    out: { type: 'string' },
    control: { type: 'string', default: '0' },
    'line-ms': { type: 'string', default: '15' },
    paper: { type: 'string', default: '80' },
    'with-parent': { type: 'boolean', default: false },
  },
})
await runUntilSignal(
  await startEscposPrinterSimulator({
    attachment: attachmentOf(values, usage),
    controlPort: Number(values.control),
    lineMs: Number(values['line-ms']),
    widthDots: values.paper === '58' ? 384 : 576,
    ...(values.out === undefined ? {} : { outDir: values.out }),
  }),
  values['with-parent'],
)
