import { openTracedLink } from '../traced-link.ts'
import type { DeviceAdapter } from '../device-adapter.ts'
import { pause } from '../pause.ts'
import { RelayLight } from '../relay-light.ts'
import { encodeSwitch } from './protocol.ts'

/** The board has no buffer to speak of: one command, a breath, the next. */
const betweenCommandsMs = 20

/** 状态灯 on an LCUS board. It obeys and says nothing, so nothing is ever confirmed. */
export const lcusRelayAdapter: DeviceAdapter<'lcus'> = {
  name: 'lcus',
  kind: 'status-light',
  async open(config, context, signal) {
    const transport = await openTracedLink(config.transport, context, signal, () => (_, chunk) => [
      ...chunk.keys(),
    ])
    const light = new RelayLight(
      transport,
      config.options.channels,
      'LCUS, does not confirm',
      false,
      async (relay, on, turn) => {
        await transport.write(encodeSwitch(relay, on))
        await pause(betweenCommandsMs, turn)
      },
    )
    return light.begin(signal)
  },
}
