import { parseArgs } from 'node:util'
import { attachmentOf, runUntilSignal } from '../run-until-signal.ts'
import { startKeyPadSimulator } from './key-pad.ts'
import { startScreenPadSimulator } from './screen-pad.ts'

const usage =
  'review-pad (--ws PORT --key KEY | --pty PATH | --serial PATH | --tcp PORT) [--control PORT] [--with-parent]'

const { values } = parseArgs({
  options: {
    ws: { type: 'string' },
    key: { type: 'string' },
    tcp: { type: 'string' },
    pty: { type: 'string' },
    serial: { type: 'string' },
    control: { type: 'string', default: '0' },
    'with-parent': { type: 'boolean', default: false },
  },
})
const controlPort = Number(values.control)
if (values.ws !== undefined && values.key === undefined) throw new Error(usage)
await runUntilSignal(
  values.ws === undefined
    ? await startKeyPadSimulator({ attachment: attachmentOf(values, usage), controlPort })
    : await startScreenPadSimulator({ port: Number(values.ws), key: values.key ?? '', controlPort }),
  values['with-parent'],
)
