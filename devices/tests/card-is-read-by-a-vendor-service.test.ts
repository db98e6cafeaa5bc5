import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { deviceConfigSchema, type DeviceConfigOf } from '#devices/contract'
import {
  connectSimulatorControl,
  inventPerson,
  startVendorServiceSimulator,
  type SimulatorControl,
  type VendorServiceCommands,
  type VendorServiceOptions,
} from '#devices/simulators'
import { isReady, open, readCard, setUpRuntime, slow, temporaryFolder } from './bench.ts'
import { runDeviceCommand } from './technician.ts'

/** The worked example of the adapter's README. */
const options: DeviceConfigOf<'vendor-service'>['options'] = {
  success: { path: 'resultFlag', values: [0] },
  noCard: [-1],
  fields: {
    name: 'resultContent.partyName',
    sex: 'resultContent.gender',
    nation: 'resultContent.nation',
    birth: 'resultContent.bornDay',
    address: 'resultContent.certAddress',
    number: 'resultContent.certNumber',
    authority: 'resultContent.certOrg',
    validFrom: 'resultContent.effDate',
    validUntil: 'resultContent.expDate',
  },
  pollIntervalMs: 50,
}
const seed = 21
const person = inventPerson(seed)

async function setUpService(
  change: Partial<typeof options> = {},
  how: VendorServiceOptions & { socket?: boolean } = {},
) {
  const simulator = await startVendorServiceSimulator(how)
  const control: SimulatorControl<VendorServiceCommands> = await connectSimulatorControl(
    simulator.controlPort,
  )
  onTestFinished(async () => {
    control.close()
    await simulator.close()
  })
  const socket = simulator.transport.replace(/^http(.*)\/api\/readIdCard$/, 'ws$1/socket')
  const config: DeviceConfigOf<'vendor-service'> = {
    id: 'reader',
    kind: 'id-card-reader',
    adapter: 'vendor-service',
    transport: how.socket === true ? socket : simulator.transport,
    options: { ...options, ...change },
  }
  return { control, config }
}

describe('a reader behind its maker’s service', slow, () => {
  it.each([
    ['HTTP', {}, {}],
    ['HTTP in GBK', { encoding: 'gb18030' }, { gbk: true }],
    ['WebSocket', { request: { body: { cmd: 'read' } } }, { socket: true }],
  ] as const)('reads a card over %s', async (_line, change, how) => {
    const { control, config } = await setUpService(change, how)
    await control.send('insert-card', { seed })
    const { card, warnings } = await readCard(await open(config))
    expect(card).toMatchObject({
      kind: 'resident',
      name: person.name,
      number: person.number,
      sex: person.sex === '1' ? 'male' : 'female',
      address: 'address' in person ? person.address : null,
      photoWlt: null,
    })
    expect(card.birth.replaceAll('-', '')).toBe(person.birth)
    expect(card.nation).not.toBeNull()
    expect(warnings).toEqual([])
  })

  it('waits for a card that is laid on later, and says so where none is', async () => {
    const { control, config } = await setUpService()
    const reader = await open(config)
    await expect(readCard(reader, 200)).rejects.toMatchObject({ code: 'id-card.no-card' })
    const reading = readCard(reader)
    const before = (await control.send('status')).asked
    await expect.poll(async () => (await control.send('status')).asked, slow).toBeGreaterThan(before)
    await control.send('insert-card', { seed })
    expect((await reading).card.number).toBe(person.number)
  })

  it.each([
    ['garbage', 'device.protocol'],
    ['html', 'device.protocol'],
    ['error-code', 'id-card.read-failed'],
    ['cut', 'device.disconnected'],
    ['huge', 'device.protocol'],
    ['redirect', 'device.protocol'],
    ['half-a-card', 'id-card.corrupt-data'],
  ] as const)(
    'that answers %s gives an error of its own, tells nothing of the card, and works again',
    async (how, code) => {
      const { control, config } = await setUpService()
      const reader = await open(config)
      await control.send('insert-card', { seed })
      await control.send('spoil-next', { how })
      const error: unknown = await readCard(reader).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code })
      expect((error as Error).message).not.toContain(person.name)
      expect((await readCard(reader)).card.name).toBe(person.name)
    },
  )

  it('that is silent is not waited for beyond its time, nor once the reading is called off', async () => {
    const { control, config } = await setUpService({ answerMs: 500 })
    const reader = await open(config)
    await control.send('spoil-next', { how: 'silence' })
    await expect(readCard(reader)).rejects.toMatchObject({ code: 'device.timeout' })
    await control.send('spoil-next', { how: 'silence' })
    const cancel = new AbortController()
    const asked = (await control.send('status')).asked
    const reading = reader.invoke('id-card:read', { timeoutMs: 20_000 }, cancel.signal)
    await expect.poll(async () => (await control.send('status')).asked, slow).toBeGreaterThan(asked)
    cancel.abort()
    await expect(reading).rejects.toMatchObject({ code: 'device.cancelled' })
  })

  it('that is stopped is noticed, and found again', async () => {
    const { control, config } = await setUpService()
    const { until } = setUpRuntime([config])
    await until('reader', isReady)
    await control.send('unplug')
    await until('reader', ({ status }) => status === 'needs-attention')
    await control.send('plug')
    await until('reader', isReady)
  })

  it('is read by the technician’s command from a configuration', async () => {
    const { control, config } = await setUpService()
    await control.send('insert-card', { seed })
    const file = join(await temporaryFolder(), 'terminal.yaml')
    await writeFile(file, stringify({ devices: [config] }))
    const outcome = await runDeviceCommand(['id-card', 'read', '--config', file, '--id', 'reader'])
    expect(outcome).toMatchObject({
      exitCode: 0,
      json: { ok: true, card: { name: person.name, kind: 'resident' } },
    })
  })
})

describe('the configuration of a vendor’s service', () => {
  const entry = { id: 'reader', kind: 'id-card-reader', adapter: 'vendor-service', options }
  it.each([
    'http://192.168.1.9:80/read',
    'https://127.0.0.1/read',
    'http://127.0.0.1@evil.example/read',
    'ws://localhost.evil/',
  ])('does not reach beyond this machine: %s', (transport) => {
    const parsed = deviceConfigSchema.safeParse({ ...entry, transport })
    expect(parsed.error?.issues[0]?.message).toContain('只能在本机')
  })

  it('says in Chinese what is missing', () => {
    const parsed = deviceConfigSchema.safeParse({ ...entry, transport: 'http://127.0.0.1:1/', options: {} })
    expect(parsed.error?.issues.map(({ message }) => message).join()).toMatch(/success.*fields/)
  })
})
