import { describe, expect, it } from 'vitest'
import type { DeviceRuntime } from '#devices/runtime'
import { inventPerson, type SimulatorControl, type SmartCardCommands } from '#devices/simulators'
import { isReady, open, setUpRuntime, slow } from './bench.ts'
import { setUpSmartCard, startPcscd, whyNoPcscd } from './pcsc-bench.ts'
import { runDeviceCommand } from './technician.ts'

const reason = whyNoPcscd()
/** The technician’s command where the PC/SC service is reached at this socket. */
const device = (socket: string, ...args: string[]) => runDeviceCommand(args, { PCSCLITE_CSOCK_NAME: socket })
const never = (): AbortSignal => new AbortController().signal
const wanted = { timeoutMs: 60_000 }
const seed = 11
const person = inventPerson(seed)

/** Takes the card out, and waits until the service has noticed: it looks every now and then, and nobody is faster. */
async function takeOut(control: SimulatorControl<SmartCardCommands>, runtime: DeviceRuntime): Promise<void> {
  await control.send('remove')
  const slot = (): Promise<unknown> =>
    runtime
      .invoke('smart-card:read', { id: 'smart-card' }, { timeoutMs: 100 })
      .catch((error: unknown) => error)
  await expect.poll(slot, slow).toMatchObject({ code: 'smart-card.no-card' })
}

