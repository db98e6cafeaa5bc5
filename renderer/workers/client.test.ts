import { expose } from 'comlink'
import { afterEach, describe, expect, it } from 'vitest'
import { connectDesk } from './client.ts'
import { DeskHost } from './desk-host.ts'
import { clerkWang, Machine } from './desk.test-support.ts'
import { fault } from './file-shell.test-support.ts'
import { carryCodedErrors } from './wire-errors.ts'

const open: MessagePort[] = []
afterEach(() => open.splice(0).forEach((port) => port.close()))

/** A page and a worker on two ends of a channel, as far as Comlink can tell. */
function connected(machine: Machine, ports = machine.shell.ports) {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  carryCodedErrors()
  expose(new DeskHost({ catalogueVersion: async () => '1', source: machine.source as never }), port1)
  port1.start()
  port2.start()
  return connectDesk(ports, port2 as unknown as Worker)
}

describe('errors between page and worker', () => {
  it('keep their code, message and whether trying again helps', async () => {
    const { desk } = connected(await Machine.make())
    const failed = await desk.listDrafts().catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(Error)
    expect(failed).toMatchObject({ code: 'desk-not-open', retryable: true, message: 'the store is not open' })
  })

  it('of the main process come back through the worker as they were', async () => {
    const machine = await Machine.make()
    const ports = {
      ...machine.shell.ports,
      listPackets: () => Promise.reject(fault('storage.read-failed', true)),
    }
    const { desk } = connected(machine, ports)
    const failed = await desk
      .open({ terminal: machine.terminal, keys: machine.keys })
      .catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'storage.read-failed', retryable: true })
  })

  it('give way to answers, and to changes that are told by themselves', async () => {
    const machine = await Machine.make()
    const { desk, onChange } = connected(machine)
    const told = new Promise((resolve) =>
      onChange((change) => change.kind === 'sync' && resolve(change.state)),
    )
    await desk.open({ terminal: machine.terminal, keys: machine.keys })
    await desk.beginSession({ operator: clerkWang, draftKey: new Uint8Array(32) })
    const draft = await desk.createDraft({ themeId: 'birth', answers: {} })
    expect(await desk.getDraft(draft.id)).toEqual(draft)
    expect(await told).toMatchObject({ pendingIntakes: 0 })
  })

  it('do not make the desk a promise by mistake', async () => {
    const connection = connected(await Machine.make())
    const handed = await Promise.resolve(connection.desk)
    await expect(handed.syncState()).rejects.toMatchObject({ code: 'desk-not-open' })
  })
})