describe.skipIf(reason !== null)(
  `a social security card in a PC/SC reader${reason === null ? '' : ` (skipped: ${reason})`}`,
  slow,
  () => {
    it.each(['whole', 't0', 'length'] as const)('is read from a chip that answers by %s', async (answers) => {
      const { control, config } = await setUpSmartCard()
      const reader = await open(config)
      const reading = reader.invoke('smart-card:read', wanted, never())
      await control.send('insert', { seed, answers })
      const { card, warnings } = await reading
      expect(card).toMatchObject({
        name: person.name,
        number: person.number,
        sex: person.sex === '1' ? 'male' : 'female',
        birth: 'birth' in person ? person.birth.replace(/(....)(..)(..)/, '$1-$2-$3') : null,
        version: '3.00',
        issuer: '915600000243000000000001',
        issued: '2024-03-15',
        validUntil: '2034-03-15',
        cardNumber: 'A00000011',
      })
      expect(warnings).toEqual([])
    })

    it('of an older kind lacks some records, and is read all the same', async () => {
      const { control, config } = await setUpSmartCard()
      await control.send('insert', { seed, without: [0x4e, 0x0c, 0x06] })
      const reader = await open(config)
      const { card } = await reader.invoke('smart-card:read', wanted, never())
      expect(card).toMatchObject({ name: person.name, birthplaceCode: null, validUntil: null })
    })

    it('that is put in twice gives two readings, and says when it is left behind', async () => {
      const { control, config } = await setUpSmartCard()
      const { runtime, events, until } = setUpRuntime([config])
      await until('smart-card', isReady)
      for (const holder of [seed, seed + 1]) {
        const reading = runtime.invoke('smart-card:read', { kind: 'smart-card-reader' }, wanted)
        await control.send('insert', { seed: holder })
        expect((await reading).card.number).toBe(inventPerson(holder).number)
        await expect.poll(() => events.some(({ type }) => type === 'card-left'), slow).toBe(true)
        await takeOut(control, runtime)
        events.length = 0
      }
      const trace =
        runtime
          .reports()[0]
          ?.trace.map(({ shown }) => shown)
          .join('\n') ?? ''
      expect(trace).toContain('00 A4 04 00')
      const spelled = Buffer.from(person.number).toString('hex').toUpperCase().match(/../g)?.join(' ') ?? ''
      expect(trace).not.toContain(spelled)
    })

    it('answers with an error for every way in which it can fail, and works after each', async () => {
      const { control, config } = await setUpSmartCard()
      const { runtime, until } = setUpRuntime([config])
      await until('smart-card', isReady)
      const read = (timeoutMs = 60_000) =>
        runtime.invoke('smart-card:read', { id: 'smart-card' }, { timeoutMs })
      const fails = async (code: string, timeoutMs?: number): Promise<void> => {
        await expect(read(timeoutMs)).rejects.toMatchObject({ code })
        await takeOut(control, runtime)
      }
      await fails('smart-card.no-card', 100)
      await control.send('insert', { otherApplication: true })
      await fails('smart-card.other-card')
      await control.send('insert', { seed })
      await control.send('garble-next', { count: 20 })
      await fails('smart-card.corrupt-data')
      await control.send('garble-next', { count: 1 })
      await control.send('insert', { seed })
      await control.send('remove-after', { commands: 6 })
      await fails('smart-card.removed')
      const cancel = new AbortController()
      const called = runtime.invoke('smart-card:read', { id: 'smart-card' }, wanted, cancel.signal)
      cancel.abort()
      await expect(called).rejects.toMatchObject({ code: 'device.cancelled' })
      const reading = read()
      await control.send('insert', { seed, answers: 't0' })
      expect((await reading).card.name).toBe(person.name)
    })

    it('that falls silent in the middle is given up, by time or by the clerk, and read again once it was out', async () => {
      const { control, config } = await setUpSmartCard()
      const { runtime, until } = setUpRuntime([config])
      await until('smart-card', isReady)
      const read = (signal?: AbortSignal) =>
        runtime.invoke('smart-card:read', { id: 'smart-card' }, wanted, signal)
      await control.send('insert', { seed })
      await control.send('silent-after', { commands: 6 })
      await expect(read()).rejects.toMatchObject({ code: 'smart-card.silent' })
      await until('smart-card', ({ status }) => status === 'failed')
      await control.send('remove')
      await until('smart-card', isReady)
      await control.send('insert', { seed })
      await control.send('silent-after', { commands: 6 })
      const calledOff = new AbortController()
      const reading = expect(read(calledOff.signal)).rejects.toMatchObject({ code: 'device.cancelled' })
      await until('smart-card', ({ status }) => status === 'busy')
      calledOff.abort()
      await reading
      await control.send('remove')
      await until('smart-card', isReady)
      await control.send('insert', { seed })
      expect((await read()).card.name).toBe(person.name)
    })

    it('that is called off in the middle of a healthy reading leaves its reader ready', async () => {
      const { control, config } = await setUpSmartCard()
      const { runtime, events, until } = setUpRuntime([config])
      await until('smart-card', isReady)
      const cancel = new AbortController()
      const reading = runtime.invoke('smart-card:read', { id: 'smart-card' }, wanted, cancel.signal)
      const ended = expect(reading).rejects.toMatchObject({ code: 'device.cancelled' })
      await control.send('insert', { seed })
      await expect.poll(() => events.some(({ type }) => type === 'card-detected'), slow).toBe(true)
      cancel.abort()
      await ended
      expect(runtime.reports()[0]?.snapshot.state.status).toBe('ready')
    })

    it('that does not answer to reset is said to be in the wrong way', async () => {
      const { control, config } = await setUpSmartCard()
      const reader = await open(config)
      const refused = expect(reader.invoke('smart-card:read', wanted, never())).rejects.toMatchObject({
        code: 'smart-card.mute',
      })
      await control.send('insert', { mute: true })
      await refused
    })

    it('is waited for in vain where the service dies, and the reader comes back with it', async () => {
      const { config, stop } = await setUpSmartCard()
      const { runtime, until } = setUpRuntime([config])
      await until('smart-card', isReady)
      const cut = expect(
        runtime.invoke('smart-card:read', { id: 'smart-card' }, wanted),
      ).rejects.toMatchObject({
        code: 'device.disconnected',
      })
      await until('smart-card', ({ status }) => status === 'busy')
      await stop()
      await cut
      await until('smart-card', ({ status }) => status === 'failed' || status === 'needs-attention')
      await startPcscd()
      await until('smart-card', isReady)
    })

    it('is read and listed by the technician’s command', async () => {
      const { control, socket } = await setUpSmartCard()
      await control.send('insert', { seed })
      expect(await device(socket, 'smart-card', 'read')).toMatchObject({
        exitCode: 0,
        json: { ok: true, card: { name: person.name, number: person.number } },
      })
      await control.send('remove')
      expect(await device(socket, 'smart-card', 'read', '--timeout', '200')).toMatchObject({
        exitCode: 3,
        json: { ok: false, error: { code: 'smart-card.no-card' } },
      })
      await control.send('insert', { seed })
      await control.send('silent-after', { commands: 6 })
      expect(await device(socket, 'smart-card', 'read')).toMatchObject({
        exitCode: 3,
        json: { error: { code: 'smart-card.silent' } },
      })
      await control.send('remove')
      expect(await device('/nonexistent', 'smart-card', 'read')).toMatchObject({
        exitCode: 3,
        json: { error: { code: 'smart-card.service-missing' } },
      })
      const { json } = await device(socket, 'list')
      expect(JSON.stringify(json)).toContain('pcsc:Virtual PCD 00 00')
    })
  },
)
